import type { Fault, RequestEntry } from "../../conformance/emulator/index.js";

/**
 * The calls that the checks make to the process that started them: the input and the output of each, by name. A call is a
 * `POST /NAME` with JSON, which every runtime can send.
 */
export interface Protocol {
  settings: [input: object, output: Settings];
  /** Connects a client to the emulator: to a hub, or to a URL that contains a token. */
  connect: [input: { hub: string; userId?: string; groups?: string[] } | { url: string }, output: Connected];
  /** The frames that a client has received, as soon as there are `count`. */
  received: [input: { socket: number; count: number }, output: Received[]];
  /** Adds a fault to the emulator. */
  fault: [input: Fault, output: null];
  /** The requests for a hub that the emulator has processed, as soon as there are `count`. */
  requests: [input: { hub: string; count: number }, output: RequestEntry[]];
  /** Sets the response of the recorder to requests for a hub. */
  respond: [input: { hub: string } & PlannedResponse, output: null];
  /** The requests for a hub that the recorder has received, as soon as there are `count`. */
  recorded: [input: { hub: string; count: number }, output: Recorded[]];
  /** Returns when the connection of a held request is closed. */
  disconnected: [input: { hub: string }, output: null];
  /** Reports the result of a check. */
  report: [input: CheckResult, output: null];
  /** Reports that all checks have run. */
  done: [input: { checks: number }, output: null];
}

export interface Settings {
  /** The endpoint of the emulator, which the access key and the connection string belong to. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly connectionString: string;
  /** `http://127.0.0.1:PORT` of the recorder: a server that returns planned responses and checks no token. */
  readonly recorder: string;
  /** `http://127.0.0.1:PORT` where nothing listens. */
  readonly deadOrigin: string;
  readonly expected: Expected;
}

/** What differs between runtimes. */
export interface Expected {
  /** How requests are sent: by the connection pool of the client, or by the `fetch` of the platform. */
  readonly transport: "pool" | "fetch";
  /** How tokens are signed: by the crypto module of Node.js, or by WebCrypto. */
  readonly signer: "node" | "web";
  /** Whether the platform reports a failed connect as such, so that a send can be retried. */
  readonly reportsNeverConnected: boolean;
  /** Whether a connection is used again after a HEAD. The `fetch` of Node.js closes it. */
  readonly reusesAfterHead: boolean;
}

export interface Connected {
  readonly socket: number;
  readonly connectionId: string;
}

/** The content of a received frame. */
export type Received = { readonly text: string } | { readonly bytes: readonly number[] };

export interface PlannedResponse {
  /** @default 202 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the request never gets a response. @default false */
  readonly held?: boolean;
}

/** A request that the recorder has received. */
export interface Recorded {
  readonly method: string;
  /** The path and the query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The number of the connection that it arrived on. */
  readonly connection: number;
}

export interface CheckResult {
  readonly name: string;
  /** Undefined if it passed. */
  readonly failure?: Failure | undefined;
}

export interface Failure {
  readonly message: string;
  /** Both values as text, if two values differ. */
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
}
