import type { ReceivedFrame, SocketClient } from "../../wire/socket-client.js";
import type { CaseContext } from "../case-context.js";

/** The names of errors in acks. */
export type AckError = "Forbidden" | "Duplicate" | "InternalServerError" | "BadRequest";

/** A frame that a client sends, without its `ackId`. */
type ClientRequest = Readonly<Record<string, unknown>>;

let lastAckId = 0;

/** An `ackId` that no other frame of this run has. */
export function newAckId(): number {
  lastAckId += 1;
  return lastAckId;
}

/**
 * Sends a frame, and checks that its ack reports success.
 *
 * @param ackId of the frame. @default a new one
 * @returns the frames that came before the ack
 */
export async function expectAck(
  context: CaseContext,
  client: SocketClient,
  frame: ClientRequest,
  ackId = newAckId(),
): Promise<ReceivedFrame[]> {
  const { ack, before } = await client.sendAndAwaitAck({ ...frame, ackId });
  context.expectFrame(ack, { type: "ack", success: true });
  context.expect((ack.error ?? null) === null, `The ack reports success and an error: ${JSON.stringify(ack)}.`);
  return before;
}

/** The name of the error in an ack; undefined if it has none. */
export function errorName(ack: Readonly<Record<string, unknown>>): unknown {
  return ((ack.error ?? {}) as { name?: unknown }).name;
}

/** Sends a frame, and checks that its ack reports the error. The message of the error is not checked. */
export async function expectErrorAck(
  context: CaseContext,
  client: SocketClient,
  frame: ClientRequest,
  error: AckError,
  ackId = newAckId(),
): Promise<void> {
  const { ack } = await client.sendAndAwaitAck({ ...frame, ackId });
  context.expectFrame(ack, { type: "ack", success: false });
  context.expectEqual("ack error", errorName(ack), error);
}

/**
 * The frames that a client receives until the service has processed everything that the client sent. The service processes
 * the frames of a client in order, so a `pong` comes after whatever the frames before the `ping` caused.
 */
export async function framesUntilPong(client: SocketClient): Promise<ReceivedFrame[]> {
  client.send({ type: "ping" });
  const frames: ReceivedFrame[] = [];
  for (;;) {
    const frame = await client.next();
    if (typeof frame === "object" && "type" in frame && frame.type === "pong") return frames;
    frames.push(frame);
  }
}
