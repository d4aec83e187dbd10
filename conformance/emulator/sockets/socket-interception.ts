import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import type { ClientSession, ClientSessionOptions, Receive } from "./client-session.js";
import type { Handshake } from "./handshake/client-handshake.js";
import type { HandshakeRejection } from "./handshake/handshake-rejection.js";

/** Hooks that make the client endpoint of the emulator faulty. Without a hook its step is unchanged. */
export interface SocketInterception {
  /** Replaces the decision whether a client may connect, and as what. */
  readonly handshake?: (
    handshake: Handshake | HandshakeRejection,
    request: IncomingMessage,
  ) => Handshake | HandshakeRejection;
  /** Called with each WebSocket once it is open. */
  readonly socket?: (socket: WebSocket) => void;
  /** Called with each session before it begins. */
  readonly session?: (session: ClientSession) => void;
  /** Handles a frame of a client, instead of `receive`. */
  readonly receive?: (...args: [...Parameters<Receive>, receive: Receive]) => void | Promise<void>;
  /** Replaces a frame that is about to be sent. */
  readonly outgoing?: NonNullable<ClientSessionOptions["outgoing"]>;
}
