import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import type { ClientSession, ClientSessionOptions, Receive } from "./client-session.js";
import type { Handshake } from "./handshake/client-handshake.js";
import type { HandshakeRejection } from "./handshake/handshake-rejection.js";

/** Where the socket side of the emulator can be made wrong. What is left out is done as always. */
export interface SocketInterception {
  /** Whether and as what a client may connect. */
  readonly handshake?: (
    handshake: Handshake | HandshakeRejection,
    request: IncomingMessage,
  ) => Handshake | HandshakeRejection;
  /** A WebSocket that was just opened. */
  readonly socket?: (socket: WebSocket) => void;
  /** A connection that is about to begin. */
  readonly session?: (session: ClientSession) => void;
  /** Does what is done with a frame of a client. */
  readonly receive?: (...args: [...Parameters<Receive>, receive: Receive]) => void | Promise<void>;
  /** What goes out instead of a frame. */
  readonly outgoing?: NonNullable<ClientSessionOptions["outgoing"]>;
}
