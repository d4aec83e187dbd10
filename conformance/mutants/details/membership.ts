import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import { parseFilter } from "../../emulator/filter/index.js";
import type { Interception } from "../../emulator/interception.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import { operationError, validationProblem } from "../../emulator/rest/reply.js";
import type { Mutant } from "../mutant.js";
import { BULK } from "../operations.js";
import { wrongEmulator } from "../wrong-emulator.js";

interface Way {
  readonly name: string;
  readonly sentence: string;
  readonly history?: string;
  readonly operations: readonly OperationId[];
  readonly make: () => Interception;
}

const ADDS: readonly OperationId[] = ["addConnectionToGroup", "addUserToGroup", "addConnectionsToGroups"];
const REMOVES: readonly OperationId[] = [
  "removeConnectionFromGroup",
  "removeUserFromGroup",
  "removeConnectionsFromGroups",
];
const FROM_ALL: readonly OperationId[] = ["removeConnectionFromAllGroups", "removeUserFromAllGroups"];
const OF_USERS: readonly OperationId[] = ["addUserToGroup", "removeUserFromGroup", "removeUserFromAllGroups"];

/** Does some operations in another way. */
const handling = (operations: readonly OperationId[], handle: NonNullable<Interception["handle"]>) => () => ({
  handle: ((call, handler) =>
    operations.includes(call.operation) ? handle(call, handler) : handler(call)) satisfies Interception["handle"],
});

/** Does operations with another hub.join or hub.leave. */
const withHub = (operations: readonly OperationId[], change: (hub: Call["hub"], right: Call["hub"]) => void) =>
  handling(operations, (call, handler) => {
    const { hub } = call;
    const right = { join: hub.join.bind(hub), leave: hub.leave.bind(hub), leaveAll: hub.leaveAll.bind(hub) };
    try {
      change(hub, right as Call["hub"]);
      return handler(call);
    } finally {
      Object.assign(hub, right);
    }
  });

function subjects({ hub, values: { connectionId, userId } }: Call) {
  if (userId !== undefined) return [...hub.connectionsOf(String(userId))];
  const connection = hub.connections.get(String(connectionId));
  return connection === undefined ? [] : [connection];
}

/** Changes the body of a bulk operation, where it is one. */
const body = (change: (body: { groups: string[]; filter?: unknown }, call: Call) => unknown) =>
  handling(BULK, (call, handler) => {
    const given: unknown = parsed(call.body);
    if (typeof given !== "object" || given === null || !("groups" in given) || !Array.isArray(given.groups))
      return handler(call);
    const changed = change(given as { groups: string[] }, call);
    return handler({ ...call, body: Buffer.from(JSON.stringify(changed)) });
  });

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function isFilter(text: string): boolean {
  try {
    return parseFilter(text) !== undefined;
  } catch {
    return false;
  }
}

const isName = (name: unknown) => typeof name === "string" && name.trim() !== "" && name.length <= 1024;
const refused = (target: string) => validationProblem(target, "No.");

const WAYS: readonly Way[] = [
  {
    name: "one-connection-only",
    sentence: "Of a user only one connection is added or removed.",
    operations: OF_USERS,
    make: withHub(OF_USERS, (hub, right) => {
      let done = false;
      const once = (act: () => void) => {
        if (!done) act();
        done = true;
      };
      hub.join = (connection, group) => once(() => right.join(connection, group));
      hub.leave = (connection, group) => once(() => right.leave(connection, group));
      hub.leaveAll = (connection) => once(() => right.leaveAll(connection));
    }),
  },
  {
    name: "later-connections-too",
    sentence: "Connections that a user opens later are in the groups that the user was added to.",
    history: "The preview of 2020-10-01 did so.",
    operations: ["addUserToGroup", "removeUserFromGroup", "removeUserFromAllGroups"],
    make: () => {
      const groups = new Map<string, Set<string>>();
      const key = (hub: string, userId: unknown) => `${hub} ${String(userId)}`;
      return {
        handle: (call, handler) => {
          const reply = handler(call);
          if (call.operation === "addUserToGroup") {
            const of = key(call.hub.name, call.values.userId);
            groups.set(of, (groups.get(of) ?? new Set()).add(String(call.values.group)));
          }
          return reply;
        },
        session: ({ hub, connection }) =>
          queueMicrotask(() => {
            for (const group of groups.get(key(hub.name, connection.userId)) ?? []) hub.join(connection, group);
          }),
      };
    },
  },
  {
    name: "user-absent-accepted",
    sentence: "A user without a connection can be added to a group.",
    history: "The preview of 2020-10-01 did so.",
    operations: ["addUserToGroup"],
    make: handling(["addUserToGroup"], (call, handler) =>
      subjects(call).length === 0 ? { status: 200, reached: true } : handler(call),
    ),
  },
  {
    name: "one-group-at-a-time",
    sentence: "Who is added to a group leaves the others.",
    operations: ADDS,
    make: withHub(ADDS, (hub, right) => {
      hub.join = (connection, group) => {
        right.leaveAll(connection);
        right.join(connection, group);
      };
    }),
  },
  {
    name: "group-of-one",
    sentence: "Who is added to a group takes the place of who was there.",
    operations: ADDS,
    make: withHub(ADDS, (hub, right) => {
      hub.join = (connection, group) => {
        for (const member of [...hub.members(group)]) right.leave(member, group);
        right.join(connection, group);
      };
    }),
  },
  {
    name: "leaves-all",
    sentence: "Who is removed from a group is removed from all.",
    operations: REMOVES,
    make: withHub(REMOVES, (hub, right) => {
      hub.leave = (connection) => right.leaveAll(connection);
    }),
  },
  {
    name: "everybody-leaves",
    sentence: "With one member the whole group is removed.",
    operations: REMOVES,
    make: withHub(REMOVES, (hub, right) => {
      hub.leave = (_, group) => {
        for (const member of [...hub.members(group)]) right.leave(member, group);
      };
    }),
  },
  {
    name: "leaves-one-of-all",
    sentence: "Who is removed from all groups is removed from one of them.",
    operations: FROM_ALL,
    make: withHub(FROM_ALL, (hub, right) => {
      hub.leaveAll = (connection) => {
        const [group] = connection.groups;
        if (group !== undefined) right.leave(connection, group);
      };
    }),
  },
  {
    name: "everybody-leaves-all",
    sentence: "Whoever is in the hub is removed from all groups.",
    operations: FROM_ALL,
    make: withHub(FROM_ALL, (hub, right) => {
      hub.leaveAll = () => {
        for (const connection of [...hub.connections.values()]) right.leaveAll(connection);
      };
    }),
  },
  {
    name: "removes-for-good",
    sentence: "Who was removed cannot be added again.",
    operations: [...FROM_ALL, ...REMOVES, ...ADDS],
    make: () => {
      const removed = new Set<string>();
      return {
        handle: (call, handler) => {
          if (/^remove/.test(call.operation)) for (const { id } of subjects(call)) removed.add(id);
          if (/^add/.test(call.operation) && subjects(call).some(({ id }) => removed.has(id)))
            return { status: 200, reached: true };
          return handler(call);
        },
      };
    },
  },
  {
    name: "member-refused",
    sentence: "Who is in the group already cannot be added.",
    operations: ["addConnectionToGroup", "addUserToGroup"],
    make: handling(["addConnectionToGroup", "addUserToGroup"], (call, handler) => {
      if (subjects(call).some(({ groups }) => groups.has(String(call.values.group))))
        throw operationError(409, "Error.Connection.Conflict", "It is a member.", "Connection");
      return handler(call);
    }),
  },
  {
    name: "again-removes",
    sentence: "Who is added again is removed.",
    operations: ["addConnectionToGroup", "addUserToGroup"],
    make: withHub(["addConnectionToGroup", "addUserToGroup"], (hub, right) => {
      hub.join = (connection, group) => {
        if (connection.groups.has(group)) right.leave(connection, group);
        else right.join(connection, group);
      };
    }),
  },
  {
    name: "no-member-refused",
    sentence: "Who is not in the group cannot be removed.",
    operations: ["removeConnectionFromGroup", "removeUserFromGroup"],
    make: handling(["removeConnectionFromGroup", "removeUserFromGroup"], (call, handler) => {
      if (!subjects(call).some(({ groups }) => groups.has(String(call.values.group))))
        throw operationError(404, "Warning.Group.NotExisted", "It is no member.", "Group");
      return handler(call);
    }),
  },
  {
    name: "in-no-group-refused",
    sentence: "Who is in no group cannot be removed from all.",
    operations: FROM_ALL,
    make: handling(FROM_ALL, (call, handler) => {
      if (subjects(call).every(({ groups }) => groups.size === 0))
        throw operationError(404, "Warning.Group.NotExisted", "It is in none.", "Group");
      return handler(call);
    }),
  },
  {
    name: "bodies-of-answers",
    sentence: "The answer to an addition has a body.",
    operations: ADDS,
    make: handling(ADDS, (call, handler) => ({
      ...handler(call),
      headers: { "Content-Type": "application/json" },
      body: {},
    })),
  },
  {
    name: "bulk-first-group-only",
    sentence: "Of several groups only the first counts.",
    operations: BULK,
    make: body(({ groups, ...rest }) => ({ ...rest, groups: groups.slice(0, 1) })),
  },
  {
    name: "bulk-last-group-only",
    sentence: "Of several groups only the last counts.",
    operations: BULK,
    make: body(({ groups, ...rest }) => ({ ...rest, groups: groups.slice(-1) })),
  },
  {
    name: "bulk-groups-split",
    sentence: "The name of a group is split at commas.",
    operations: BULK,
    make: body(({ groups, ...rest }) => ({
      ...rest,
      groups: groups.flatMap((group) => (typeof group === "string" ? group.split(",") : [group])),
    })),
  },
  {
    name: "bulk-filter-ignored",
    sentence: "The filter of many is checked and has no effect.",
    operations: BULK,
    make: body(({ filter, groups }) =>
      typeof filter === "string" && !isFilter(filter) ? { filter, groups } : { groups },
    ),
  },
  {
    name: "bulk-nobody-without-filter",
    sentence: "Without a filter nobody is selected.",
    operations: BULK,
    make: body((given) => ("filter" in given ? given : { ...given, filter: "false" })),
  },
  {
    name: "bulk-null-refused",
    sentence: "A filter that is null is refused.",
    operations: BULK,
    make: body((given) => {
      if (given.filter === null) throw refused("Filter");
      return given;
    }),
  },
  {
    name: "bulk-empty-refused",
    sentence: "A filter that is empty is refused.",
    operations: BULK,
    make: body((given) => {
      if (given.filter === "") throw refused("Filter");
      return given;
    }),
  },
  {
    name: "bulk-bad-names-left-out",
    sentence: "Names that no group can have are left out, and the others count.",
    operations: BULK,
    make: body(({ groups, ...rest }) => ({ ...rest, groups: groups.filter(isName) })),
  },
  {
    name: "bulk-half-done",
    sentence: "What comes before a bad name is done, and then it is refused.",
    operations: BULK,
    make: handling(BULK, (call, handler) => {
      const given = parsed(call.body) as { groups?: unknown } | undefined;
      const groups: unknown[] = Array.isArray(given?.groups) ? given.groups : [];
      const good = groups.filter(isName) as string[];
      if (good.length < groups.length)
        for (const connection of call.hub.connections.values())
          for (const group of good)
            if (call.operation === "addConnectionsToGroups") call.hub.join(connection, group);
            else call.hub.leave(connection, group);
      return handler(call);
    }),
  },
  {
    name: "bulk-bad-filter-done",
    sentence: "A filter that is not understood is refused after it was done.",
    operations: BULK,
    make: handling(BULK, (call, handler) => {
      const given = parsed(call.body) as { groups?: string[]; filter?: unknown } | undefined;
      try {
        return handler(call);
      } catch (error) {
        if (given?.filter !== undefined)
          handler({ ...call, body: Buffer.from(JSON.stringify({ groups: given.groups })) });
        throw error;
      }
    }),
  },
  {
    name: "bulk-unknown-filter-matches-all",
    sentence: "A filter that is not understood selects everybody.",
    history: "An emulator in Go does so.",
    operations: BULK,
    make: handling(BULK, (call, handler) => {
      try {
        return handler(call);
      } catch (error) {
        const given = parsed(call.body) as { groups?: string[]; filter?: unknown } | undefined;
        if (typeof given?.filter !== "string") throw error;
        return handler({ ...call, body: Buffer.from(JSON.stringify({ groups: given.groups })) });
      }
    }),
  },
  {
    name: "bulk-filter-target",
    sentence: "The target of a filter error in a body is the one of a query.",
    operations: BULK,
    make: () => ({
      reply: (reply, _, operation) => {
        const given = reply.body as { target?: string } | undefined;
        return (BULK as readonly (string | null)[]).includes(operation) && given?.target === "Filter"
          ? { ...reply, body: { ...given, target: "filter" } }
          : reply;
      },
    }),
  },
  {
    name: "bulk-nobody-is-404",
    sentence: "Where the filter selects nobody the answer is 404.",
    operations: BULK,
    make: handling(BULK, (call, handler) => {
      let touched = false;
      const { hub } = call;
      const right = { join: hub.join.bind(hub), leave: hub.leave.bind(hub) };
      hub.join = (connection, group) => {
        touched = true;
        right.join(connection, group);
      };
      hub.leave = (connection, group) => {
        touched = true;
        right.leave(connection, group);
      };
      try {
        const reply = handler(call);
        if (!touched) throw operationError(404, "Warning.Connection.NotExisted", "Nobody.", "Connection");
        return reply;
      } finally {
        Object.assign(hub, right);
      }
    }),
  },
  {
    name: "group-for-ever",
    sentence: "A group that had a member once exists for ever.",
    operations: [...REMOVES, ...FROM_ALL, "groupExists", "closeGroupConnections"],
    make: () => {
      const known = new Set<string>();
      return {
        handle: (call, handler) => {
          const name = `${call.hub.name} ${String(call.values.group)}`;
          if (call.values.group !== undefined && call.hub.members(String(call.values.group)).size > 0) known.add(name);
          if (call.operation === "groupExists" && known.has(name)) return { status: 200, reached: true };
          return handler(call);
        },
      };
    },
  },
  {
    name: "user-for-ever",
    sentence: "A user who was connected once exists for ever.",
    operations: ["userExists", "closeUserConnections", "closeAllConnections", "closeConnection", "addUserToGroup"],
    make: () => {
      const known = new Set<string>();
      const key = (hub: string, userId: unknown) => `${hub} ${String(userId)}`;
      return {
        session: ({ hub, connection }) => void known.add(key(hub.name, connection.userId)),
        handle: (call, handler) =>
          call.operation === "userExists" && known.has(key(call.hub.name, call.values.userId))
            ? { status: 200, reached: true }
            : handler(call),
      };
    },
  },
  {
    name: "connection-for-ever",
    sentence: "A connection that was there once exists for ever.",
    operations: ["connectionExists", "closeConnection", "closeAllConnections", "addConnectionToGroup"],
    make: () => {
      const known = new Set<string>();
      return {
        session: ({ connection }) => void known.add(connection.id),
        handle: (call, handler) =>
          call.operation === "connectionExists" && known.has(String(call.values.connectionId))
            ? { status: 200, reached: true }
            : handler(call),
      };
    },
  },
  {
    name: "exists-for-the-other-case",
    sentence: "Users and groups exist in any letter case.",
    operations: ["userExists", "groupExists"],
    make: handling(["userExists", "groupExists"], (call, handler) => {
      const wanted = String(call.values.userId ?? call.values.group).toLowerCase();
      const names = [...call.hub.connections.values()].flatMap(({ userId, groups }) =>
        call.operation === "userExists" ? [userId ?? ""] : [...groups],
      );
      return names.some((name) => name.toLowerCase() === wanted) ? { status: 200, reached: true } : handler(call);
    }),
  },
];

export const membership: readonly Mutant[] = WAYS.map(({ name, sentence, history, operations, make }) =>
  wrongEmulator(
    {
      id: `membership/${name}`,
      sentence,
      ...(history !== undefined && { history }),
      operations,
      cases: /^[^/]+\/(?!path|query|token|replay)/,
    },
    make,
  ),
);
