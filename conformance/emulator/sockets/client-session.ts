import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { ClientIdentity } from "../authentication/index.js";
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

/** Handles a frame of a client. If it throws or rejects, the client is closed with 1011. */
export type Receive = (session: ClientSession, received: Received) => void | Promise<void>;

export interface ClientSessionOptions {
  readonly context: Context;
  readonly limits: Limits;
  readonly hub: Hub;
  readonly identity: ClientIdentity;
  /** Null for a simple client. */
  readonly protocol: Subprotocol | null;
  readonly receive: Receive;
  /** Replaces a frame that is about to be sent. @default the frame itself */
  readonly outgoing?: ((frame: OutgoingFrame, session: ClientSession) => readonly OutgoingFrame[]) | undefined;
  /** Called once, when the connection is closed for good. */
  readonly ended: (session: ClientSession) => void;
}

/** The client's side of a connection: its socket, the frames to send to it, and the frames received from it. */
export class ClientSession implements Session {
  readonly connection: Connection;
  readonly hub: Hub;
  readonly context: Context;
  readonly limits: Limits;
  /** Lets the client recover the connection; undefined if it cannot be recovered. */
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

  /** Starts the connection on a socket and adds it to the hub. */
  begin(socket: WebSocket, stream: Duplex): void {
    this.#log("connected");
    this.#attach(socket, stream);
    this.hub.add(this.connection, this.#options.identity.groups);
  }

  /** Moves the connection to another socket. The old one is cut, if it is still open. */
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

  /** Sends a frame of the service itself. It is not sent again after a recovery. */
  put(frame: OutgoingFrame): void {
    if (!this.#ended) this.#closeOnOverflow(this.#outbox.put(frame));
  }

  /** Marks all messages up to `sequenceId` as received by the client. */
  acknowledge(sequenceId: bigint): void {
    this.#outbox.acknowledge(sequenceId);
  }

  /** Closes the connection on behalf of the application server. */
  close(reason: string | undefined): void {
    if (this.#ended) return;
    this.#outbox.finish(this.connection.protocol === null ? undefined : disconnectedFrame(reason));
    this.#end(reason ? `ClosedByAppServer: ${reason}` : "ClosedByAppServer")?.close(1000, "");
  }

  /** Closes the connection because of an error. @param reason at most 123 bytes of UTF-8 */
  fail(code: number, reason: string): void {
    if (!this.#ended) this.#end(`${code} ${reason}`)?.close(code, reason);
  }

  /** Checks that the client is still connected. */
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
    this.#recoveryWindow = clock.after(window, () => this.#end(`${why} and was not recovered in time`));
  }

  #closeOnOverflow(overflow: Overflow | undefined): void {
    if (overflow === undefined) return;
    const carrier = this.#end("SlowClient");
    // A close frame could only follow the frames that the client does not read.
    if (overflow === "outgoing") carrier?.terminate();
    else carrier?.close(1008, "Too many unacknowledged messages.");
  }

  /** @returns the socket to close, if the connection has one */
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
    // The receivers of a message share its frame.
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

/** The message that was sent last, by any session. */
let lastSent: Message | undefined;

/** In the format that was recorded of the service: 31 characters of base64url. */
function newId(): string {
  return randomBytes(24).toString("base64url").slice(0, 31);
}

/** Whether a client that closes with this code gives its connection up. 1005 means a close frame without a code. */
function endsConnection(code: number): boolean {
  return code === 1000 || code === 1005;
}

function lossReason(code: number): string {
  if (endsConnection(code)) return "Normal";
  return code === 1006 ? "The socket closed" : `The client closed with ${code}`;
}
