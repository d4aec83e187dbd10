import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import { operationError } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { handling, joining, mutantsOf, subjects, type Variant } from "./effect-variants.js";

const ADDS: readonly OperationId[] = ["addConnectionToGroup", "addUserToGroup", "addConnectionsToGroups"];
const REMOVES: readonly OperationId[] = [
  "removeConnectionFromGroup",
  "removeUserFromGroup",
  "removeConnectionsFromGroups",
];
const FROM_ALL: readonly OperationId[] = ["removeConnectionFromAllGroups", "removeUserFromAllGroups"];
const OF_USERS: readonly OperationId[] = ["addUserToGroup", "removeUserFromGroup", "removeUserFromAllGroups"];
const VARIANTS: readonly Variant[] = [
  {
    name: "one-connection-only",
    summary: "Of a user only one connection is added or removed.",
    operations: OF_USERS,
    make: joining(OF_USERS, (hub, right) => {
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
    summary: "Connections that a user opens later are in the groups that the user was added to.",
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
    summary: "A user without a connection can be added to a group.",
    history: "The preview of 2020-10-01 did so.",
    operations: ["addUserToGroup"],
    make: handling(["addUserToGroup"], (call, handler) =>
      subjects(call).length === 0 ? { status: 200, listsApiVersions: true } : handler(call),
    ),
  },
  {
    name: "one-group-at-a-time",
    summary: "Who is added to a group leaves the others.",
    operations: ADDS,
    make: joining(ADDS, (hub, right) => {
      hub.join = (connection, group) => {
        right.leaveAll(connection);
        right.join(connection, group);
      };
    }),
  },
  {
    name: "group-of-one",
    summary: "Who is added to a group takes the place of who was there.",
    operations: ADDS,
    make: joining(ADDS, (hub, right) => {
      hub.join = (connection, group) => {
        for (const member of [...hub.members(group)]) right.leave(member, group);
        right.join(connection, group);
      };
    }),
  },
  {
    name: "leaves-all",
    summary: "Who is removed from a group is removed from all.",
    operations: REMOVES,
    make: joining(REMOVES, (hub, right) => {
      hub.leave = (connection) => right.leaveAll(connection);
    }),
  },
  {
    name: "everybody-leaves",
    summary: "With one member the whole group is removed.",
    operations: REMOVES,
    make: joining(REMOVES, (hub, right) => {
      hub.leave = (_, group) => {
        for (const member of [...hub.members(group)]) right.leave(member, group);
      };
    }),
  },
  {
    name: "leaves-one-of-all",
    summary: "Who is removed from all groups is removed from one of them.",
    operations: FROM_ALL,
    make: joining(FROM_ALL, (hub, right) => {
      hub.leaveAll = (connection) => {
        const [group] = connection.groups;
        if (group !== undefined) right.leave(connection, group);
      };
    }),
  },
  {
    name: "everybody-leaves-all",
    summary: "Whoever is in the hub is removed from all groups.",
    operations: FROM_ALL,
    make: joining(FROM_ALL, (hub, right) => {
      hub.leaveAll = () => {
        for (const connection of [...hub.connections.values()]) right.leaveAll(connection);
      };
    }),
  },
  {
    name: "removes-for-good",
    summary: "Who was removed cannot be added again.",
    operations: [...FROM_ALL, ...REMOVES, ...ADDS],
    make: () => {
      const removed = new Set<string>();
      return {
        handle: (call, handler) => {
          if (/^remove/.test(call.operation)) for (const { id } of subjects(call)) removed.add(id);
          if (/^add/.test(call.operation) && subjects(call).some(({ id }) => removed.has(id)))
            return { status: 200, listsApiVersions: true };
          return handler(call);
        },
      };
    },
  },
  {
    name: "member-refused",
    summary: "Who is in the group already cannot be added.",
    operations: ["addConnectionToGroup", "addUserToGroup"],
    make: handling(["addConnectionToGroup", "addUserToGroup"], (call, handler) => {
      if (subjects(call).some(({ groups }) => groups.has(String(call.values.group))))
        throw operationError(409, "Error.Connection.Conflict", "It is a member.", "Connection");
      return handler(call);
    }),
  },
  {
    name: "again-removes",
    summary: "Who is added again is removed.",
    operations: ["addConnectionToGroup", "addUserToGroup"],
    make: joining(["addConnectionToGroup", "addUserToGroup"], (hub, right) => {
      hub.join = (connection, group) => {
        if (connection.groups.has(group)) right.leave(connection, group);
        else right.join(connection, group);
      };
    }),
  },
  {
    name: "no-member-refused",
    summary: "Who is not in the group cannot be removed.",
    operations: ["removeConnectionFromGroup", "removeUserFromGroup"],
    make: handling(["removeConnectionFromGroup", "removeUserFromGroup"], (call, handler) => {
      if (!subjects(call).some(({ groups }) => groups.has(String(call.values.group))))
        throw operationError(404, "Warning.Group.NotExisted", "It is no member.", "Group");
      return handler(call);
    }),
  },
  {
    name: "in-no-group-refused",
    summary: "Who is in no group cannot be removed from all.",
    operations: FROM_ALL,
    make: handling(FROM_ALL, (call, handler) => {
      if (subjects(call).every(({ groups }) => groups.size === 0))
        throw operationError(404, "Warning.Group.NotExisted", "It is in none.", "Group");
      return handler(call);
    }),
  },
  {
    name: "bodies-of-answers",
    summary: "The answer to an addition has a body.",
    operations: ADDS,
    make: handling(ADDS, (call, handler) => ({
      ...handler(call),
      headers: { "Content-Type": "application/json" },
      body: {},
    })),
  },
];

export const membership: readonly Mutant[] = mutantsOf("membership", VARIANTS);
