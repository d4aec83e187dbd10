import type { Topic } from "../../cases/case.js";
import type { Interception } from "../../emulator/interception.js";
import type { ClientSession } from "../../emulator/sockets/client-session.js";
import type { Received } from "../../emulator/sockets/delivery/inbox.js";
import type { Connection } from "../../emulator/state/connection.js";
import { type FrameMembers, jsonFrame } from "../support/change-frames.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import type { Family } from "../variants.js";

/** Mutants that do the wrong thing with the frames of clients. @param topics of the cases that can notice it */
export const wrongIncoming = (...topics: readonly ("operation" | Topic)[]): Family<() => Interception> => ({
  operations: ["sockets", "grantPermission", "revokePermission"],
  cases: { written: [{ topics, needs: "sockets" }] },
  make: wrongEmulator,
});

/** The members of a JSON frame. Undefined for any other frame. */
export function membersOf({ data, binary }: Received): FrameMembers | undefined {
  try {
    const members: unknown = binary ? undefined : JSON.parse(data.toString());
    return typeof members === "object" && members !== null && !Array.isArray(members)
      ? (members as FrameMembers)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Acknowledges a request as successful, if it has an ackId. */
export function ackSuccess(session: ClientSession, { ackId }: FrameMembers): undefined {
  if (ackId !== undefined) session.put(jsonFrame({ type: "ack", ackId, success: true }));
}

/** Acknowledges a request as forbidden. */
export function ackForbidden(session: ClientSession, { ackId }: FrameMembers): undefined {
  session.put(jsonFrame({ type: "ack", ackId, success: false, error: { name: "Forbidden", message: "No." } }));
}

/** Sends the data of a client's group message to these receivers, as text. */
export function forwardToGroup(
  receivers: Iterable<Connection>,
  frame: FrameMembers,
  { hub, connection }: ClientSession,
): void {
  hub.send(receivers, {
    payload: { dataType: "text", data: String(frame.data) },
    from: { kind: "group", group: String(frame.group), userId: connection.userId },
    causedBy: "sendToGroup",
  });
}

/** What a server reads instead of a frame. Undefined: it ignores the frame. */
type ReadFrame = (frame: FrameMembers, session: ClientSession) => FrameMembers | undefined;

/** Changes the JSON frames of clients. A frame that `change` returns itself is read as it arrived. */
export const changeIncoming = (change: ReadFrame) => (): Interception => ({
  receive: (session, received, receive) => {
    const frame = session.connection.protocol === null ? undefined : membersOf(received);
    if (frame === undefined) return receive(session, received);
    const changed = change(frame, session);
    if (changed === undefined) return;
    if (changed === frame) return receive(session, received);
    return receive(session, { data: Buffer.from(JSON.stringify(changed)), binary: false });
  },
});

/** Changes the JSON frames of a type. */
export const changeIncomingOfType = (type: string, change: ReadFrame) =>
  changeIncoming((frame, session) => (frame.type === type ? change(frame, session) : frame));

/** Ignores some frames of clients with a subprotocol. */
export const ignoreFrames =
  (isIgnored: (received: Received, frame: FrameMembers | undefined) => boolean) => (): Interception => ({
    receive: (session, received, receive) =>
      session.connection.protocol !== null && isIgnored(received, membersOf(received))
        ? undefined
        : receive(session, received),
  });
