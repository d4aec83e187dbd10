import { operationError } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import {
  ADDS,
  REMOVES,
  REMOVES_FROM_ALL,
  SINGLE_ADDS,
  SINGLE_REMOVES,
  USER_MEMBERSHIP,
} from "../support/operation-groups.js";
import { mutantsOf, type Variant } from "../variants.js";
import { connectionsOf, handling, overriding, type WrongEffect, wrongEffect } from "./effect-variants.js";

const VARIANTS: readonly Variant<WrongEffect>[] = [
  [
    "one-connection-only",
    "Only one connection of a user is added or removed.",
    overriding(USER_MEMBERSHIP, (hub, original) => {
      let isDone = false;
      const once = (act: () => void) => {
        if (!isDone) act();
        isDone = true;
      };
      hub.join = (connection, group) => once(() => original.join(connection, group));
      hub.leave = (connection, group) => once(() => original.leave(connection, group));
      hub.leaveAll = (connection) => once(() => original.leaveAll(connection));
    }),
  ],
  [
    "later-connections-too",
    "A user's later connections join the groups that the user was added to.",
    {
      operations: USER_MEMBERSHIP,
      make: () => {
        const groups = new Map<string, Set<string>>();
        const keyOf = (hub: string, userId: unknown) => `${hub} ${String(userId)}`;
        return {
          handle: (call, handler) => {
            const response = handler(call);
            if (call.operation === "addUserToGroup") {
              const key = keyOf(call.hub.name, call.values.userId);
              groups.set(key, (groups.get(key) ?? new Set()).add(String(call.values.group)));
            }
            return response;
          },
          session: ({ hub, connection }) =>
            queueMicrotask(() => {
              for (const group of groups.get(keyOf(hub.name, connection.userId)) ?? []) hub.join(connection, group);
            }),
        };
      },
    },
    "The preview of 2020-10-01 did so.",
  ],
  [
    "user-absent-accepted",
    "A user without a connection can be added to a group.",
    handling(["addUserToGroup"], (call, handler) =>
      connectionsOf(call).length === 0 ? { status: 200, listsApiVersions: true } : handler(call),
    ),
    "The preview of 2020-10-01 did so.",
  ],
  [
    "one-group-at-a-time",
    "A connection that is added to a group leaves its other groups.",
    overriding(ADDS, (hub, original) => {
      hub.join = (connection, group) => {
        original.leaveAll(connection);
        original.join(connection, group);
      };
    }),
  ],
  [
    "group-of-one",
    "A connection that is added to a group replaces its members.",
    overriding(ADDS, (hub, original) => {
      hub.join = (connection, group) => {
        for (const member of [...hub.members(group)]) original.leave(member, group);
        original.join(connection, group);
      };
    }),
  ],
  [
    "leaves-all",
    "A connection that is removed from a group leaves every group.",
    overriding(REMOVES, (hub, original) => {
      hub.leave = (connection) => original.leaveAll(connection);
    }),
  ],
  [
    "everybody-leaves",
    "When one member is removed, all members leave the group.",
    overriding(REMOVES, (hub, original) => {
      hub.leave = (_, group) => {
        for (const member of [...hub.members(group)]) original.leave(member, group);
      };
    }),
  ],
  [
    "leaves-one-of-all",
    "A connection that is removed from all groups leaves only one of them.",
    overriding(REMOVES_FROM_ALL, (hub, original) => {
      hub.leaveAll = (connection) => {
        const [group] = connection.groups;
        if (group !== undefined) original.leave(connection, group);
      };
    }),
  ],
  [
    "everybody-leaves-all",
    "When one connection is removed from all groups, every connection of the hub is.",
    overriding(REMOVES_FROM_ALL, (hub, original) => {
      hub.leaveAll = () => {
        for (const connection of [...hub.connections.values()]) original.leaveAll(connection);
      };
    }),
  ],
  [
    "removes-for-good",
    "A connection that was removed from a group cannot be added again.",
    {
      operations: [...REMOVES_FROM_ALL, ...REMOVES, ...ADDS],
      make: () => {
        const removed = new Set<string>();
        return {
          handle: (call, handler) => {
            if ([...REMOVES, ...REMOVES_FROM_ALL].includes(call.operation))
              for (const { id } of connectionsOf(call)) removed.add(id);
            if (ADDS.includes(call.operation) && connectionsOf(call).some(({ id }) => removed.has(id)))
              return { status: 200, listsApiVersions: true };
            return handler(call);
          },
        };
      },
    },
  ],
  [
    "member-refused",
    "Adding a connection that is already a member is rejected.",
    handling(SINGLE_ADDS, (call, handler) => {
      if (connectionsOf(call).some(({ groups }) => groups.has(String(call.values.group))))
        throw operationError(409, "Error.Connection.Conflict", "It is a member.", "Connection");
      return handler(call);
    }),
  ],
  [
    "again-removes",
    "Adding a connection that is already a member removes it.",
    overriding(SINGLE_ADDS, (hub, original) => {
      hub.join = (connection, group) => {
        if (connection.groups.has(group)) original.leave(connection, group);
        else original.join(connection, group);
      };
    }),
  ],
  [
    "no-member-refused",
    "Removing a connection that is not a member is rejected.",
    handling(SINGLE_REMOVES, (call, handler) => {
      if (!connectionsOf(call).some(({ groups }) => groups.has(String(call.values.group))))
        throw operationError(404, "Warning.Group.NotExisted", "It is not a member.", "Group");
      return handler(call);
    }),
  ],
  [
    "in-no-group-refused",
    "Removing a connection from all groups is rejected when it is in none.",
    handling(REMOVES_FROM_ALL, (call, handler) => {
      if (connectionsOf(call).every(({ groups }) => groups.size === 0))
        throw operationError(404, "Warning.Group.NotExisted", "It is in no group.", "Group");
      return handler(call);
    }),
  ],
  [
    "bodies-of-answers",
    "Adding to a group returns a body.",
    handling(ADDS, (call, handler) => ({
      ...handler(call),
      headers: { "Content-Type": "application/json" },
      body: {},
    })),
  ],
];

export const membership: readonly Mutant[] = mutantsOf("membership", wrongEffect, VARIANTS);
