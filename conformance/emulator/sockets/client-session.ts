import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { clientIdentity } from "../authentication/index.js";
import type { Timer } from "../clock.js";
import type { Context } from "../emulator-context.js";
import type { ConnectionEntry } from "../emulator-log.js";
import { Connection, type Session } from "../state/connection.js";
import type { Hub } from "../state/hub.js";
import type { Message } from "../state/message.js";
import { Carrier } from "./delivery/carrier.js";
import { Inbox, type Received } from "./delivery/inbox.js";
import { Outbox, type Overflow } from "./delivery/outbox.js";
import { SeenAckIds } from "./delivery/seen-ack-ids.js";
import type { Limits } from "./delivery/socket-limits.js";
import type { OutgoingFrame } from "./frames/frame.js";
import { jsonFrame, simpleFrame } from "./frames/message-frame.js";
import { connectedFrame, disconnectedFrame } from "./frames/system-frame.js";
import { RELIABLE, type Subprotocol } from "./handshake/subprotocol.js";

/** What a token says of the client. */
export type ClientIdentity = ReturnType<typeof clientIdentity>;

/** What is done with a frame of a client. May throw or reject: then the client is closed with 1011. */
export type Receive = (session: ClientSession, received: Received) => void | Promise<void>;

export interface ClientSessionOptions {
  readonly context: Context;
  readonly limits: Limits;
  readonly hub: Hub;
  readonly identity: ClientIdentity;
  /** Null: a raw client. */
  readonly protocol: Subprotocol | null;
  readonly receive: Receive;
  /** What goes out in the place of a frame. @default the frame */
  readonly outgoing?: ((frame: OutgoingFrame, session: ClientSession) => readonly OutgoingFrame[]) | undefined;
  /** Called once, when the connection is gone for good. */
  readonly ended: (session: ClientSession) => void;
}

/** A client's side of its connection: the socket that it has or had, what is on its way to it, and what came from it. */
export class ClientSession implements Session {
  readonly connection: Connection;
  readonly hub: Hub;
  readonly context: Context;
  readonly limits: Limits;
  /** With what the client can recover the connection; undefined where it cannot. */
  readonly reconnectionToken: string | undefined;
  readonly ackIds = new SeenAckIds();
  readonly #options: ClientSessionOptions;
  readonly #outbox: Outbox;
  readonly #inbox: Inbox;
  #carrier: Carrier | undefined;
  #recoveryWindow: Timer | undefined;
  #ended = false;

  constructor(options: ClientSessionOptions) {
    const { context, limits, hub, identity, protocol, outgoing } = options;
    const { userId, roles } = identity;
    const reliable = protocol === RELIABLE;
    this.#options = options;
    this.context = context;
    this.limits = limits;
    this.hub = hub;
    this.connection = new Connection({ id: newId(), userId, protocol, roles, session: this });
    this.reconnectionToken = reliable ? randomBytes(32).toString("base64url") : undefined;
    this.#outbox = new Outbox({
      reliable,
      clock: context.clock,
      limits,
      sent: this.#logSent,
      ...(outgoing !== undefined && { outgoing: (frame) => outgoing(frame, this) }),
    });
    this.#inbox = new Inbox(this.#handle, limits.incomingBytes, (full) => this.#carrier?.setReading(!full));
  }

  /** Puts the new connection on its socket, and into the hub. */
  begin(socket: WebSocket, stream: Duplex): void {
    this.#log("connected");
    this.#attach(socket, stream);
    this.hub.add(this.connection, this.#options.identity.groups);
  }

  /** Puts the connection on another socket, in the place of the one that it had, if it has it still. */
  recover(socket: WebSocket, stream: Duplex): void {
    this.#recoveryWindow?.cancel();
    this.#carrier?.terminate();
    this.#log("recovered");
    this.#attach(socket, stream);
  }

  deliver(message: Message): void {
    if (this.#ended) return;
    const frame = this.connection.protocol === null ? simpleFrame(message) : jsonFrame(message);
    this.#closeOnOverflow(this.#outbox.putMessage(message, frame));
  }

  /** Sends a frame of the service's own. It is lost with the socket. */
  put(frame: OutgoingFrame): void {
    if (!this.#ended) this.#closeOnOverflow(this.#outbox.put(frame));
  }

  /** The client has every message up to that one. */
  acknowledge(sequenceId: bigint): void {
    this.#outbox.acknowledge(sequenceId);
  }

  close(reason: string | undefined): void {
    if (this.#ended) return;
    this.#outbox.finish(this.connection.protocol === null ? undefined : disconnectedFrame(reason));
    this.#end(reason ? `ClosedByAppServer: ${reason}` : "ClosedByAppServer")?.close(1000, "");
  }

  /** Closes a client that did something wrong, or to which something went wrong. @param reason 123 bytes at the most */
  fail(code: number, reason: string): void {
    if (!this.#ended) this.#end(`${code} ${reason}`)?.close(code, reason);
  }

  /** Asks the client whether it is there still. */
  ping(): void {
    this.#carrier?.ping();
  }

  #attach(socket: WebSocket, stream: Duplex): void {
    const carrier = new Carrier(socket, stream, {
      received: (received) => this.#inbox.push(received),
      drained: () => this.#outbox.flush(),
      violated: (reason) => this.#end(reason),
      lost: (code, reason) => this.#lost(code, reason),
    });
    this.#carrier = carrier;
    if (this.#inbox.full) carrier.setReading(false);
    const isSimple = this.connection.protocol === null;
    this.#outbox.attach(carrier, isSimple ? undefined : connectedFrame(this.connection, this.reconnectionToken));
  }

  #lost(code: number, reason: string): void {
    this.#carrier = undefined;
    this.#outbox.detach();
    const why = reason || lossReason(code);
    if (this.reconnectionToken === undefined || endsConnection(code)) {
      this.#end(why);
      return;
    }
    this.#log("suspended", why);
    const { clock } = this.context;
    const window = this.limits.recoverySeconds * 1000;
    this.#recoveryWindow = clock.after(window, () => this.#end(`${why}, and it was not recovered`));
  }

  #closeOnOverflow(overflow: Overflow | undefined): void {
    if (overflow === undefined) return;
    const carrier = this.#end("SlowClient");
    // What piled up would have to go before a close frame.
    if (overflow === "outgoing") carrier?.terminate();
    else carrier?.close(1008, "Too many messages were not acknowledged.");
  }

  /** @returns the carrier that is left */
  #end(reason: string): Carrier | undefined {
    if (this.#ended) return undefined;
    this.#ended = true;
    const carrier = this.#carrier;
    this.#carrier = undefined;
    this.#recoveryWindow?.cancel();
    this.#outbox.close();
    this.#inbox.close();
    this.hub.remove(this.connection);
    this.#options.ended(this);
    this.#log("closed", reason);
    return carrier;
  }

  readonly #handle = (received: Received): void | Promise<void> => {
    try {
      return this.#options.receive(this, received)?.catch(this.#failInternally);
    } catch {
      this.#failInternally();
    }
  };

  readonly #failInternally = (): void => this.fail(1011, "The emulator failed to handle the frame.");

  readonly #logSent = ({ shown, bytes }: OutgoingFrame, message: Message | undefined): void => {
    const { id, userId } = this.connection;
    const cause = message?.causedBy ?? "system";
    // What goes to many is in memory once.
    const size = message !== undefined && message === lastSent ? 0 : bytes.length;
    lastSent = message;
    this.context.log.add(
      { kind: "delivery", hub: this.hub.name, connectionId: id, userId, frame: shown, causedBy: cause },
      size,
    );
  };

  #log(event: ConnectionEntry["event"], reason?: string): void {
    const { id, userId } = this.connection;
    const why = reason === undefined ? {} : { reason };
    this.context.log.add({ kind: "connection", event, hub: this.hub.name, connectionId: id, userId, ...why });
  }
}

/** The message that was sent to some client last. */
let lastSent: Message | undefined;

/** Of the form that the service was recorded to give: 31 characters of base64url. */
function newId(): string {
  return randomBytes(24).toString("base64url").slice(0, 31);
}

/** Whether a client that closed with that code is not going to recover: 1005 is a close frame without a code. */
function endsConnection(code: number): boolean {
  return code === 1000 || code === 1005;
}

function lossReason(code: number): string {
  if (endsConnection(code)) return "Normal";
  return code === 1006 ? "The socket was lost" : `The client closed with ${code}`;
}
