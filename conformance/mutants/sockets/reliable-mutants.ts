import type { ConnectionEntry } from "../../emulator/emulator-log.js";
import type { Interception } from "../../emulator/interception.js";
import type { ClientSession } from "../../emulator/sockets/client-session.js";
import type { Hubs } from "../../emulator/state/hub.js";
import type { Mutant } from "../mutant.js";
import { changeOutgoing } from "../support/change-frames.js";
import { closingWith } from "../support/close-codes.js";
import { CLOSES, SENDS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

type Make = () => Interception;

/** Changes what happens when a client recovers its connection. */
const recovering =
  (change: (session: ClientSession, recover: ClientSession["recover"]) => ClientSession["recover"]): Make =>
  () => ({
    session: (session) => {
      session.recover = change(session, session.recover.bind(session));
    },
  });
/** Calls back when a connection opens, loses its socket, is recovered or ends. */
const watching =
  (
    onEvent: (event: ConnectionEntry["event"], seen: { hubs: Hubs; hub: string; connectionId: string }) => void,
  ): NonNullable<Interception["prepare"]> =>
  ({ log, hubs }) => {
    const add = log.add.bind(log);
    log.add = (entry, size) => {
      add(entry, size);
      if (entry.kind !== "connection" || entry.connectionId === null) return;
      onEvent(entry.event, { hubs, hub: entry.hub, connectionId: entry.connectionId });
    };
  };
/** Keeps a connection without a socket for that long, instead of 30 seconds. */
const keeping =
  (seconds: number): Make =>
  () => ({
    prepare: ({ clock }) => {
      const after = clock.after.bind(clock);
      clock.after = (milliseconds, callback) =>
        after(milliseconds === 30_000 ? seconds * 1000 : milliseconds, callback);
    },
  });
/** Replaces the token of every attempt to recover a connection. */
const withToken =
  (tokenOf: (session: ClientSession | undefined) => string): Make =>
  () => {
    const sessions = new Map<string, ClientSession>();
    return {
      session: (session) => void sessions.set(session.connection.id, session),
      handshake: (handshake) =>
        "kind" in handshake && handshake.kind === "recover"
          ? { ...handshake, reconnectionToken: tokenOf(sessions.get(handshake.connectionId)) }
          : handshake,
    };
  };

const VARIANTS: readonly Variant<Make>[] = [
  ["refused", "No connection can be recovered.", withToken(() => "")],
  [
    "anybody",
    "A client can recover any connection whose id it knows.",
    withToken((session) => session?.reconnectionToken ?? ""),
  ],
  [
    "replays-nothing",
    "A recovered client does not get the messages that it has not acknowledged.",
    () => {
      const replaying = new WeakSet<ClientSession>();
      return {
        session: (session) => {
          const recover = session.recover.bind(session);
          session.recover = (...socket) => {
            replaying.add(session);
            recover(...socket);
            replaying.delete(session);
          };
        },
        outgoing: changeOutgoing((frame, session) =>
          replaying.has(session) && "sequenceId" in frame ? undefined : frame,
        ),
      };
    },
  ],
  [
    "replays-what-was-new",
    "A recovered client only gets the messages that were sent while it was away.",
    () => {
      const seen = new Map<string, number>();
      return {
        outgoing: changeOutgoing((frame, { connection }) => {
          if (!("sequenceId" in frame)) return frame;
          const id = Number(frame.sequenceId);
          if (id <= (seen.get(connection.id) ?? 0)) return undefined;
          seen.set(connection.id, id);
          return frame;
        }),
      };
    },
  ],
  [
    "loses-what-was-new",
    "Messages to a client that is away are lost.",
    () => {
      const away = new Set<string>();
      return {
        prepare: watching((event, { connectionId }) => {
          if (event === "suspended") away.add(connectionId);
          else away.delete(connectionId);
        }),
        session: (session) => {
          const deliver = session.deliver.bind(session);
          session.deliver = (message) => {
            if (!away.has(session.connection.id)) deliver(message);
          };
        },
      };
    },
  ],
  [
    "acks-ignored",
    "A recovered client gets the messages again that it has acknowledged.",
    () => ({
      session: (session) => {
        session.acknowledge = () => undefined;
      },
    }),
  ],
  [
    "one-ack-too-many",
    "An acknowledgement includes the next message.",
    () => ({
      session: (session) => {
        const acknowledge = session.acknowledge.bind(session);
        session.acknowledge = (id) => acknowledge(id + 1n);
      },
    }),
  ],
  [
    "groups-lost",
    "A recovered connection is in no group.",
    recovering(({ hub, connection }, recover) => (...socket) => {
      hub.leaveAll(connection);
      recover(...socket);
    }),
  ],
  [
    "permissions-lost",
    "A recovered connection has no permissions.",
    recovering(({ connection }, recover) => (...socket) => {
      connection.permissions.allows = () => false;
      recover(...socket);
    }),
  ],
  [
    "ack-ids-lost",
    "A recovered connection has forgotten its ackIds.",
    recovering(({ ackIds }, recover) => (...socket) => {
      const known = new Set<string>();
      ackIds.has = (id) => known.has(id);
      ackIds.add = (id) => void known.add(id);
      recover(...socket);
    }),
  ],
  ["not-kept", "A connection ends when it loses its socket.", keeping(0)],
  ["kept-for-10-seconds", "A connection without a socket is kept for 10 seconds.", keeping(10)],
  ["kept-for-ever", "A connection without a socket is kept forever.", keeping(1_000_000)],
  [
    "away-is-gone",
    "A connection without a socket does not exist until it is recovered.",
    () => {
      const back = new Map<string, () => void>();
      return {
        prepare: watching((event, { hubs, hub: name, connectionId }) => {
          const hub = hubs.get(name);
          const connection = hub.connections.get(connectionId);
          if (event === "recovered") back.get(connectionId)?.();
          if (event !== "suspended" || connection === undefined) return;
          const groups = [...connection.groups];
          hub.remove(connection);
          back.set(connectionId, () => hub.add(connection, groups));
        }),
      };
    },
  ],
  [
    "time-to-live-ignored",
    "The time to live of a message is ignored.",
    () => ({
      session: (session) => {
        const deliver = session.deliver.bind(session);
        session.deliver = ({ expires: _, ...message }) => deliver(message);
      },
    }),
  ],
  ["1008-is-1000", "A rejected recovery closes the socket with 1000 instead of 1008.", closingWith(1008, 1000)],
];

export const reliable: readonly Mutant[] = mutantsOf(
  "reliable",
  {
    operations: ["sockets", "grantPermission", ...SENDS, ...CLOSES],
    cases: {
      written: [{ topics: ["reliable clients", "handshake"] }, { topics: ["operation"], needs: "clock" }],
    },
    equivalent: {
      "kept-for-ever": "The service is only documented to keep a connection for at least 30 seconds.",
    },
    make: wrongEmulator,
  },
  VARIANTS,
);
