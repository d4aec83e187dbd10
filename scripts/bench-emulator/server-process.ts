/** The process of one server: `emulator`, or `bare`, which does as little as can be done with the same libraries. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { answer } from "../bench/child-process.js";
import { builtEmulator } from "./built-emulator.js";
import type { ServerProcess } from "./emulator-processes.js";

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const memory = (): number => process.memoryUsage.rss();
const start = process.argv[2] === "emulator" ? startReal : startBare;
const { connection, ...address } = await start();
answer<ServerProcess>({ address: () => address, connection, cpu, memory });

interface Started {
  readonly endpoint: string;
  readonly clientUrl: string;
  readonly connection: () => string;
}

async function startReal(): Promise<Started> {
  const { startEmulator } = await builtEmulator();
  const { endpoint, clientUrl, log } = await startEmulator();
  // Once, as long as the log has it.
  let id = "";
  const connection = () => {
    id ||= log.entries.find((entry) => entry.kind === "connection")?.connectionId ?? "";
    return id;
  };
  return { endpoint, clientUrl: clientUrl("bench"), connection };
}

/** Fans the body of each request out to all sockets, in the frame that the emulator makes of it. */
async function startBare(): Promise<Started> {
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
  return { endpoint: `http://${host}`, clientUrl: `ws://${host}/`, connection: () => "" };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
