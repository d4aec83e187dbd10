import type { Connection } from "../../state/connection.js";
import type { AckId } from "./client-frame.js";
import { type OutgoingFrame, textFrame } from "./frame.js";

/** Why a request failed. */
export type AckErrorName = "BadRequest" | "Forbidden" | "InternalServerError" | "Duplicate";

export interface AckError {
  readonly name: AckErrorName;
  readonly message: string;
}

/** The first frame to a client. */
export function connectedFrame({ userId, id }: Connection, reconnectionToken: string | undefined): OutgoingFrame {
  const token = reconnectionToken === undefined ? {} : { reconnectionToken };
  return frame({ type: "system", event: "connected", userId, connectionId: id, ...token });
}

/** The last frame to a client that the application server closes. */
export function disconnectedFrame(reason: string | undefined): OutgoingFrame {
  const more = reason === undefined || reason === "" ? "" : ` Reason: ${reason}`;
  return frame({
    type: "system",
    event: "disconnected",
    message: `The connection was closed by the application server.${more}`,
  });
}

export const pongFrame: OutgoingFrame = frame({ type: "pong" });

export function ackFrame(ackId: AckId, error: AckError | undefined): OutgoingFrame {
  const rest = error === undefined ? { success: true } : { success: false, error };
  // An unsigned 64-bit integer can be too large for a number in JavaScript.
  const text = `{"type":"ack","ackId":${ackId},${JSON.stringify(rest).slice(1)}`;
  return textFrame(text, { type: "ack", ackId: Number(ackId), ...rest });
}

function frame(object: object): OutgoingFrame {
  return textFrame(JSON.stringify(object), object);
}
