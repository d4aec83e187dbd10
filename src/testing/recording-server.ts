import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that arrived. */
export interface RecordedRequest {
  /** The request line, such as `HEAD /api/health?api-version=2024-12-01 HTTP/1.1`. */
  line: string;
  /** The request target: the middle part of the request line. */
  target: string;
  /** All values by header name in lower case. */
  headers: NodeJS.Dict<string[]>;
  body: Buffer;
}

/** The response of the server. */
export interface RecordedResponse {
  status: number;
  headers?: Record<string, string>;
  /** Sent chunked, unless the headers have a Content-Length. */
  body?: string | Uint8Array;
}

export interface RecordingServer extends AsyncDisposable {
  /** `http://127.0.0.1` and the port. */
  origin: string;
  /** In the order of arrival. */
  requests: RecordedRequest[];
  /** The number of connections that were opened. */
  connections: number;
  /** Returns the request that arrived. @throws unless exactly one did */
  onlyRequest(): RecordedRequest;
  /** Sends `GET /barrier` on a connection of its own. When it has arrived, everything that was sent before has too. */
  barrier(): Promise<void>;
}

/** The request line of the barrier. */
export const BARRIER = "GET /barrier HTTP/1.1";

/** A success of any operation, with JSON if the client requires it. */
function success({ line }: RecordedRequest): RecordedResponse {
  if (/^POST \S*\/:generateToken\?|^GET \S*\/connections\?/.test(line)) return { status: 200, body: "{}" };
  return { status: 202, headers: { "Content-Length": "0" } };
}

/**
 * Starts a real server on a free port that records what arrives, byte for byte. Use it with `await using`, which closes it
 * at the end of the test.
 */
export async function startRecordingServer(
  respond: (request: RecordedRequest) => RecordedResponse = success,
): Promise<RecordingServer> {
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const target = request.url ?? "";
    const recorded: RecordedRequest = {
      line: `${request.method} ${target} HTTP/${request.httpVersion}`,
      target,
      headers: request.headersDistinct,
      body: Buffer.concat(chunks),
    };
    server.requests.push(recorded);
    const { status, headers, body } = respond(recorded);
    response.writeHead(status, headers);
    // Written separately from the end: otherwise Node.js adds a Content-Length.
    if (body !== undefined) response.write(body);
    response.end();
  });
  http.on("connection", () => {
    server.connections += 1;
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const server: RecordingServer = {
    origin,
    requests: [],
    connections: 0,
    onlyRequest() {
      const [request, ...others] = server.requests;
      if (request === undefined || others.length > 0) {
        throw new Error(`Expected one request, but these arrived: ${server.requests.map(({ line }) => line)}`);
      }
      return request;
    },
    barrier: () =>
      new Promise((resolve, reject) => {
        get(`${origin}/barrier`, { agent: false }, (response) => response.resume().on("end", resolve)).on(
          "error",
          reject,
        );
      }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}
