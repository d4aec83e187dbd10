import { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import jwt from "jsonwebtoken";
import { latestApiVersion } from "../../../../generated/versions.js";
import { DEFAULT_ACCESS_KEY, type Emulator } from "../../index.js";

export interface TestRequest {
  /** Null adds none to the query. @default latestApiVersion */
  readonly apiVersion?: string | null;
  /** Null sends no token. @default a valid one */
  readonly token?: string | null;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly headers?: OutgoingHttpHeaders;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Sends a request without changing its path.
 *
 * @param line such as `POST /api/hubs/chat/:send?filter=a`; the api-version is added
 * @throws {Error} if the response is incomplete
 */
export async function sendRequest(emulator: Emulator, line: string, options: TestRequest = {}): Promise<TestResponse> {
  const { apiVersion = latestApiVersion, token, type, body = "" } = options;
  const [method, written = ""] = line.split(" ");
  const version = apiVersion === null ? "" : `${written.includes("?") ? "&" : "?"}api-version=${apiVersion}`;
  const path = written + version;
  const headers = {
    ...(token !== null && { Authorization: `Bearer ${token ?? signTokenFor(emulator, path)}` }),
    ...(type !== undefined && { "Content-Type": type }),
    // Node.js would send the body of a DELETE without its length.
    ...(body.length > 0 && !options.headers?.["Transfer-Encoding"] && { "Content-Length": Buffer.byteLength(body) }),
    ...options.headers,
  };
  const { hostname, port } = new URL(emulator.endpoint);
  const outgoing = request({ hostname, port, method, path, headers, agent: false });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
    outgoing.end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

/** @param claims replace the default ones; undefined removes a claim */
export function signTokenFor(emulator: Emulator, target: string, claims: object = {}): string {
  const exp = Math.floor(emulator.clock.now() / 1000) + 3600;
  return jwt.sign(JSON.stringify({ aud: `${emulator.endpoint}${target}`, exp, ...claims }), DEFAULT_ACCESS_KEY);
}

/** A token in the format of Microsoft Entra, without a valid signature. */
export function entraToken(emulator: Emulator): string {
  const exp = Math.floor(emulator.clock.now() / 1000) + 3600;
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { aud: "https://webpubsub.azure.com", exp },
  ];
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")), "c2ln"].join(".");
}
