import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { type EmulatorOptions, startEmulator } from "../emulator/index.js";
import { SERVER_CAPABILITIES, type StartedTarget, type Target } from "../targets/target.js";

/** A response on its way through the proxy. */
export interface PassingResponse {
  readonly status: number;
  /** Names and values in turn, as they are written. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** What the proxy does differently from passing everything on. */
export interface ProxyChanges {
  /** Changes a response. */
  readonly response?: (response: PassingResponse, request: IncomingMessage) => PassingResponse;
  /** Responds itself. @returns whether it did */
  readonly respond?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Changes the path and query of a request, on the way to the emulator. */
  readonly path?: (path: string) => string;
  /** What passes from the emulator to a client, and back. */
  readonly relay?: (client: Socket, server: Socket) => void;
  /** Writes the body without its length. */
  readonly chunked?: true;
  readonly emulator?: EmulatorOptions;
  /** Members of the target that the proxy is. */
  readonly target?: Partial<Target>;
  /** What is behind the address of the proxy, such as `/gateway`. */
  readonly prefix?: string;
}

const ACCESS_KEY = "a-key-of-the-strangers-that-is-long-enough";
const HOP_BY_HOP = /^(connection|keep-alive|transfer-encoding)$/i;

/** Starts a reverse proxy on a free port of the loopback interface, with an emulator behind it, that passes `Host` on. */
export async function startChangingProxy(changes: ProxyChanges): Promise<StartedTarget> {
  const emulator = await startEmulator({ accessKey: ACCESS_KEY, ...changes.emulator });
  const { hostname, port } = new URL(emulator.endpoint);
  const { prefix = "", path: changePath = (path) => path } = changes;
  const pathBehind = (url = "") => changePath(url.startsWith(prefix) ? url.slice(prefix.length) : url);

  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    if (changes.respond?.(request, response)) return;
    const { method, headers, url } = request;
    const behind = httpRequest({ host: hostname, port, method, path: pathBehind(url), headers }, (received) => {
      void collect(received).then((body) => {
        const passing = { status: received.statusCode ?? 0, headers: endToEnd(received.rawHeaders), body };
        write(response, changes.response?.(passing, request) ?? passing, changes.chunked ?? false, method ?? "");
      });
    });
    behind.on("error", () => response.destroy());
    request.pipe(behind);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const behind = connect(Number(port), hostname, () => {
      const lines = [`GET ${pathBehind(request.url)} HTTP/1.1`];
      const { rawHeaders: raw } = request;
      for (let index = 0; index < raw.length; index += 2) lines.push(`${raw[index]}: ${raw[index + 1]}`);
      behind.write(`${lines.join("\r\n")}\r\n\r\n`);
      behind.write(head);
      if (changes.relay === undefined) behind.pipe(socket).pipe(behind);
      else changes.relay(socket, behind);
    });
    for (const [one, other] of [
      [behind, socket],
      [socket, behind],
    ] as const) {
      one.on("error", () => other.destroy());
      if (changes.relay === undefined) one.on("close", () => other.destroy());
    }
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    target: {
      name: "stranger",
      endpoint: origin + prefix,
      // The emulator does not see the prefix.
      audience: origin,
      accessKey: ACCESS_KEY,
      capabilities: [...SERVER_CAPABILITIES, "access-key"],
      ...changes.target,
    },
    async close() {
      // With those that became WebSockets.
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise((closed) => server.close(closed)), emulator.close()]);
    },
  };
}

async function collect(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function endToEnd(raw: readonly string[]): string[] {
  return pairs(raw).flatMap(([name, value]) => (HOP_BY_HOP.test(name) ? [] : [name, value]));
}

function write(
  response: ServerResponse,
  { status, headers, body }: PassingResponse,
  chunked: boolean,
  method: string,
): void {
  const kept = pairs(headers).filter(([name]) => !/^content-length$/i.test(name) || (!chunked && body.length === 0));
  const hasLength = !chunked && body.length > 0;
  // HEAD keeps the length that a body would have.
  const length = hasLength ? [["Content-Length", String(body.length)] as const] : [];
  response.writeHead(status, [...kept, ...length].flat() as string[]);
  if (method === "HEAD") response.end();
  else response.end(body);
}

/** Names and values in pairs. */
export function pairs(raw: readonly string[]): (readonly [name: string, value: string])[] {
  return Array.from(
    { length: raw.length / 2 },
    (_, index) => [raw[2 * index] ?? "", raw[2 * index + 1] ?? ""] as const,
  );
}
