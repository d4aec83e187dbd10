import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import type { Context } from "./emulator-context.js";
import type { Call, Handler } from "./rest/handlers/handler.js";
import type { RequestTarget } from "./rest/request/request-target.js";
import type { Reply } from "./rest/response/rest-response.js";
import type { ClientSession, Receive } from "./sockets/client-session.js";
import type { Frame } from "./sockets/frames/frame.js";
import type { Handshake } from "./sockets/handshake/client-handshake.js";
import type { HttpRefusal } from "./sockets/handshake/handshake-rejection.js";

/**
 * Where the emulator can be made wrong, step by step, so that it can be asked which cases notice. What is left out is done
 * as always.
 */
export interface Interception {
  /** Called once, before there is a server. What is in the context may be changed. */
  readonly prepare?: (context: Context) => void;
  /** The address as the REST API understands it, before the operation is looked for. The audience is checked by its `path`. */
  readonly target?: (target: RequestTarget, request: IncomingMessage) => RequestTarget;
  /** Does what an operation does, once the request was found correct and authorized. Refuses by throwing a `Refusal`. */
  readonly handle?: (call: Call, handler: Handler) => Reply;
  /** What is answered, refusals included. The operation is null where none was found. */
  readonly reply?: (reply: Reply, request: IncomingMessage, operation: string | null) => Reply;
  /** Writes the answer to the socket of the request. @returns false if it did not */
  readonly write?: (reply: Reply, request: IncomingMessage, operation: string | null) => boolean;
  /** Whether and as what a client may connect. */
  readonly handshake?: (handshake: Handshake | HttpRefusal, request: IncomingMessage) => Handshake | HttpRefusal;
  /** A WebSocket that was just opened. */
  readonly socket?: (socket: WebSocket) => void;
  /** A connection that is about to begin. */
  readonly session?: (session: ClientSession) => void;
  /** Does what is done with a frame of a client. */
  readonly receive?: (...args: [...Parameters<Receive>, receive: Receive]) => void | Promise<void>;
  /** What goes out in the place of a frame. */
  readonly outgoing?: (frame: Frame, session: ClientSession) => readonly Frame[];
}
