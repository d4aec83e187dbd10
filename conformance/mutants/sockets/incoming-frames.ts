import type { Interception } from "../../emulator/interception.js";
import type { ClientSession } from "../../emulator/sockets/client-session.js";
import type { Received } from "../../emulator/sockets/delivery/inbox.js";
import type { Connection } from "../../emulator/state/connection.js";
import type { Mutant } from "../mutant.js";
import { frameOf, type Members } from "../support/change-frames.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** How what clients say can be taken wrongly. */
export type Variant = readonly [name: string, summary: string, make: () => Interception];

const CASES =
  /^sockets\/(?!handshake|connected|roles|token)|^(grant|revoke)-permission\/(send|join)[^/]+\/(client|members)/;
/** A frame that was written anew has no member twice: that is noticed, and is not what is asked about. */
const BUT_REPEATED = /^(?!.*repeated-metadata-key)/;

/** The mutants of a file. */
export function mutantsOf(file: string, ways: readonly Variant[]): readonly Mutant[] {
  return ways.map(([name, summary, make]) =>
    wrongEmulator(
      {
        id: `${file}/${name}`,
        summary,
        operations: ["sockets", "grantPermission", "revokePermission"],
        cases: name === "metadata-repeated" ? CASES : new RegExp(`${BUT_REPEATED.source}(?:${CASES.source})`),
      },
      make,
    ),
  );
}

/** A frame of a JSON subprotocol; undefined where it is none. */
export function membersOf({ data, binary }: Received): Members | undefined {
  try {
    const members: unknown = binary ? undefined : JSON.parse(data.toString());
    return typeof members === "object" && members !== null && !Array.isArray(members)
      ? (members as Members)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Tells a client that what it asked for was done. */
export function ackSuccess(session: ClientSession, { ackId }: Members): undefined {
  if (ackId !== undefined) session.put(frameOf({ type: "ack", ackId, success: true }));
}

/** Tells a client that it may not do what it asked for. */
export function ackForbidden(session: ClientSession, { ackId }: Members): undefined {
  session.put(frameOf({ type: "ack", ackId, success: false, error: { name: "Forbidden", message: "No." } }));
}

/** Sends what a client sent to a group, as a text. */
export function forwardToGroup(
  receivers: Iterable<Connection>,
  frame: Members,
  { hub, connection }: ClientSession,
): void {
  hub.send(receivers, {
    payload: { dataType: "text", data: String(frame.data) },
    from: { kind: "group", group: String(frame.group), userId: connection.userId },
    causedBy: "sendToGroup",
  });
}

/** Takes the frames of a client for others. Undefined: does nothing with them. */
export const changeIncoming =
  (change: (frame: Members, session: ClientSession) => Members | undefined) => (): Interception => ({
    receive: (session, received, receive) => {
      const frame = session.connection.protocol === null ? undefined : membersOf(received);
      if (frame === undefined) return receive(session, received);
      const changed = change(frame, session);
      if (changed === undefined) return;
      return receive(session, { data: Buffer.from(JSON.stringify(changed)), binary: false });
    },
  });
export const changeIncomingOfType = (
  type: string,
  change: (frame: Members, session: ClientSession) => Members | undefined,
) => changeIncoming((frame, session) => (frame.type === type ? change(frame, session) : frame));

/** Ignores some frames. */
export const ignoreFrames =
  (isForgiven: (received: Received, frame: Members | undefined) => boolean) => (): Interception => ({
    receive: (session, received, receive) =>
      session.connection.protocol !== null && isForgiven(received, membersOf(received))
        ? undefined
        : receive(session, received),
  });
