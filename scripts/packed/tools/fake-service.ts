import jwt from "jsonwebtoken";
import { type RecordedRequest, startRecordingServer } from "../../../src/testing/recording-server.js";

const KEY = "the-access-key-of-the-fake-service-0123456789";

/** A server that checks the signatures of requests as the service does, and records the requests. */
export interface FakeService extends AsyncDisposable {
  readonly origin: string;
  readonly connectionString: string;
  readonly requests: readonly RecordedRequest[];
}

/**
 * Returns 202 to a request that is signed for its URL, and 401 to any other.
 *
 * @param pages the pages and scripts that need no token, by path. A browser that loads them from here can send requests without CORS.
 */
export async function startFakeService(pages: Readonly<Record<string, string>> = {}): Promise<FakeService> {
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
