#!/usr/bin/env node
import { parseArgs } from "node:util";
import type { LogEntry } from "./emulator-log.js";
import { DEFAULT_ACCESS_KEY, type Emulator, startEmulator } from "./start-emulator.js";

const HELP = `webpubsub-emulator: the Azure Web PubSub REST API and its client WebSocket endpoint, on this machine.

  webpubsub-emulator                       on http://127.0.0.1:8080
  webpubsub-emulator --port 0              on a free port

  --port PORT          The port, 0 for a free one. Default: 8080.
  --host ADDRESS       The address to listen on. Default: 127.0.0.1, this machine alone.
  --access-key KEY     The key that requests and client tokens are signed with. Default: the one that the official emulator
                       has published, so that a connection string differs in its port alone. Never a key of a real resource.
  --log WHAT           none; requests: a line for each request, and for each client that was refused; all: connections and
                       deliveries too. Default: requests.
  --help, -h           This text.

It prints its endpoint, its connection string and an address for a client to try. Everything that it knows is gone when it
ends: Ctrl-C. Exit status: 0 ended, 2 could not start.`;

const LOGS = ["none", "requests", "all"];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8080" },
      host: { type: "string", default: "127.0.0.1" },
      "access-key": { type: "string", default: DEFAULT_ACCESS_KEY },
      log: { type: "string", default: "requests" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
    throw new Error(`--port is "${values.port}", which is no number from 0 to 65535.`);
  if (!LOGS.includes(values.log)) throw new Error(`--log is "${values.log}". Choose one of ${LOGS.join(", ")}.`);
  if (values["access-key"] === "") throw new Error("--access-key is empty.");
  const emulator = await startEmulator({ port, host: values.host, accessKey: values["access-key"] });
  emulator.log.listener = listener(values.log);
  console.log(
    `Listening on ${emulator.endpoint}. Connection string:\n\n${emulator.connectionString}\n\nA client to try, in hub "chat" for an hour:\n${emulator.clientUrl("chat", { userId: "alice", roles: ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"] })}\n`,
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end(emulator));
}

async function end(emulator: Emulator): Promise<void> {
  await emulator.close();
  console.log("Ended.");
}

function listener(log: string): (entry: LogEntry) => void {
  return (entry) => {
    if (log === "all" || (log === "requests" && isRequest(entry))) console.log(line(entry));
  };
}

/** A client's handshake is a request too, though it is told of only where it failed. */
function isRequest(entry: LogEntry): boolean {
  return entry.kind === "request" || (entry.kind === "connection" && entry.event === "rejected");
}

function line(entry: LogEntry): string {
  switch (entry.kind) {
    case "request": {
      const why = entry.rejectionReason === undefined ? "" : `  ${entry.rejectionReason}`;
      return `${entry.status || "lost"} ${entry.method} ${entry.path}${why}`;
    }
    case "delivery":
      return `  → ${entry.hub}/${entry.connectionId} ${entry.causedBy}`;
    case "connection":
      if (entry.event === "rejected") return `refused a client of ${entry.hub || "no hub"}  ${entry.reason ?? ""}`;
      return `  ${entry.event} ${entry.hub}/${entry.connectionId}${entry.reason === undefined ? "" : ` ${entry.reason}`}`;
  }
}

/** Why it could not start, in a sentence that says what to do. */
function said(error: NodeJS.ErrnoException & { address?: string; port?: number }): string {
  const { code, address, port, message } = error;
  switch (code) {
    case "EADDRINUSE":
      return `The port ${port} of ${address} is in use. Choose another with --port, or 0 for a free one.`;
    case "EACCES":
      return `The port ${port} of ${address} may not be listened on. Choose one above 1023 with --port.`;
    case "EADDRNOTAVAIL":
      return `The address ${address} is none of this machine. Choose another with --host.`;
    default:
      return message;
  }
}

try {
  await main();
} catch (error) {
  console.error(`${said(error as NodeJS.ErrnoException)}\nSee --help.`);
  process.exitCode = 2;
}
