import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface RecordedRequest {
  /** The request line, such as `HEAD /api/health?api-version=2024-12-01 HTTP/1.1`. */
  line: string;
  /** The request target: what stands in the middle of the request line. */
  target: string;
  /** By name in lower case, each with every value that it was sent with. */
  headers: NodeJS.Dict<string[]>;
  body: Buffer;
}

/** What the server answers with. */
export interface RecordedResponse {
  status: number;
  headers?: Record<string, string>;
  /** Without a Content-Length among the headers it is sent chunked. */
  body?: string;
}

export interface RecordingServer extends AsyncDisposable {
  /** `http://127.0.0.1` and the port. */
  origin: string;
  /** In the order in which they arrived. */
  requests: RecordedRequest[];
  /** How many connections were opened. */
  connections: number;
  /** The request that arrived. @throws if there was not exactly one. */
  onlyRequest(): RecordedRequest;
  /** Sends `GET /barrier` on a connection of its own. Once it is there, all that was sent before it is there too. */
  barrier(): Promise<void>;
}

/** The line that the barrier leaves among the requests. */
export const BARRIER = "GET /barrier HTTP/1.1";

/** A success of any operation: with JSON where the client insists on some. */
function done({ line }: RecordedRequest): RecordedResponse {
  if (/^POST \S*\/:generateToken\?|^GET \S*\/connections\?/.test(line)) return { status: 200, body: "{}" };
  return { status: 202, headers: { "Content-Length": "0" } };
}

/**
 * A real server on a port of its own, which records what arrives, byte for byte. To be held with `await using`, which
 * closes it at the end of the test.
 */
export async function startRecordingServer(
  answer: (request: RecordedRequest) => RecordedResponse = done,
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
    const { status, headers, body } = answer(recorded);
    response.writeHead(status, headers);
    // Written apart from the end: otherwise Node adds a Content-Length.
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
        throw new Error(`One request was expected, but these arrived: ${server.requests.map(({ line }) => line)}`);
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
