import type { Mutant } from "../mutant.js";
import { frameOf, type Members } from "../support/change-frames.js";
import {
  ackForbidden,
  ackSuccess,
  changeIncoming,
  changeIncomingOfType,
  forwardToGroup,
  membersOf,
  mutantsOf,
  type Variant,
} from "./incoming-frames.js";

const OF_GROUPS = ["joinGroup", "leaveGroup", "sendToGroup"];

const VARIANTS: readonly Variant[] = [
  [
    "duplicate-done-again",
    "A frame with an ackId that was used already is done again.",
    () => {
      let count = 0;
      const own = new Map<number, unknown>();
      return {
        receive: (session, received, receive) => {
          const frame = session.connection.protocol === null ? undefined : membersOf(received);
          if (frame?.ackId === undefined) return receive(session, received);
          count += 1;
          own.set(count, frame.ackId);
          return receive(session, { data: Buffer.from(JSON.stringify({ ...frame, ackId: count })), binary: false });
        },
        outgoing: (frame) => {
          const shown = frame.shown as Members;
          return shown?.type === "ack" ? [frameOf({ ...shown, ackId: own.get(Number(shown.ackId)) })] : [frame];
        },
      };
    },
  ],
  [
    "duplicate-refused-and-done",
    "A frame with an ackId that was used already is refused, and done again.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      const { hub, ackIds } = session;
      if (frame.ackId !== undefined && ackIds.has(String(frame.ackId)))
        forwardToGroup(hub.members(String(frame.group)), frame, session);
      return frame;
    }),
  ],
  [
    "ack-ids-of-the-hub",
    "An ackId that one client has used is a duplicate for all.",
    () => {
      const used = new Set<string>();
      return {
        session: ({ ackIds, hub }) => {
          const has = ackIds.has.bind(ackIds);
          const add = ackIds.add.bind(ackIds);
          ackIds.has = (id) => has(id) || used.has(`${hub.name} ${id}`);
          ackIds.add = (id) => {
            used.add(`${hub.name} ${id}`);
            add(id);
          };
        },
      };
    },
  ],
  [
    "ack-ids-in-order",
    "An ackId below the last is a duplicate.",
    () => ({
      session: ({ ackIds }) => {
        let last = -1n;
        const add = ackIds.add.bind(ackIds);
        ackIds.has = (id) => BigInt(id) <= last;
        ackIds.add = (id) => {
          last = BigInt(id);
          add(id);
        };
      },
    }),
  ],
  [
    "ack-unasked",
    "A frame without an ackId is acknowledged.",
    changeIncoming((frame, session) => {
      if (frame.ackId === undefined && OF_GROUPS.includes(String(frame.type)))
        session.put(frameOf({ type: "ack", success: true }));
      return frame;
    }),
  ],
  [
    "refusal-unasked",
    "The refusal of a frame without an ackId is told.",
    changeIncoming((frame, session) => {
      if (
        frame.ackId === undefined &&
        OF_GROUPS.includes(String(frame.type)) &&
        !session.connection.permissions.allows(
          frame.type === "sendToGroup" ? "sendToGroup" : "joinLeaveGroup",
          String(frame.group),
        )
      )
        session.put(frameOf({ type: "ack", success: false }));
      return frame;
    }),
  ],
  [
    "event-accepted",
    "An event that nobody handles is acknowledged.",
    changeIncomingOfType("event", (frame, session) => ackSuccess(session, frame)),
  ],
  [
    "event-forbidden",
    "An event needs a role.",
    changeIncomingOfType("event", (frame, session) => ackForbidden(session, frame)),
  ],
  [
    "event-closes",
    "An event that nobody handles closes its sender.",
    changeIncomingOfType("event", (_, session) => session.fail(1011, "Nobody handles it.") as undefined),
  ],
  [
    "ping-closes",
    "A ping closes its sender.",
    changeIncomingOfType("ping", (_, session) => session.fail(1007, "It is unknown.") as undefined),
  ],
];

export const ackIds: readonly Mutant[] = mutantsOf("ack-ids", VARIANTS);
