import type { Interception } from "../../emulator/interception.js";
import type { ClientSession } from "../../emulator/sockets/client-session.js";
import { type OutgoingFrame, textFrame } from "../../emulator/sockets/frames/frame.js";

/** The members of a JSON frame. */
export type FrameMembers = Record<string, unknown>;

/** What a client gets instead of a frame: another one, several, or none (undefined). */
export type ChangeFrame = (
  frame: FrameMembers,
  session: ClientSession,
) => FrameMembers | readonly FrameMembers[] | undefined;

/** Changes the frames that go to clients with a JSON subprotocol. */
export function changeOutgoing(change: ChangeFrame): NonNullable<Interception["outgoing"]> {
  return (frame, session) => {
    const { shown } = frame;
    if (session.connection.protocol === null || typeof shown !== "object" || shown === null) return [frame];
    const changed = change(shown as FrameMembers, session);
    return changed === shown ? [frame] : [changed ?? []].flat().map(jsonFrame);
  };
}

export function jsonFrame(members: FrameMembers): OutgoingFrame {
  return textFrame(JSON.stringify(members), members);
}
