import type { Fault, RequestEntry } from "../../conformance/emulator/index.js";

/**
 * What the checks may ask of the process that has started them, by name: what is passed, and what comes back. A
 * `POST /NAME` with JSON, which every runtime can send.
 */
export interface Protocol {
  settings: [asked: object, answer: Settings];
  /** Connects a client to the emulator: to a hub, or to an address that has a token in it. */
  connect: [asked: { hub: string; userId?: string; groups?: string[] } | { url: string }, answer: Connected];
  /** What a client has received, once it is that much. */
  received: [asked: { socket: number; count: number }, answer: Received[]];
  /** Plans a fault of the emulator. */
  fault: [asked: Fault, answer: null];
  /** The requests that the emulator has answered for a hub, once there are that many. */
  requests: [asked: { hub: string; count: number }, answer: RequestEntry[]];
  /** Plans what the recorder answers requests for a hub with. */
  answer: [asked: { hub: string } & CheckMessage, answer: null];
  /** What the recorder has got for a hub, once it is that much. */
  recorded: [asked: { hub: string; count: number }, answer: Recorded[]];
  /** Answered once the connection of a request that the recorder holds back is closed. */
  givenUp: [asked: { hub: string }, answer: null];
  /** A check is through. */
  report: [asked: CheckResult, answer: null];
  /** All checks are through. */
  done: [asked: { checks: number }, answer: null];
}

export interface Settings {
  /** The emulator. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly connectionString: string;
  /** `http://127.0.0.1:PORT` of a server that answers as it is told, and looks at no token. */
  readonly recorder: string;
  /** An address that nothing listens at. */
  readonly nobody: string;
  readonly expected: Expected;
}

/** What differs from runtime to runtime. */
export interface Expected {
  /** What sends requests: a pool of the client's own, or the platform's `fetch`. */
  readonly transport: "pool" | "fetch";
  /** What signs: Node's crypto, or WebCrypto. */
  readonly signer: "node" | "web";
  /** Whether the platform says that a connection was never made, so that a send can be retried. */
  readonly tellsNeverConnected: boolean;
}

export interface Connected {
  readonly socket: number;
  readonly connectionId: string;
}

/** A frame. */
export type Received = { readonly text: string } | { readonly bytes: readonly number[] };

export interface CheckMessage {
  /** @default 202 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the answer never comes. */
  readonly held?: boolean;
}

export interface Recorded {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Which of the recorder's connections it came on. */
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
