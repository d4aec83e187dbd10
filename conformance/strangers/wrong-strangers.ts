import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocketServer } from "ws";
import { operations } from "../../generated/operations.js";
import { successStatus } from "../description/example-requests.js";
import { PLACEHOLDER_ACCESS_KEY, SERVER_CAPABILITIES, type StartedTarget } from "../targets/target.js";
import { startChangingProxy } from "./changing-proxy.js";

/** A server that is wrong as a whole, so that a run on it must end early and say why. */
export interface WrongStranger {
  readonly id: string;
  /** What it does wrong, in one sentence. */
  readonly summary: string;
  start(): Promise<StartedTarget>;
}

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

interface ConstantServer {
  readonly respond: Respond;
  /** Without it, handshakes are responded to like any other request. */
  readonly sockets?: "connected" | "silent";
}

/** Starts a server without state, on a free port of the loopback interface. */
async function startConstantServer({ respond, sockets }: ConstantServer): Promise<StartedTarget> {
  const server = createServer(respond);
  const webSockets = new WebSocketServer({ noServer: true });
  let connections = 0;
  if (sockets !== undefined) {
    server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) =>
      webSockets.handleUpgrade(request, socket, head, (client) => {
        connections += 1;
        const connected = { type: "system", event: "connected", userId: null, connectionId: `c${connections}` };
        if (sockets === "connected" && client.protocol !== "") client.send(JSON.stringify(connected));
      }),
    );
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    target: {
      name: "stranger",
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      accessKey: PLACEHOLDER_ACCESS_KEY,
      capabilities: [...SERVER_CAPABILITIES, "access-key"],
    },
    async close() {
      for (const client of webSockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const DESCRIBED_HEADERS = {
  "api-supported-versions": "2021-10-01, 2022-11-01, 2023-07-01, 2024-01-01, 2024-12-01",
  "x-ms-error-code": "Info.Connection.NotExisted",
  "Content-Type": "application/json; charset=utf-8",
};
const NOT_FOUND = {
  code: "Info.Connection.NotExisted",
  message: "No.",
  target: "Connection",
  details: null,
  inner: null,
};
const PROBLEM = {
  code: "Error.BadRequest",
  message: "No.",
  target: "filter",
  errors: { filter: ["No."] },
  status: 400,
};

const constant =
  (status: number, headers: Readonly<Record<string, string>> = {}, body: unknown = undefined): Respond =>
  (_, response) => {
    response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
  };

/** The success of whichever operation a request is for. */
const alwaysSuccess: Respond = ({ method, url = "" }, response) => {
  const path = url.split("?")[0] ?? "";
  const operation = Object.values(operations).find(
    (each) => each.method === method && new RegExp(`^${each.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path),
  );
  const status = operation === undefined ? 200 : Number(successStatus(operation));
  const { "x-ms-error-code": _, ...headers } = DESCRIBED_HEADERS;
  const body = path.endsWith("generateToken") ? { token: "a.b.c" } : path.endsWith("connections") ? { value: [] } : "";
  if (operation?.respondsWithJson) response.writeHead(status, headers).end(JSON.stringify(body));
  else response.writeHead(status, { "api-supported-versions": headers["api-supported-versions"] }).end();
};

/** Servers that do nothing: none of them may pass a case that it does not deserve. */
export const doNothings: readonly (WrongStranger & { readonly respond: Respond })[] = [
  doNothing("401-for-everything", "Every response is a bare 401, handshakes included.", { respond: constant(401) }),
  doNothing("404-for-everything", "Every response is a bare 404, handshakes included.", { respond: constant(404) }),
  doNothing("500-for-everything", "Every response is a bare 500, handshakes included.", { respond: constant(500) }),
  doNothing("described-404-for-everything", "Every response is a described 404; sockets open and say connected.", {
    respond: constant(404, DESCRIBED_HEADERS, NOT_FOUND),
    sockets: "connected",
  }),
  doNothing("described-400-for-everything", "Every response is a described 400; sockets open and say connected.", {
    respond: constant(400, { "x-ms-error-code": PROBLEM.code, "Content-Type": "application/problem+json" }, PROBLEM),
    sockets: "connected",
  }),
  doNothing("success-for-everything", "Every request succeeds and nothing happens; sockets open and say connected.", {
    respond: alwaysSuccess,
    sockets: "connected",
  }),
  doNothing("login-page", "Every response is a 200 with a web page.", {
    respond: (_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Sign in</h1>"),
  }),
];

function doNothing(id: string, summary: string, server: ConstantServer): WrongStranger & { respond: Respond } {
  return { id, summary, respond: server.respond, start: () => startConstantServer(server) };
}

/** Every server that is wrong as a whole. */
export const wrongStrangers: readonly WrongStranger[] = [
  ...doNothings,
  {
    id: "never-answers",
    summary: "It accepts connections and never responds.",
    start: () => startConstantServer({ respond: () => {} }),
  },
  {
    id: "silent-sockets",
    summary: "Sockets open, and nothing arrives on them.",
    start: () => startChangingProxy({ relay: relayHead }),
  },
];

/** Passes the response to the handshake on, and nothing after it. */
function relayHead(client: Socket, server: Socket): void {
  let received = "";
  client.pipe(server);
  server.on("data", (chunk: Buffer) => {
    if (received.includes("\r\n\r\n")) return;
    const before = received.length;
    received += chunk.toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    client.write(end < 0 ? chunk : chunk.subarray(0, end + 4 - before));
  });
  server.on("close", () => client.destroy());
  client.on("close", () => server.destroy());
}
