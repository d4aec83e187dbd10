import type { WebSocket } from "ws";
import type { Interception } from "../../emulator/interception.js";
import { type Call, list } from "../../emulator/rest/handlers/handler.js";
import { disconnectedFrame } from "../../emulator/sockets/frames/system-frame.js";
import type { Connection } from "../../emulator/state/connection.js";
import type { Hub } from "../../emulator/state/hub.js";
import type { Mutant } from "../mutant.js";
import { frameOf, outgoing } from "../support/change-frames.js";
import { withValues } from "../support/change-request.js";
import { closingWith, insteadOfClosing } from "../support/close-codes.js";
import { withTheirUsers } from "../support/connections-of-users.js";
import { CLOSES, withParameter } from "../support/operation-groups.js";
import { withHubOverrides } from "../support/override-hub.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

type Variant = readonly [name: string, summary: string, make: () => Interception, history?: string];

const isClose = ({ operation }: Call) => CLOSES.includes(operation);
const closing = (change: (call: Call) => Call["values"]): Interception => ({
  handle: (call, handler) => handler(isClose(call) ? withValues(call, change(call)) : call),
});
/** Changes the frame that tells a client that it is closed. */
const farewell = (change: (message: string) => Record<string, unknown> | undefined): Interception => ({
  outgoing: outgoing((frame) => (frame.event === "disconnected" ? change(String(frame.message)) : frame)),
});
/** Closes others than those who are to be closed. */
const closingOthers = (others: (connections: Iterable<Connection>, hub: Hub) => Iterable<Connection>) => () => ({
  handle: ((call, handler) =>
    isClose(call)
      ? withHubOverrides(call, handler, (hub, right) => {
          hub.close = (connections, reason) => right.close(others(connections, hub), reason);
        })
      : handler(call)) satisfies Interception["handle"],
});

const frame = (message: string) => ({ type: "system", event: "disconnected", message });

const VARIANTS: readonly Variant[] = [
  ["not-told", "A client that is closed is not told so.", () => farewell(() => undefined)],
  [
    "told-as-a-message",
    "A client that is closed is told so by a message.",
    () => farewell((message) => ({ type: "message", from: "server", dataType: "text", data: message })),
  ],
  [
    "told-as-closed",
    "A client that is closed is told so by an event of another name.",
    () => farewell((message) => ({ ...frame(message), event: "closed" })),
  ],
  [
    "told-as-notification",
    "A client that is closed gets a notification.",
    () => farewell((message) => ({ ...frame(message), type: "notification" })),
    "A simulator had frames of its own: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
  [
    "told-without-message",
    "A client that is closed gets no message.",
    () => farewell(() => ({ type: "system", event: "disconnected" })),
  ],
  [
    "reason-cut",
    "A reason is cut at 100 characters.",
    () =>
      closing(({ values: { reason } }) => ({ reason: typeof reason === "string" ? reason.slice(0, 100) : undefined })),
  ],
  [
    "reason-escaped",
    "A reason is escaped as for HTML.",
    () =>
      closing(({ values: { reason } }) => ({
        reason: typeof reason === "string" ? reason.replaceAll("&", "&amp;").replaceAll("<", "&lt;") : undefined,
      })),
  ],
  [
    "socket-stays",
    "A client is told that it is closed, and its socket stays open.",
    insteadOfClosing(1000, () => undefined),
  ],
  [
    "socket-cut",
    "The socket of a client that is closed is cut.",
    insteadOfClosing(1000, (socket) => socket.terminate()),
  ],
  ["code-1001", "The socket of a client that is closed is closed with 1001.", closingWith(1000, 1001)],
  [
    "code-missing",
    "The socket of a client that is closed is closed without a code.",
    insteadOfClosing(1000, (_, close) => close()),
  ],
  [
    "raw-client-told",
    "A raw client is told that it is closed by a frame of the JSON subprotocol.",
    () => ({
      session: (session) => {
        if (session.connection.protocol !== null) return;
        const close = session.close.bind(session);
        session.close = (reason) => {
          session.put(frameOf(frame("It was closed.")));
          close(reason);
        };
      },
    }),
  ],
  [
    "recoverable",
    "A connection that was closed can be recovered.",
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
    "A connection that was closed is still there for a while.",
    () => ({
      handle: (call, handler) => {
        if (!isClose(call)) return handler(call);
        const before = [...call.hub.connections.values()];
        const reply = handler(call);
        for (const connection of before) if (!call.hub.connections.has(connection.id)) call.hub.add(connection, []);
        return reply;
      },
    }),
  ],
  [
    "groups-left-only",
    "A connection that is closed only leaves its groups.",
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

const EXCLUDED: readonly Variant[] = [
  [
    "excluded-split",
    "excluded is split at commas.",
    () => closing((call) => ({ excluded: list(call, "excluded").flatMap((id) => id.split(",")) })),
    "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144",
  ],
  [
    "excluded-first-only",
    "Only the first connection in excluded is kept.",
    () => closing((call) => ({ excluded: list(call, "excluded").slice(0, 1) })),
  ],
  [
    "excluded-last-only",
    "Only the last connection in excluded is kept.",
    () => closing((call) => ({ excluded: list(call, "excluded").slice(-1) })),
  ],
  [
    "excluded-keeps-all",
    "Where somebody is excluded nobody is closed.",
    () => ({
      handle: (call, handler) =>
        isClose(call) && list(call, "excluded").length > 0 ? { status: 204, listsApiVersions: true } : handler(call),
    }),
  ],
];

const REACH: readonly Variant[] = [
  [
    "one-only",
    "Only one of several connections is closed.",
    closingOthers((connections) => [...connections].slice(0, 1)),
  ],
  ["of-the-user", "All connections of a user are closed with one.", closingOthers(withTheirUsers)],
  [
    "whole-hub",
    "The whole hub is closed.",
    closingOthers((connections, hub) => ([...connections].length > 0 ? hub.connections.values() : [])),
  ],
];

export const closings: readonly Mutant[] = [...VARIANTS, ...EXCLUDED, ...REACH].map((way) => {
  const [name, summary, make, history] = way;
  return wrongEmulator(
    {
      id: `closing/${name}`,
      summary: summary,
      history,
      operations: EXCLUDED.includes(way) ? withParameter("excluded").filter((id) => id.startsWith("close")) : CLOSES,
      cases: /^[^/]+\/(?!path|query|body|token|replay)/,
    },
    make,
  );
});
