import type { Interception } from "../../emulator/interception.js";
import type { ClientSession } from "../../emulator/sockets/client-session.js";
import { type OutgoingFrame, textFrame } from "../../emulator/sockets/frames/frame.js";

export type Members = Record<string, unknown>;

/** What a client of a JSON subprotocol gets in the place of a frame: another, none, or several. */
export type ChangeFrame = (frame: Members, session: ClientSession) => Members | readonly Members[] | undefined;

/** Changes the frames to clients of the JSON subprotocols. */
export function outgoing(change: ChangeFrame): NonNullable<Interception["outgoing"]> {
  return (frame, session) => {
    const { shown } = frame;
    if (session.connection.protocol === null || typeof shown !== "object" || shown === null) return [frame];
    const changed = change(shown as Members, session);
    return changed === shown ? [frame] : [changed ?? []].flat().map(frameOf);
  };
}

export function frameOf(members: Members): OutgoingFrame {
  return textFrame(JSON.stringify(members), members);
}
