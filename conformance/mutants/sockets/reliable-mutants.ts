import type { ConnectionEntry } from "../../emulator/emulator-log.js";
import type { Interception } from "../../emulator/interception.js";
import type { ClientSession } from "../../emulator/sockets/client-session.js";
import type { Hubs } from "../../emulator/state/hub.js";
import type { Mutant } from "../mutant.js";
import { outgoing } from "../support/change-frames.js";
import { closingWith } from "../support/close-codes.js";
import { CLOSES, SENDS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

type Variant = readonly [name: string, summary: string, make: () => Interception];

/** Has something done when a client recovers its connection. */
const recovering =
  (act: (session: ClientSession, recover: ClientSession["recover"]) => ClientSession["recover"]) =>
  (): Interception => ({
    session: (session) => {
      session.recover = act(session, session.recover.bind(session));
    },
  });
/** Has something done when a client comes or goes. */
const watching =
  (
    act: (event: ConnectionEntry["event"], seen: { hubs: Hubs; hub: string; connectionId: string }) => void,
  ): NonNullable<Interception["prepare"]> =>
  ({ log, hubs }) => {
    const add = log.add.bind(log);
    log.add = (entry, size) => {
      add(entry, size);
      if (entry.kind !== "connection" || entry.connectionId === null) return;
      act(entry.event, { hubs, hub: entry.hub, connectionId: entry.connectionId });
    };
  };
/** A server that keeps a connection without a socket for another time. */
const keeping = (seconds: number) => (): Interception => ({
  prepare: ({ clock }) => {
    const after = clock.after.bind(clock);
    clock.after = (milliseconds, callback) => after(milliseconds === 30_000 ? seconds * 1000 : milliseconds, callback);
  },
});
/** A server in which each attempt to recover a connection has the right token, or none has. */
const withToken = (tokenOf: (session: ClientSession | undefined) => string) => (): Interception => {
  const sessions = new Map<string, ClientSession>();
  return {
    session: (session) => void sessions.set(session.connection.id, session),
    handshake: (handshake) =>
      "kind" in handshake && handshake.kind === "recover"
        ? { ...handshake, reconnectionToken: tokenOf(sessions.get(handshake.connectionId)) }
        : handshake,
  };
};

const VARIANTS: readonly Variant[] = [
  ["refused", "No connection can be recovered.", withToken(() => "")],
  [
    "anybody",
    "Whoever knows the id of a connection can take it.",
    withToken((session) => session?.reconnectionToken ?? ""),
  ],
  [
    "replays-nothing",
    "A recovered client does not get what it has not acknowledged.",
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
        outgoing: outgoing((frame, session) => (replaying.has(session) && "sequenceId" in frame ? undefined : frame)),
      };
    },
  ],
  [
    "replays-what-was-new",
    "A recovered client gets only what was sent while it was away.",
    () => {
      const seen = new Map<string, number>();
      return {
        outgoing: outgoing((frame, { connection }) => {
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
    "What is sent to a client while it is away is lost.",
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
    "A recovered client gets again what it acknowledged.",
    () => ({
      session: (session) => {
        session.acknowledge = () => undefined;
      },
    }),
  ],
  [
    "one-ack-too-many",
    "An acknowledgement counts for the next message too.",
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
    "A recovered connection knows none of the ackIds that it had.",
    recovering(({ ackIds }, recover) => (...socket) => {
      const known = new Set<string>();
      ackIds.has = (id) => known.has(id);
      ackIds.add = (id) => void known.add(id);
      recover(...socket);
    }),
  ],
  ["not-kept", "A connection that loses its socket is gone.", keeping(0)],
  ["kept-for-10-seconds", "A connection without a socket is kept for 10 seconds.", keeping(10)],
  ["kept-for-ever", "A connection without a socket is kept for ever.", keeping(1_000_000)],
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
    "A message is kept for a client for ever, whatever its time to live.",
    () => ({
      session: (session) => {
        const deliver = session.deliver.bind(session);
        session.deliver = ({ expires: _, ...message }) => deliver(message);
      },
    }),
  ],
  ["1008-is-1000", "Who cannot recover a connection is closed with 1000.", closingWith(1008, 1000)],
];

/** Why no case can tell a wrong server from a right one. */
const EQUIVALENT: Readonly<Record<string, string>> = {
  "kept-for-ever": "That it is kept for 30 seconds at the least is all that is documented.",
};

export const reliable: readonly Mutant[] = VARIANTS.map(([name, summary, make]) =>
  wrongEmulator(
    {
      id: `reliable/${name}`,
      summary: summary,
      equivalentBecause: EQUIVALENT[name],
      operations: ["sockets", "grantPermission", ...SENDS, ...CLOSES],
      cases: /^sockets\/(reliable|handshake)|kept-|dropped-|recover/,
    },
    make,
  ),
);
