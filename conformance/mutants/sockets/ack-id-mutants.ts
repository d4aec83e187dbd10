import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { type FrameMembers, jsonFrame } from "../support/change-frames.js";
import { mutantsOf, type Variant } from "../variants.js";
import {
  ackForbidden,
  ackSuccess,
  changeIncoming,
  changeIncomingOfType,
  forwardToGroup,
  membersOf,
  wrongIncoming,
} from "./incoming-frames.js";

const GROUP_REQUESTS = ["joinGroup", "leaveGroup", "sendToGroup"];

const VARIANTS: readonly Variant<() => Interception>[] = [
  [
    "duplicate-done-again",
    "A request with an ackId that was already used is executed again.",
    () => {
      let count = 0;
      const givenIds = new Map<number, unknown>();
      return {
        receive: (session, received, receive) => {
          const frame = session.connection.protocol === null ? undefined : membersOf(received);
          if (frame?.ackId === undefined) return receive(session, received);
          count += 1;
          givenIds.set(count, frame.ackId);
          return receive(session, { data: Buffer.from(JSON.stringify({ ...frame, ackId: count })), binary: false });
        },
        outgoing: (frame) => {
          const shown = frame.shown as FrameMembers;
          return shown?.type === "ack" ? [jsonFrame({ ...shown, ackId: givenIds.get(Number(shown.ackId)) })] : [frame];
        },
      };
    },
  ],
  [
    "duplicate-refused-and-done",
    "A message with an ackId that was already used is rejected as a duplicate, but delivered again.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      const { hub, ackIds } = session;
      if (frame.ackId !== undefined && ackIds.has(String(frame.ackId)))
        forwardToGroup(hub.members(String(frame.group)), frame, session);
      return frame;
    }),
  ],
  [
    "ack-ids-of-the-hub",
    "An ackId that one client has used is a duplicate for every client of the hub.",
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
    "An ackId below the previous one is a duplicate.",
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
    "A request without an ackId is acknowledged.",
    changeIncoming((frame, session) => {
      if (frame.ackId === undefined && GROUP_REQUESTS.includes(String(frame.type)))
        session.put(jsonFrame({ type: "ack", success: true }));
      return frame;
    }),
  ],
  [
    "refusal-unasked",
    "The rejection of a request without an ackId is acknowledged.",
    changeIncoming((frame, session) => {
      if (
        frame.ackId === undefined &&
        GROUP_REQUESTS.includes(String(frame.type)) &&
        !session.connection.permissions.allows(
          frame.type === "sendToGroup" ? "sendToGroup" : "joinLeaveGroup",
          String(frame.group),
        )
      )
        session.put(jsonFrame({ type: "ack", success: false }));
      return frame;
    }),
  ],
  [
    "event-accepted",
    "An event without a handler is acknowledged as successful.",
    changeIncomingOfType("event", (frame, session) => ackSuccess(session, frame)),
  ],
  [
    "event-forbidden",
    "An event requires a role.",
    changeIncomingOfType("event", (frame, session) => ackForbidden(session, frame)),
  ],
  [
    "event-closes",
    "An event without a handler closes its sender.",
    changeIncomingOfType("event", (_, session) => session.fail(1011, "Nobody handles it.") as undefined),
  ],
  [
    "ping-closes",
    "A ping closes its sender.",
    changeIncomingOfType("ping", (_, session) => session.fail(1007, "It is unknown.") as undefined),
  ],
];

export const ackIds: readonly Mutant[] = mutantsOf(
  "ack-ids",
  wrongIncoming("client requests", "group messages"),
  VARIANTS,
);
