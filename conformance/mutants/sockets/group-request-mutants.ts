import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { mutantsOf, type Variant } from "../variants.js";
import { ackForbidden, ackSuccess, changeIncomingOfType, forwardToGroup, wrongIncoming } from "./incoming-frames.js";

const VARIANTS: readonly Variant<() => Interception>[] = [
  [
    "join-does-nothing",
    "Joining a group is acknowledged but does nothing.",
    changeIncomingOfType("joinGroup", (frame, session) => ackSuccess(session, frame)),
  ],
  [
    "leave-does-nothing",
    "Leaving a group is acknowledged but does nothing.",
    changeIncomingOfType("leaveGroup", (frame, session) => ackSuccess(session, frame)),
  ],
  [
    "leave-leaves-all",
    "A client that leaves a group leaves every group.",
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
    "A client whose request to join is rejected becomes a member.",
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
    "A message of a client is acknowledged but not delivered.",
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
    "A message that a client is not allowed to send is delivered.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      const { hub, connection } = session;
      if (!connection.permissions.allows("sendToGroup", String(frame.group)))
        forwardToGroup(hub.members(String(frame.group)), frame, session);
      return frame;
    }),
  ],
  [
    "send-needs-membership",
    "A client can only send to groups that it is in.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      if (session.connection.groups.has(String(frame.group))) return frame;
      return ackForbidden(session, frame);
    }),
  ],
  [
    "send-to-everybody",
    "A message of a client to a group is delivered to every client of the hub.",
    changeIncomingOfType("sendToGroup", (frame, session) => {
      const { hub, connection } = session;
      if (!connection.permissions.allows("sendToGroup", String(frame.group))) return frame;
      const others = [...hub.connections.values()].filter(({ groups }) => !groups.has(String(frame.group)));
      forwardToGroup(others, frame, session);
      return frame;
    }),
  ],
  ["no-echo-ignored", "noEcho is ignored.", changeIncomingOfType("sendToGroup", ({ noEcho: _, ...frame }) => frame)],
  [
    "no-echo-always",
    "A sender never gets its own message.",
    changeIncomingOfType("sendToGroup", (frame) => ({ ...frame, noEcho: true })),
  ],
  [
    "no-echo-of-the-user",
    "With noEcho, no connection of the sender's user gets the message.",
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
    "The dataType defaults to text.",
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
    "dataType is case-sensitive.",
    changeIncomingOfType("sendToGroup", (frame) =>
      String(frame.dataType) === String(frame.dataType).toLowerCase() ? frame : { ...frame, dataType: "unknown" },
    ),
  ],
  [
    "data-type-read",
    "A text that contains JSON is delivered as JSON.",
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
    "Bytes of a client are delivered as base64 text.",
    changeIncomingOfType("sendToGroup", (frame) =>
      frame.dataType === "binary" ? { ...frame, dataType: "text" } : frame,
    ),
  ],
  [
    "json-as-text",
    "JSON of a client is delivered as text.",
    changeIncomingOfType("sendToGroup", (frame) =>
      frame.dataType === "json" || frame.dataType === undefined
        ? { ...frame, dataType: "text", data: JSON.stringify(frame.data) }
        : frame,
    ),
  ],
  [
    "text-as-json",
    "Text of a client is delivered as JSON.",
    changeIncomingOfType("sendToGroup", (frame) =>
      frame.dataType === "text" ? { ...frame, dataType: "json" } : frame,
    ),
  ],
  [
    "time-to-live-ignored",
    "The ttlSeconds of a client's message is ignored.",
    changeIncomingOfType("sendToGroup", ({ ttlSeconds, ...frame }) =>
      Number(ttlSeconds) > 300 ? { ttlSeconds, ...frame } : frame,
    ),
  ],
  [
    "time-to-live-of-5",
    "Every message of a client has a ttlSeconds of 5.",
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

export const groupRequests: readonly Mutant[] = mutantsOf(
  "group-requests",
  wrongIncoming("operation", "client requests", "group messages", "reliable clients"),
  VARIANTS,
);
