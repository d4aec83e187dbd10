import { Console } from "node:console";
import { type EventEmitter, once } from "node:events";
import type { Writable } from "node:stream";
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { LogEntry } from "./emulator-log.js";
import { DEFAULT_ACCESS_KEY, type Emulator, startEmulator } from "./start-emulator.js";

const HELP = `webpubsub-emulator runs a local Azure Web PubSub emulator (REST API and client WebSockets).

  webpubsub-emulator                       on http://127.0.0.1:8080
  webpubsub-emulator --port 0              on a free port

Options
  --port PORT          Port to listen on; 0 picks a free port. Default: 8080.
  --host ADDRESS       Address to listen on. Default: 127.0.0.1 (this machine only).
  --access-key KEY     Access key. Default: the published key of the official emulator, so that the connection strings of
                       the two differ only in the port. Never use the key of a real resource.
  --log LEVEL          none, requests (default; includes rejected clients), or all (adds connections and deliveries).
  --help, -h           Show this help.

It prints its endpoint, a connection string and a URL for a client to try. State is kept in memory only. Stop with Ctrl-C.
Exit status: 0 stopped, 2 could not start.`;

const OPTIONS = {
  port: { type: "string", default: "8080" },
  host: { type: "string", default: "127.0.0.1" },
  "access-key": { type: "string", default: DEFAULT_ACCESS_KEY },
  log: { type: "string", default: "requests" },
  help: { type: "boolean", short: "h", default: false },
} satisfies ParseArgsConfig["options"];

const LOG_LEVELS = ["none", "requests", "all"] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The parts of `process` that the command uses. */
export interface CommandStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Emits `SIGINT` or `SIGTERM` to stop the emulator. */
  readonly signals: EventEmitter;
}

/**
 * Runs the command `webpubsub-emulator` until a signal stops it.
 *
 * @param argv the arguments after the name of the command
 * @returns the exit status: 0 stopped, or showed the help; 2 could not start
 */
export async function main(argv: readonly string[], { stdout, stderr, signals }: CommandStreams): Promise<number> {
  // Unlike `write`, a console ignores that the reader of its stream is gone.
  const { log, error } = new Console(stdout, stderr);
  try {
    const options = readOptions(argv);
    if (options === "help") {
      log(HELP);
      return 0;
    }
    const emulator = await startEmulator(options);
    emulator.log.listener = (entry) => {
      if (isShown(entry, options.logLevel)) log(logLine(entry));
    };
    const stopped = stopSignal(signals);
    log(introduction(emulator));
    await stopped;
    await emulator.close();
    log("Stopped.");
    return 0;
  } catch (problem) {
    error(`${startErrorText(problem as StartError)}\nSee --help.`);
    return 2;
  }
}

function readOptions(
  argv: readonly string[],
): { port: number; host: string; accessKey: string; logLevel: LogLevel } | "help" {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  if (values.help) return "help";
  const { host, "access-key": accessKey } = values;
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
    throw new Error(`--port is "${values.port}"; it must be a number from 0 to 65535.`);
  }
  if (accessKey === "") throw new Error("--access-key is empty. Give a key, or leave the option out for the default.");
  // Node.js would listen on every address.
  if (host === "") throw new Error("--host is empty. Give an address, or leave the option out for the default.");
  const logLevel = LOG_LEVELS.find((level) => level === values.log);
  if (logLevel === undefined) throw new Error(`--log is "${values.log}"; it must be one of ${LOG_LEVELS.join(", ")}.`);
  return { port, host, accessKey, logLevel };
}

function introduction(emulator: Emulator): string {
  const roles = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];
  return `Listening on ${emulator.endpoint}. Connection string:

${emulator.connectionString}

Try a client (hub "chat", valid for one hour):
${emulator.clientUrl("chat", { userId: "alice", roles })}
`;
}

/** Resolves at the first signal. After it, a second one ends the process, as is the default. */
async function stopSignal(signals: EventEmitter): Promise<void> {
  const listening = new AbortController();
  await Promise.race(SIGNALS.map((signal) => once(signals, signal, { signal: listening.signal })));
  listening.abort();
}

/** A rejected client counts as a request: its handshake is one. */
function isShown(entry: LogEntry, level: LogLevel): boolean {
  if (level !== "requests") return level === "all";
  return entry.kind === "request" || (entry.kind === "connection" && entry.event === "rejected");
}

function logLine(entry: LogEntry): string {
  switch (entry.kind) {
    case "request": {
      const reason = entry.rejectionReason === undefined ? "" : `  ${entry.rejectionReason}`;
      return `${entry.status || "lost"} ${entry.method} ${entry.path}${reason}`;
    }
    case "delivery":
      return `  → ${entry.hub}/${entry.connectionId} ${entry.causedBy}`;
    case "connection": {
      const { event, hub, connectionId, reason = "" } = entry;
      if (event === "rejected") return `rejected client (${hub === "" ? "no hub" : `hub ${hub}`})  ${reason}`;
      return `  ${event} ${hub}/${connectionId} ${reason}`.trimEnd();
    }
  }
}

/** An error of `parseArgs`, or of `listen` in `node:net`. */
interface StartError extends NodeJS.ErrnoException {
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

/** Says why the emulator could not start and what to do. */
function startErrorText({ code, address, port, hostname, message }: StartError): string {
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} of ${address} is in use. Choose another with --port, or 0 for a free one.`;
    case "EACCES":
      return `No permission to listen on ${address}:${port}. Choose a port above 1023 with --port.`;
    case "EADDRNOTAVAIL":
      return `${address} is not an address of this machine. Choose another with --host.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The host name ${hostname} could not be resolved. Choose another with --host.`;
    default:
      // The sentences of `parseArgs` after the first give advice for commands that take other arguments.
      return code?.startsWith("ERR_PARSE_ARGS_") ? `${message.split(/\. |\.?\n/)[0]}.` : message;
  }
}
