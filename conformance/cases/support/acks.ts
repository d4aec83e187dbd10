import type { ReceivedFrame, SocketClient } from "../../wire/socket-client.js";
import type { CaseContext } from "../case-context.js";

/** Why the service does not do what a client asks for. */
export type AckError = "Forbidden" | "Duplicate" | "InternalServerError" | "BadRequest";

type AckRequest = Readonly<Record<string, unknown>>;

let lastAckId = 0;

/** An id that no frame of this run has had. */
export function newAckId(): number {
  lastAckId += 1;
  return lastAckId;
}

/**
 * Has a client ask for something by a frame, which has to be done.
 *
 * @param ackId of the frame, if a certain one
 * @returns what the client got before the ack
 */
export async function expectAck(
  context: CaseContext,
  client: SocketClient,
  frame: AckRequest,
  ackId = newAckId(),
): Promise<ReceivedFrame[]> {
  const { ack, before } = await client.sendAndAwaitAck({ ...frame, ackId });
  context.expectFrame(ack, { type: "ack", success: true });
  context.expect((ack.error ?? null) === null, `The ack of what was done has an error: ${JSON.stringify(ack)}.`);
  return before;
}

/** Why the service says in an ack that it did not do what was asked for; undefined where it does not say. */
export function errorName(ack: AckRequest): unknown {
  return ((ack.error ?? {}) as { name?: unknown }).name;
}

/** Has a client ask for something by a frame, which has to be refused. The words of the error are not looked at. */
export async function expectErrorAck(
  context: CaseContext,
  client: SocketClient,
  frame: AckRequest,
  error: AckError,
  ackId = newAckId(),
): Promise<void> {
  const { ack } = await client.sendAndAwaitAck({ ...frame, ackId });
  context.expectFrame(ack, { type: "ack", success: false });
  const name = errorName(ack);
  context.expect(name === error, `The error of the ack is ${JSON.stringify(name)}, and should be ${error}.`);
}

/**
 * What a client got until it heard that the service is done with all frames that it sent: those of one client are taken
 * one after the other.
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
