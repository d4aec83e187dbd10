import type { Mutant } from "../mutant.js";
import { handling, mutantsOf, type Variant } from "./effect-variants.js";

const VARIANTS: readonly Variant[] = [
  {
    name: "group-for-ever",
    summary: "A group that had a member once exists for ever.",
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
          const name = `${call.hub.name} ${String(call.values.group)}`;
          if (call.values.group !== undefined && call.hub.members(String(call.values.group)).size > 0) known.add(name);
          if (call.operation === "groupExists" && known.has(name)) return { status: 200, listsApiVersions: true };
          return handler(call);
        },
      };
    },
  },
  {
    name: "user-for-ever",
    summary: "A user who was connected once exists for ever.",
    operations: ["userExists", "closeUserConnections", "closeAllConnections", "closeConnection", "addUserToGroup"],
    make: () => {
      const known = new Set<string>();
      const key = (hub: string, userId: unknown) => `${hub} ${String(userId)}`;
      return {
        session: ({ hub, connection }) => void known.add(key(hub.name, connection.userId)),
        handle: (call, handler) =>
          call.operation === "userExists" && known.has(key(call.hub.name, call.values.userId))
            ? { status: 200, listsApiVersions: true }
            : handler(call),
      };
    },
  },
  {
    name: "connection-for-ever",
    summary: "A connection that was there once exists for ever.",
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
  {
    name: "exists-for-the-other-case",
    summary: "Users and groups exist in any letter case.",
    operations: ["userExists", "groupExists"],
    make: handling(["userExists", "groupExists"], (call, handler) => {
      const wanted = String(call.values.userId ?? call.values.group).toLowerCase();
      const names = [...call.hub.connections.values()].flatMap(({ userId, groups }) =>
        call.operation === "userExists" ? [userId ?? ""] : [...groups],
      );
      return names.some((name) => name.toLowerCase() === wanted)
        ? { status: 200, listsApiVersions: true }
        : handler(call);
    }),
  },
];

export const existence: readonly Mutant[] = mutantsOf("existence", VARIANTS);
