/** One server in a process of its own: the emulator, or a minimal server built on the same libraries. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { handleCalls } from "../child-process.js";
import { builtEmulator } from "./built-emulator.js";
import type { ServerProcess } from "./emulator-processes.js";

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const memoryBytes = (): number => process.memoryUsage.rss();
const start = process.argv[2] === "emulator" ? startRealEmulator : startMinimal;
const { connectionId, ...address } = await start();
handleCalls<ServerProcess>({ address: () => address, connectionId, cpuMs, memoryBytes });

interface Started {
  readonly endpoint: string;
  readonly clientUrl: string;
  readonly connectionId: () => string;
}

async function startRealEmulator(): Promise<Started> {
  const { startEmulator } = await builtEmulator();
  const { endpoint, clientUrl, log } = await startEmulator();
  // Kept, because the log forgets its oldest entries.
  let id = "";
  const connectionId = () => {
    id ||= log.entries.find((entry) => entry.kind === "connection")?.connectionId ?? "";
    return id;
  };
  return { endpoint, clientUrl: clientUrl("bench"), connectionId };
}

/** Sends the body of each request to all sockets, in the same frame as the emulator. */
async function startMinimal(): Promise<Started> {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = createServer(async (request, response) => {
    const body = await read(request);
    JSON.parse(body);
    const frame = Buffer.from(`{"type":"message","from":"server","dataType":"json","data":${body}}`);
    for (const socket of sockets.clients) socket.send(frame, { binary: false });
    response.writeHead(202, { "Content-Length": 0 }).end();
  });
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => webSocket.on("message", () => {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint: `http://${host}`, clientUrl: `ws://${host}/`, connectionId: () => "" };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
