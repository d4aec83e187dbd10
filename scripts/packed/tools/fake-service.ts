import jwt from "jsonwebtoken";
import { type RecordedRequest, startRecordingServer } from "../../../src/testing/recording-server.js";

const KEY = "the-access-key-of-a-service-that-is-not-there";

/** As much of the service as tells whether a request was signed as the service wants it. */
export interface Service extends AsyncDisposable {
  readonly origin: string;
  readonly connectionString: string;
  readonly requests: readonly RecordedRequest[];
}

/**
 * Answers 202 to what is signed for its address, and 401 to all else.
 *
 * @param pages what is answered without a token, by path: for a browser, which asks no other origin unless that permits it
 */
export async function startService(pages: Readonly<Record<string, string>> = {}): Promise<Service> {
  const server = await startRecordingServer(({ target, headers }) => {
    const page = pages[target];
    if (page !== undefined) {
      const type = target.endsWith(".js") ? "text/javascript" : "text/html";
      return { status: 200, headers: { "Content-Type": `${type}; charset=utf-8` }, body: page };
    }
    const [authorization = ""] = headers.authorization ?? [];
    const status = isSigned(authorization, server.origin + target) ? 202 : 401;
    return { status, headers: { "Content-Length": "0" } };
  });
  return {
    origin: server.origin,
    connectionString: `Endpoint=${server.origin};AccessKey=${KEY};Version=1.0;`,
    requests: server.requests,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function isSigned(authorization: string, audience: string): boolean {
  try {
    jwt.verify(authorization.replace(/^Bearer /, ""), KEY, { algorithms: ["HS256"], audience });
    return true;
  } catch {
    return false;
  }
}
