import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { CheckMessage, Recorded } from "./check-messages.js";
import { Waiting } from "./wait-for.js";

/** A server that answers the requests for each hub as it is told, and keeps them. It looks at no token. */
export interface Recorder extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** From now on, requests for the hub are answered so. Before they get 202, and nothing else. */
  answer(hub: string, answer: CheckMessage): void;
  /** What came for the hub, once it is that much. */
  recorded(hub: string, count: number): Promise<Recorded[]>;
  /** Resolves once the connection of a request that was held back is closed. */
  givenUp(hub: string): Promise<void>;
}

export async function startRecorder(): Promise<Recorder> {
  const answers = new Map<string, CheckMessage>();
  const requests: (Recorded & { hub: string })[] = [];
  const gone = new Set<string>();
  const connections = new Map<Socket, number>();
  const waiting = new Waiting();
  const server = createServer(async (request, response) => {
    const { method = "", url: target = "", socket } = request;
    const hub = /^\/api\/hubs\/([^/]+)/.exec(target)?.[1] ?? "";
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { status = 202, headers: answered = {}, body = "", held = false } = answers.get(hub) ?? {};
    if (held) {
      response.on("close", () => {
        gone.add(hub);
        waiting.look();
      });
    }
    const connection = connections.get(socket) ?? connections.size;
    connections.set(socket, connection);
    requests.push({ hub, method, target, headers, body: await bodyOf(request), connection });
    waiting.look();
    if (held) return;
    // As the service, to HEAD too.
    response.writeHead(status, { "Content-Length": Buffer.byteLength(body), ...answered }).end(body);
  });
  // An idle connection stays: it is for the client to end.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const of = (hub: string) => requests.filter((request) => request.hub === hub);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (hub, answer) => void answers.set(hub, answer),
    async recorded(hub, count) {
      await waiting.until(() => of(hub).length >= count, `${count} requests for ${hub}`);
      return of(hub).map(({ hub: _, ...request }) => request);
    },
    givenUp: (hub) => waiting.until(() => gone.has(hub), `the end of a connection for ${hub}`),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  // One that is given up half-way is none.
  await request.forEach((chunk: Buffer) => void chunks.push(chunk)).catch(() => undefined);
  return Buffer.concat(chunks).toString();
}
