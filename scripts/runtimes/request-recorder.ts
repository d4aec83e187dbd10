import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { PlannedResponse, Recorded } from "./check-messages.js";
import { ConditionWaiter } from "./wait-for.js";

/** A server that records requests by hub and returns planned responses. It checks no token. */
export interface Recorder extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Sets the response to later requests for the hub. The default is 202 without a body. */
  respond(hub: string, response: PlannedResponse): void;
  /** The requests for the hub, as soon as there are `count`. @throws {Error} if they do not arrive in time */
  recorded(hub: string, count: number): Promise<Recorded[]>;
  /** Resolves when the connection of a held request for the hub is closed. */
  disconnected(hub: string): Promise<void>;
}

export async function startRecorder(): Promise<Recorder> {
  const planned = new Map<string, PlannedResponse>();
  const requests: (Recorded & { hub: string })[] = [];
  const disconnected = new Set<string>();
  const connections = new Map<Socket, number>();
  const waiter = new ConditionWaiter();
  const server = createServer(async (request, response) => {
    const { method = "", url: target = "", socket } = request;
    const hub = /^\/api\/hubs\/([^/]+)/.exec(target)?.[1] ?? "";
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { status = 202, headers: responseHeaders = {}, body = "", held = false } = planned.get(hub) ?? {};
    if (held) {
      response.on("close", () => {
        disconnected.add(hub);
        waiter.check();
      });
    }
    const connection = connections.get(socket) ?? connections.size;
    connections.set(socket, connection);
    requests.push({ hub, method, target, headers, body: await bodyOf(request), connection });
    waiter.check();
    if (held) return;
    // Like the service, sends Content-Length also in responses to HEAD.
    response.writeHead(status, { "Content-Length": Buffer.byteLength(body), ...responseHeaders }).end(body);
  });
  // Leaves it to the client to close idle connections.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const requestsFor = (hub: string) => requests.filter((request) => request.hub === hub);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    respond: (hub, response) => void planned.set(hub, response),
    async recorded(hub, count) {
      await waiter.until(() => requestsFor(hub).length >= count, `${count} requests for the hub ${hub}`);
      return requestsFor(hub).map(({ hub: _, ...request }) => request);
    },
    disconnected: (hub) => waiter.until(() => disconnected.has(hub), `a closed connection for the hub ${hub}`),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  // A cancelled request is recorded with the part of its body that arrived.
  await request.forEach((chunk: Buffer) => void chunks.push(chunk)).catch(() => undefined);
  return Buffer.concat(chunks).toString();
}
