import type { Interception } from "../../emulator/interception.js";
import type { ClientSession } from "../../emulator/sockets/client-session.js";
import type { Received } from "../../emulator/sockets/inbox.js";
import { frameOf, type Members } from "../frames.js";
import type { Mutant } from "../mutant.js";
import { wrongEmulator } from "../wrong-emulator.js";

type Way = readonly [name: string, sentence: string, make: () => Interception, history?: string];

function membersOf({ data, binary }: Received): Members | undefined {
  try {
    const members: unknown = binary ? undefined : JSON.parse(data.toString());
    return typeof members === "object" && members !== null && !Array.isArray(members)
      ? (members as Members)
      : undefined;
  } catch {
    return undefined;
  }
}

const acted = (session: ClientSession, { ackId }: Members) => {
  if (ackId !== undefined) session.put(frameOf({ type: "ack", ackId, success: true }));
};

/** Takes the frames of a client for others. Undefined: does nothing with it. */
const taking = (change: (frame: Members, session: ClientSession) => Members | undefined) => (): Interception => ({
  receive: (session, received, receive) => {
    const frame = session.connection.protocol === null ? undefined : membersOf(received);
    if (frame === undefined) return receive(session, received);
    const changed = change(frame, session);
    if (changed === undefined) return;
    return receive(session, { data: Buffer.from(JSON.stringify(changed)), binary: false });
  },
});
const of = (type: string, change: (frame: Members, session: ClientSession) => Members | undefined) =>
  taking((frame, session) => (frame.type === type ? change(frame, session) : frame));

/** Does something else with frames that are none. */
const forgiving = (isForgiven: (received: Received, frame: Members | undefined) => boolean) => (): Interception => ({
  receive: (session, received, receive) =>
    session.connection.protocol !== null && isForgiven(received, membersOf(received))
      ? undefined
      : receive(session, received),
});
const closing = (code: number, into: number) => (): Interception => ({
  socket: (socket) => {
    const close = socket.close.bind(socket);
    socket.close = (given, reason) => close(given === code ? into : given, reason);
  },
});

const TYPES = ["joinGroup", "leaveGroup", "sendToGroup", "event", "ping", "sequenceAck"];

const GROUPS: readonly Way[] = [
  [
    "join-does-nothing",
    "A client that joins a group is told so, and is no member.",
    of("joinGroup", (frame, session) => acted(session, frame) as undefined),
  ],
  [
    "leave-does-nothing",
    "A client that leaves a group is told so, and is still a member.",
    of("leaveGroup", (frame, session) => acted(session, frame) as undefined),
  ],
  [
    "leave-leaves-all",
    "A client that leaves a group leaves all.",
    of("leaveGroup", (frame, { hub, connection }) => {
      if (connection.permissions.allows("joinLeaveGroup", String(frame.group))) hub.leaveAll(connection);
      return frame;
    }),
  ],
  [
    "join-needs-no-permission",
    "A client can join a group without the permission.",
    of("joinGroup", (frame, session) => {
      session.hub.join(session.connection, String(frame.group));
      return acted(session, frame) as undefined;
    }),
  ],
  [
    "join-refused-and-done",
    "A client that is refused to join is a member.",
    of("joinGroup", (frame, { hub, connection }) => {
      hub.join(connection, String(frame.group));
      return frame;
    }),
  ],
  [
    "leave-needs-no-permission",
    "A client can leave a group without the permission.",
    of("leaveGroup", (frame, session) => {
      session.hub.leave(session.connection, String(frame.group));
      return acted(session, frame) as undefined;
    }),
  ],
  [
    "send-does-nothing",
    "A message of a client is acknowledged, and reaches nobody.",
    of("sendToGroup", (frame, session) => acted(session, frame) as undefined),
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
    of("sendToGroup", (frame, session) => {
      const { hub, connection } = session;
      if (!connection.permissions.allows("sendToGroup", String(frame.group)))
        hub.send(hub.members(String(frame.group)), {
          payload: { dataType: "text", data: String(frame.data) },
          from: { kind: "group", group: String(frame.group), userId: connection.userId },
          cause: "sendToGroup",
        });
      return frame;
    }),
  ],
  [
    "send-needs-membership",
    "A client can send only to groups that it is in.",
    of("sendToGroup", (frame, session) => {
      if (session.connection.groups.has(String(frame.group))) return frame;
      session.put(
        frameOf({ type: "ack", ackId: frame.ackId, success: false, error: { name: "Forbidden", message: "No." } }),
      );
      return undefined;
    }),
  ],
  [
    "send-to-everybody",
    "A message of a client to a group reaches the whole hub.",
    of("sendToGroup", (frame, session) => {
      const { hub, connection } = session;
      if (!connection.permissions.allows("sendToGroup", String(frame.group))) return frame;
      for (const other of hub.connections.values())
        if (!other.groups.has(String(frame.group)))
          hub.send([other], {
            payload: { dataType: "text", data: String(frame.data) },
            from: { kind: "group", group: String(frame.group), userId: connection.userId },
            cause: "sendToGroup",
          });
      return frame;
    }),
  ],
  [
    "no-echo-ignored",
    "A sender gets its message though it asked for no echo.",
    of("sendToGroup", ({ noEcho: _, ...frame }) => frame),
  ],
  ["no-echo-always", "A sender never gets its message.", of("sendToGroup", (frame) => ({ ...frame, noEcho: true }))],
  [
    "no-echo-of-the-user",
    "With no echo no connection of the sender's user gets the message.",
    of("sendToGroup", (frame, session) => {
      if (frame.noEcho !== true) return frame;
      const { hub, connection } = session;
      const group = String(frame.group);
      const others = [...hub.members(group)].filter(({ userId }) => userId !== connection.userId);
      hub.send(others, {
        payload: { dataType: "text", data: String(frame.data) },
        from: { kind: "group", group, userId: connection.userId },
        cause: "sendToGroup",
      });
      return acted(session, frame) as undefined;
    }),
  ],
  [
    "data-type-default-text",
    "Where no dataType is given, data is a text.",
    of("sendToGroup", (frame) =>
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
    of("sendToGroup", (frame) =>
      String(frame.dataType) === String(frame.dataType).toLowerCase() ? frame : { ...frame, dataType: "unknown" },
    ),
  ],
  [
    "data-type-read",
    "A text that is JSON is taken for JSON.",
    of("sendToGroup", (frame) => {
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
    of("sendToGroup", (frame) => (frame.dataType === "binary" ? { ...frame, dataType: "text" } : frame)),
  ],
  [
    "json-as-text",
    "JSON of a client arrives as a text.",
    of("sendToGroup", (frame) =>
      frame.dataType === "json" || frame.dataType === undefined
        ? { ...frame, dataType: "text", data: JSON.stringify(frame.data) }
        : frame,
    ),
  ],
  [
    "text-as-json",
    "A text of a client arrives as JSON.",
    of("sendToGroup", (frame) => (frame.dataType === "text" ? { ...frame, dataType: "json" } : frame)),
  ],
  [
    "time-to-live-ignored",
    "The ttlSeconds of a client have no effect.",
    of("sendToGroup", ({ ttlSeconds, ...frame }) => (Number(ttlSeconds) > 300 ? { ttlSeconds, ...frame } : frame)),
  ],
  [
    "time-to-live-of-5",
    "Every message of a client is kept for 5 seconds.",
    of("sendToGroup", (frame) => ({ ...frame, ttlSeconds: 5 })),
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

const ACK_IDS: readonly Way[] = [
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
    of("sendToGroup", (frame, session) => {
      const { hub, connection, ackIds } = session;
      if (frame.ackId !== undefined && ackIds.has(String(frame.ackId)))
        hub.send(hub.members(String(frame.group)), {
          payload: { dataType: "text", data: String(frame.data) },
          from: { kind: "group", group: String(frame.group), userId: connection.userId },
          cause: "sendToGroup",
        });
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
    taking((frame, session) => {
      if (frame.ackId === undefined && ["joinGroup", "leaveGroup", "sendToGroup"].includes(String(frame.type)))
        session.put(frameOf({ type: "ack", success: true }));
      return frame;
    }),
  ],
  [
    "refusal-unasked",
    "The refusal of a frame without an ackId is told.",
    taking((frame, session) => {
      if (
        frame.ackId === undefined &&
        TYPES.slice(0, 3).includes(String(frame.type)) &&
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
    of("event", (frame, session) => acted(session, frame) as undefined),
  ],
  [
    "event-forbidden",
    "An event needs a role.",
    of("event", (frame, session) => {
      session.put(
        frameOf({ type: "ack", ackId: frame.ackId, success: false, error: { name: "Forbidden", message: "No." } }),
      );
      return undefined;
    }),
  ],
  [
    "event-closes",
    "An event that nobody handles closes its sender.",
    of("event", (_, session) => session.fail(1011, "Nobody handles it.") as undefined),
  ],
  [
    "ping-closes",
    "A ping closes its sender.",
    of("ping", (_, session) => session.fail(1007, "It is unknown.") as undefined),
  ],
];

const BAD: readonly Way[] = [
  [
    "not-json-ignored",
    "A frame that is not JSON is ignored.",
    forgiving((received, frame) => !received.binary && frame === undefined),
  ],
  [
    "unknown-type-ignored",
    "A frame of an unknown type is ignored.",
    forgiving(
      (_, frame) =>
        frame !== undefined && !TYPES.some((type) => type.toLowerCase() === String(frame.type).toLowerCase()),
    ),
  ],
  ["binary-ignored", "A binary frame of the JSON subprotocol is ignored.", forgiving((received) => received.binary)],
  [
    "binary-as-text-frame",
    "A binary frame of the JSON subprotocol is read as text.",
    () => ({
      receive: (session, received, receive) =>
        receive(session, session.connection.protocol === null ? received : { ...received, binary: false }),
    }),
  ],
  [
    "time-to-live-unchecked",
    "A message of a client can be kept for any time.",
    of("sendToGroup", (frame) => (Number(frame.ttlSeconds) > 300 ? { ...frame, ttlSeconds: 300 } : frame)),
  ],
  ["metadata-repeated", "Of a repeated metadata key the last value counts.", taking((frame) => frame)],
  ["1007-is-1008", "A frame that is none closes its sender with 1008.", closing(1007, 1008)],
  ["1007-is-1000", "A frame that is none closes its sender with 1000.", closing(1007, 1000)],
  ["1003-is-1007", "A binary frame of the JSON subprotocol closes its sender with 1007.", closing(1003, 1007)],
  [
    "bad-frame-closes-all",
    "A frame that is none closes every client of the hub.",
    () => ({
      receive: (session, received, receive) => {
        if (!received.binary && membersOf(received) === undefined && session.connection.protocol !== null)
          for (const other of [...session.hub.connections.values()])
            (other.session as ClientSession).fail(1007, "It is none.");
        return receive(session, received);
      },
    }),
  ],
  [
    "large-ignored",
    "A frame above 1 MB is taken.",
    () => ({
      socket: (socket) => {
        const receiver = (socket as unknown as { _receiver: { _maxPayload: number } })._receiver;
        receiver._maxPayload = 0;
      },
    }),
  ],
];

const RAW: readonly Way[] = [
  [
    "raw-frames-ignored",
    "The frames of a raw client do nothing.",
    () => ({
      receive: (session, received, receive) =>
        session.connection.protocol === null ? undefined : receive(session, received),
    }),
  ],
  [
    "raw-no-echo-ignored",
    "A raw client that asked for no echo gets its messages.",
    () => ({
      handshake: (handshake) =>
        "kind" in handshake && handshake.kind === "begin" && handshake.rawMode.kind === "sendToGroup"
          ? { ...handshake, rawMode: { ...handshake.rawMode, noEcho: false } }
          : handshake,
    }),
  ],
  [
    "raw-no-echo-always",
    "A raw client never gets its own messages.",
    () => ({
      handshake: (handshake) =>
        "kind" in handshake && handshake.kind === "begin" && handshake.rawMode.kind === "sendToGroup"
          ? { ...handshake, rawMode: { ...handshake.rawMode, noEcho: true } }
          : handshake,
    }),
  ],
  [
    "raw-mode-ignored",
    "Every frame of a raw client is an event.",
    () => ({
      handshake: (handshake) =>
        "kind" in handshake && handshake.kind === "begin"
          ? { ...handshake, rawMode: { kind: "sendEvent" } }
          : handshake,
    }),
  ],
  [
    "raw-event-ignored",
    "An event of a raw client that nobody handles is ignored.",
    () => ({
      socket: (socket) => {
        const close = socket.close.bind(socket);
        socket.close = (code, reason) => (code === 1011 ? undefined : close(code, reason));
      },
    }),
  ],
  ["raw-event-1000", "An event of a raw client that nobody handles closes it with 1000.", closing(1011, 1000)],
];

export const requests: readonly Mutant[] = [...GROUPS, ...ACK_IDS, ...BAD, ...RAW].map(
  ([name, sentence, make, history]) =>
    wrongEmulator(
      {
        id: `requests/${name}`,
        sentence,
        ...(history !== undefined && { history }),
        operations: ["sockets", "grantPermission", "revokePermission"],
        cases:
          /^sockets\/(?!handshake|connected|roles|token)|^(grant|revoke)-permission\/(send|join)[^/]+\/(client|members)/,
      },
      make,
    ),
);
