import type { Mutant } from "../mutant.js";
import { mutantsOf, type Variant } from "../variants.js";
import { handling, type WrongEffect, wrongEffect } from "./effect-variants.js";

const VARIANTS: readonly Variant<WrongEffect>[] = [
  [
    "group-for-ever",
    "A group that once had a member exists forever.",
    {
      operations: [
        "removeConnectionFromGroup",
        "removeUserFromGroup",
        "removeConnectionFromAllGroups",
        "removeUserFromAllGroups",
        "removeConnectionsFromGroups",
        "groupExists",
        "closeGroupConnections",
      ],
      make: () => {
        const known = new Set<string>();
        return {
          handle: (call, handler) => {
            const group = String(call.values.group);
            const key = `${call.hub.name} ${group}`;
            if (call.values.group !== undefined && call.hub.members(group).size > 0) known.add(key);
            if (call.operation === "groupExists" && known.has(key)) return { status: 200, listsApiVersions: true };
            return handler(call);
          },
        };
      },
    },
  ],
  [
    "user-for-ever",
    "A user that was connected once exists forever.",
    {
      operations: ["userExists", "closeUserConnections", "closeAllConnections", "closeConnection", "addUserToGroup"],
      make: () => {
        const known = new Set<string>();
        const keyOf = (hub: string, userId: unknown) => `${hub} ${String(userId)}`;
        return {
          session: ({ hub, connection }) => void known.add(keyOf(hub.name, connection.userId)),
          handle: (call, handler) =>
            call.operation === "userExists" && known.has(keyOf(call.hub.name, call.values.userId))
              ? { status: 200, listsApiVersions: true }
              : handler(call),
        };
      },
    },
  ],
  [
    "connection-for-ever",
    "A connection that was open once exists forever.",
    {
      operations: ["connectionExists", "closeConnection", "closeAllConnections", "addConnectionToGroup"],
      make: () => {
        const known = new Set<string>();
        return {
          session: ({ connection }) => void known.add(connection.id),
          handle: (call, handler) =>
            call.operation === "connectionExists" && known.has(String(call.values.connectionId))
              ? { status: 200, listsApiVersions: true }
              : handler(call),
        };
      },
    },
  ],
  [
    "exists-for-the-other-case",
    "Users and groups exist in any letter case.",
    handling(["userExists", "groupExists"], (call, handler) => {
      const wanted = String(call.values.userId ?? call.values.group).toLowerCase();
      const names = [...call.hub.connections.values()].flatMap(({ userId, groups }) =>
        call.operation === "userExists" ? [userId ?? ""] : [...groups],
      );
      return names.some((name) => name.toLowerCase() === wanted)
        ? { status: 200, listsApiVersions: true }
        : handler(call);
    }),
  ],
];

export const existence: readonly Mutant[] = mutantsOf("existence", wrongEffect, VARIANTS);
