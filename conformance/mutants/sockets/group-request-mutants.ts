import type { Mutant } from "../mutant.js";
import {
  ackForbidden,
  ackSuccess,
  changeIncomingOfType,
  forwardToGroup,
  mutantsOf,
  type Variant,
} from "./incoming-frames.js";

const VARIANTS: readonly Variant[] = [
  [
    "join-does-nothing",
    "A client that joins a group is told so, and is no member.",
    changeIncomingOfType("joinGroup", (frame, session) => ackSuccess(session, frame)),
  ],
  [
    "leave-does-nothing",
    "A client that leaves a group is told so, and is still a member.",
    changeIncomingOfType("leaveGroup", (frame, session) => ackSuccess(session, frame)),
  ],
  [
    "leave-leaves-all",
    "A client that leaves a group leaves all.",
    changeIncomingOfType("leaveGroup", (frame, { hub, connection }) => {
      if (connection.permissions.allows("joinLeaveGroup", String(frame.group))) hub.leaveAll(connection);
      return frame;
    }),
  ],
  [
    "join-needs-no-permission",
    "A client can join a group without the permission.",
    changeIncomingOfType("joinGroup", (frame, session) => {
      session.hub.join(session.connection, String(frame.group));
      return ackSuccess(session, frame);
    }),
  ],
  [
    "join-refused-and-done",
    "A client that is refused to join is a member.",
    changeIncomingOfType("joinGroup", (frame, { hub, connection }) => {
      hub.join(connection, String(frame.group));
      return frame;
    }),
  ],
  [
    "leave-needs-no-permission",
    "A client can leave a group without the permission.",
    changeIncomingOfType("leaveGroup", (frame, session) => {
      session.hub.leave(session.connection, String(frame.group));
      return ackSuccess(session, frame);
    }),
  ],
  [
    "send-does-nothing",
    "A message of a client is acknowledged, and reaches nobody.",
    changeIncomingOfType("sendToGroup", (frame, session) => ackSuccess(session, frame)),
  ],
  [
    "send-needs-no-permission",
    "A client can send to a group without the permission.",
    () => ({
      session: ({ connection: { permissions } }) => {
        const right = permissions.allows.bind(permissions);
        permissions.allows = (permission, group) => permission === "sendToGroup" || right(permission, group);
      },
    }),
  ],
  [
    "send-refused-and-done",
    "A message that a client is refused to send reaches the group.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      const { hub, connection } = session;
      if (!connection.permissions.allows("sendToGroup", String(frame.group)))
        forwardToGroup(hub.members(String(frame.group)), frame, session);
      return frame;
    }),
  ],
  [
    "send-needs-membership",
    "A client can send only to groups that it is in.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      if (session.connection.groups.has(String(frame.group))) return frame;
      return ackForbidden(session, frame);
    }),
  ],
  [
    "send-to-everybody",
    "A message of a client to a group reaches the whole hub.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      const { hub, connection } = session;
      if (!connection.permissions.allows("sendToGroup", String(frame.group))) return frame;
      const others = [...hub.connections.values()].filter(({ groups }) => !groups.has(String(frame.group)));
      forwardToGroup(others, frame, session);
      return frame;
    }),
  ],
  [
    "no-echo-ignored",
    "A sender gets its message though it asked for no echo.",
    changeIncomingOfType("sendToGroup", ({ noEcho: _, ...frame }) => frame),
  ],
  [
    "no-echo-always",
    "A sender never gets its message.",
    changeIncomingOfType("sendToGroup", (frame) => ({ ...frame, noEcho: true })),
  ],
  [
    "no-echo-of-the-user",
    "With no echo no connection of the sender's user gets the message.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      if (frame.noEcho !== true) return frame;
      const { hub, connection } = session;
      const others = [...hub.members(String(frame.group))].filter(({ userId }) => userId !== connection.userId);
      forwardToGroup(others, frame, session);
      return ackSuccess(session, frame);
    }),
  ],
  [
    "data-type-default-text",
    "Where no dataType is given, data is a text.",
    changeIncomingOfType("sendToGroup", (frame) =>
      "dataType" in frame
        ? frame
        : {
            ...frame,
            dataType: "text",
            data: typeof frame.data === "string" ? frame.data : JSON.stringify(frame.data),
          },
    ),
  ],
  [
    "data-type-letter-case",
    "A dataType in other letter case is refused.",
    changeIncomingOfType("sendToGroup", (frame) =>
      String(frame.dataType) === String(frame.dataType).toLowerCase() ? frame : { ...frame, dataType: "unknown" },
    ),
  ],
  [
    "data-type-read",
    "A text that is JSON is taken for JSON.",
    changeIncomingOfType("sendToGroup", (frame) => {
      try {
        return frame.dataType === "text"
          ? { ...frame, dataType: "json", data: JSON.parse(String(frame.data)) as unknown }
          : frame;
      } catch {
        return frame;
      }
    }),
  ],
  [
    "binary-as-text",
    "Bytes of a client arrive as the base64 that they came in.",
    changeIncomingOfType("sendToGroup", (frame) =>
      frame.dataType === "binary" ? { ...frame, dataType: "text" } : frame,
    ),
  ],
  [
    "json-as-text",
    "JSON of a client arrives as a text.",
    changeIncomingOfType("sendToGroup", (frame) =>
      frame.dataType === "json" || frame.dataType === undefined
        ? { ...frame, dataType: "text", data: JSON.stringify(frame.data) }
        : frame,
    ),
  ],
  [
    "text-as-json",
    "A text of a client arrives as JSON.",
    changeIncomingOfType("sendToGroup", (frame) =>
      frame.dataType === "text" ? { ...frame, dataType: "json" } : frame,
    ),
  ],
  [
    "time-to-live-ignored",
    "The ttlSeconds of a client have no effect.",
    changeIncomingOfType("sendToGroup", ({ ttlSeconds, ...frame }) =>
      Number(ttlSeconds) > 300 ? { ttlSeconds, ...frame } : frame,
    ),
  ],
  [
    "time-to-live-of-5",
    "Every message of a client is kept for 5 seconds.",
    changeIncomingOfType("sendToGroup", (frame) => ({ ...frame, ttlSeconds: 5 })),
  ],
  [
    "large-refused",
    "A frame above 64 KiB closes its sender.",
    () => ({
      receive: (session, received, receive) =>
        received.data.length > 65_536 ? session.fail(1009, "It is too long.") : receive(session, received),
    }),
  ],
];

export const groupRequests: readonly Mutant[] = mutantsOf("group-requests", VARIANTS);
