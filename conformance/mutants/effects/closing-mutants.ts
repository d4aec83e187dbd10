import type { WebSocket } from "ws";
import type { Interception } from "../../emulator/interception.js";
import { type Call, list } from "../../emulator/rest/handlers/handler.js";
import { disconnectedFrame } from "../../emulator/sockets/frames/system-frame.js";
import type { Connection } from "../../emulator/state/connection.js";
import type { Hub } from "../../emulator/state/hub.js";
import type { Mutant } from "../mutant.js";
import { changeOutgoing, jsonFrame } from "../support/change-frames.js";
import { withValues } from "../support/change-request.js";
import { closingWith, insteadOfClosing } from "../support/close-codes.js";
import { withTheirUsers } from "../support/connections-of-users.js";
import { CLOSES, withParameter } from "../support/operation-groups.js";
import { withHubOverrides } from "../support/override-hub.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { type Family, mutantsOf, type Variant } from "../variants.js";

type Make = () => Interception;

const isClose = ({ operation }: Call) => CLOSES.includes(operation);

/** Changes the parameters of a close. */
const withOther =
  (change: (call: Call) => Call["values"]): Make =>
  () => ({ handle: (call, handler) => handler(isClose(call) ? withValues(call, change(call)) : call) });

/** Changes the reason of a close, if it has one. */
const withOtherReason = (change: (reason: string) => string): Make =>
  withOther(({ values: { reason } }) => ({ reason: typeof reason === "string" ? change(reason) : undefined }));

/** Changes the `disconnected` frame. Undefined: sends none. */
const disconnecting =
  (change: (message: string) => Record<string, unknown> | undefined): Make =>
  () => ({
    outgoing: changeOutgoing((frame) => (frame.event === "disconnected" ? change(String(frame.message)) : frame)),
  });

/** Closes other connections than the selected ones. */
const closingOthers =
  (select: (connections: Iterable<Connection>, hub: Hub) => Iterable<Connection>): Make =>
  () => ({
    handle: (call, handler) =>
      isClose(call)
        ? withHubOverrides(call, handler, (hub, original) => {
            hub.close = (connections, reason) => original.close(select(connections, hub), reason);
          })
        : handler(call),
  });

const disconnected = (message: string) => ({ type: "system", event: "disconnected", message });

const VARIANTS: readonly Variant<Make>[] = [
  ["not-told", "A closed client gets no disconnected event.", disconnecting(() => undefined)],
  [
    "told-as-a-message",
    "A closed client gets a message instead of the disconnected event.",
    disconnecting((message) => ({ type: "message", from: "server", dataType: "text", data: message })),
  ],
  [
    "told-as-closed",
    "The disconnected event is called closed.",
    disconnecting((message) => ({ ...disconnected(message), event: "closed" })),
  ],
  [
    "told-as-notification",
    "The disconnected event has the type notification.",
    disconnecting((message) => ({ ...disconnected(message), type: "notification" })),
    "A simulator had frames of its own: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
  [
    "told-without-message",
    "The disconnected event has no message.",
    disconnecting(() => ({ type: "system", event: "disconnected" })),
  ],
  ["reason-cut", "A reason is cut after 100 characters.", withOtherReason((reason) => reason.slice(0, 100))],
  [
    "reason-escaped",
    "A reason is escaped as HTML.",
    withOtherReason((reason) => reason.replaceAll("&", "&amp;").replaceAll("<", "&lt;")),
  ],
  [
    "socket-stays",
    "A closed client gets the disconnected event, but its socket stays open.",
    insteadOfClosing(1000, () => undefined),
  ],
  [
    "socket-cut",
    "The socket of a closed client is terminated without a closing handshake.",
    insteadOfClosing(1000, (socket) => socket.terminate()),
  ],
  ["code-1001", "Sockets are closed with 1001 instead of 1000.", closingWith(1000, 1001)],
  ["code-missing", "Sockets are closed without a code.", insteadOfClosing(1000, (_, close) => close())],
  [
    "raw-client-told",
    "A closed simple client gets a frame of the JSON subprotocol.",
    () => ({
      session: (session) => {
        if (session.connection.protocol !== null) return;
        const close = session.close.bind(session);
        session.close = (reason) => {
          session.put(jsonFrame(disconnected("It was closed.")));
          close(reason);
        };
      },
    }),
  ],
  [
    "recoverable",
    "A closed connection can be recovered.",
    () => {
      let opened: WebSocket | undefined;
      return {
        socket: (socket) => {
          opened = socket;
        },
        session: (session) => {
          const socket = opened;
          session.close = (reason) => {
            if (session.connection.protocol !== null) session.put(disconnectedFrame(reason));
            setImmediate(() => socket?.terminate());
          };
        },
      };
    },
  ],
  [
    "still-there",
    "A closed connection still exists.",
    () => ({
      handle: (call, handler) => {
        if (!isClose(call)) return handler(call);
        const before = [...call.hub.connections.values()];
        const response = handler(call);
        for (const connection of before) if (!call.hub.connections.has(connection.id)) call.hub.add(connection, []);
        return response;
      },
    }),
  ],
  [
    "groups-left-only",
    "Closing the connections of a group only removes them from their groups.",
    () => ({
      handle: (call, handler) => {
        if (call.operation !== "closeGroupConnections") return handler(call);
        for (const connection of [...call.hub.members(String(call.values.group))])
          if (!list(call, "excluded").includes(connection.id)) call.hub.leaveAll(connection);
        return { status: 204, listsApiVersions: true };
      },
    }),
  ],
];

const EXCLUDED: readonly Variant<Make>[] = [
  [
    "excluded-split",
    "excluded is split at commas.",
    withOther((call) => ({ excluded: list(call, "excluded").flatMap((id) => id.split(",")) })),
    "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144",
  ],
  [
    "excluded-first-only",
    "Only the first connection in excluded is kept.",
    withOther((call) => ({ excluded: list(call, "excluded").slice(0, 1) })),
  ],
  [
    "excluded-last-only",
    "Only the last connection in excluded is kept.",
    withOther((call) => ({ excluded: list(call, "excluded").slice(-1) })),
  ],
  [
    "excluded-keeps-all",
    "With excluded, no connection is closed.",
    () => ({
      handle: (call, handler) =>
        isClose(call) && list(call, "excluded").length > 0 ? { status: 204, listsApiVersions: true } : handler(call),
    }),
  ],
];

const REACH: readonly Variant<Make>[] = [
  [
    "one-only",
    "Only one of several connections is closed.",
    closingOthers((connections) => [...connections].slice(0, 1)),
  ],
  ["of-the-user", "All connections of a closed connection's user are closed.", closingOthers(withTheirUsers)],
  [
    "whole-hub",
    "Every connection of the hub is closed.",
    closingOthers((connections, hub) => ([...connections].length > 0 ? hub.connections.values() : [])),
  ],
];

const closes: Family<Make> = { operations: CLOSES, cases: { written: "all" }, make: wrongEmulator };
const closesWithExcluded: Family<Make> = {
  ...closes,
  operations: CLOSES.filter((id) => withParameter("excluded", "query").includes(id)),
};

export const closing: readonly Mutant[] = [
  ...mutantsOf("closing", closes, VARIANTS),
  ...mutantsOf("closing", closesWithExcluded, EXCLUDED),
  ...mutantsOf("closing", closes, REACH),
];
