import type { Fault, RequestEntry } from "../../conformance/emulator/index.js";

/**
 * What the checks can request of the process that started them, by name: the input, and the output. Each is a `POST /NAME`
 * with JSON, which every runtime can send.
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
  /** Of the emulator. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly connectionString: string;
  /** `http://127.0.0.1:PORT` of a server that returns what it was told to, and checks no token. */
  readonly recorder: string;
  /** `http://127.0.0.1:PORT` where nothing listens. */
  readonly deadOrigin: string;
  readonly expected: Expected;
}

/** What differs between runtimes. */
export interface Expected {
  /** What sends requests: a connection pool of the client, or the platform's `fetch`. */
  readonly transport: "pool" | "fetch";
  /** What signs: the crypto module of Node.js, or WebCrypto. */
  readonly signer: "node" | "web";
  /** Whether the platform reports that no connection was made, so that a send can be retried. */
  readonly tellsNeverConnected: boolean;
}

export interface Connected {
  readonly socket: number;
  readonly connectionId: string;
}

/** A frame. */
export type Received = { readonly text: string } | { readonly bytes: readonly number[] };

export interface PlannedResponse {
  /** @default 202 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the request is held: it never gets a response. */
  readonly held?: boolean;
}

/** A request that the recorder has received. */
export interface Recorded {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The number of the connection that it came on. */
  readonly connection: number;
}

export interface CheckResult {
  readonly name: string;
  /** Undefined if it passed. */
  readonly failure?: Failure | undefined;
}

export interface Failure {
  readonly message: string;
  /** As texts, where two values differ. */
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
}
