import type { Interception } from "../../emulator/interception.js";
import { type Call, NO_CONTENT, OK } from "../../emulator/rest/handlers/handler.js";
import { operationError } from "../../emulator/rest/response/rest-response.js";
import type { Connection } from "../../emulator/state/connection.js";
import type { Permission } from "../../emulator/state/permission-set.js";
import type { Mutant } from "../mutant.js";
import { PERMISSIONS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

type PermissionOperation = "grantPermission" | "revokePermission" | "checkPermission";
type Allows = Connection["permissions"]["allows"];
/** What a call says of a permission, with its connection. */
interface Rule {
  readonly call: Call;
  readonly connection: Connection;
  readonly permission: Permission;
  readonly group: string;
}

function ruleOf(call: Call): Rule | undefined {
  const { connectionId, permission, targetName } = call.values;
  const connection = call.hub.connections.get(String(connectionId));
  return connection && { call, connection, permission: permission as Permission, group: String(targetName) };
}

/** Replaces an operation when its connection exists. An `act` that returns nothing leaves it as it is. */
const instead = (
  operation: PermissionOperation,
  act: (rule: Rule) => ReturnType<NonNullable<Interception["handle"]>> | undefined,
): Interception => ({
  handle: (call, handler) => {
    const rule = call.operation === operation ? ruleOf(call) : undefined;
    return (rule && act(rule)) ?? handler(call);
  },
});

/** Does something more after an operation. */
const after = (operation: PermissionOperation, act: (rule: Rule) => void): Interception => ({
  handle: (call, handler) => {
    const response = handler(call);
    const rule = call.operation === operation ? ruleOf(call) : undefined;
    if (rule) act(rule);
    return response;
  },
});

/** Changes what a connection is allowed to do. */
function changeAllows({ permissions }: Connection, change: (correct: Allows) => Allows): void {
  permissions.allows = change(permissions.allows.bind(permissions));
}

/** Changes what every connection is allowed to do. */
const allowing = (change: (correct: Allows) => Allows): Interception => ({
  session: ({ connection }) => changeAllows(connection, change),
});

const other = (permission: Permission): Permission => (permission === "sendToGroup" ? "joinLeaveGroup" : "sendToGroup");
const missing = (code = "Info.Connection.NotExisted") =>
  operationError(404, code, "It has no permission.", "Connection");

/** Remembers which permissions were granted by name, so that `use` can tell them from those of roles. */
function remembering(use: (isNamed: (rule: Rule) => boolean) => Interception["handle"]): Interception {
  const named = new WeakMap<Connection, Set<string>>();
  const handle = use(
    ({ connection, permission, group }) => named.get(connection)?.has(`${permission} ${group}`) ?? false,
  );
  return {
    handle: (call, handler) => {
      const rule = ruleOf(call);
      if (rule && call.operation === "grantPermission") {
        const names = named.get(rule.connection) ?? new Set();
        named.set(rule.connection, names.add(`${rule.permission} ${rule.group}`));
      }
      return handle?.(call, handler) ?? handler(call);
    },
  };
}

const GRANTING: readonly Variant<Interception>[] = [
  [
    "granted-for-every-group",
    "A permission granted for one group applies to every group.",
    after("grantPermission", ({ connection, permission }) =>
      changeAllows(connection, (correct) => (wanted, group) => wanted === permission || correct(wanted, group)),
    ),
  ],
  [
    "granted-for-both",
    "Granting one permission grants the other one too.",
    after("grantPermission", ({ connection, permission, group }) =>
      connection.permissions.grant(other(permission), group),
    ),
  ],
  [
    "granted-the-other",
    "The other permission is granted instead of the requested one.",
    instead("grantPermission", ({ connection, permission, group }) => {
      connection.permissions.grant(other(permission), group);
      return OK;
    }),
  ],
  [
    "granted-to-the-user",
    "A permission is granted to every connection of the hub.",
    after("grantPermission", ({ call, permission, group }) => {
      for (const { permissions } of call.hub.connections.values()) permissions.grant(permission, group);
    }),
  ],
  [
    "granted-twice-refused",
    "Granting a permission that the connection has is rejected.",
    instead("grantPermission", ({ connection, permission, group }) => {
      if (connection.permissions.allows(permission, group))
        throw operationError(409, "Error.Connection.Conflict", "It has the permission.", "Connection");
      return undefined;
    }),
  ],
  [
    "grant-needs-membership",
    "Granting a permission to a connection that is not a member of the group is rejected.",
    instead("grantPermission", ({ connection, group }) => {
      if (!connection.groups.has(group)) throw missing();
      return undefined;
    }),
  ],
  [
    "grant-joins-the-group",
    "Granting a permission adds the connection to the group.",
    after("grantPermission", ({ call, connection, group }) => call.hub.join(connection, group)),
  ],
  [
    "star-is-any-group",
    "A permission granted for the group * applies to every group.",
    allowing((correct) => (permission, group) => correct(permission, group) || correct(permission, "*")),
  ],
];

const REVOKING: readonly Variant<Interception>[] = [
  [
    "revoked-for-every-group",
    "Revoking a permission for one group revokes it for every group.",
    after("revokePermission", ({ connection, permission }) =>
      changeAllows(connection, (correct) => (wanted, group) => wanted !== permission && correct(wanted, group)),
    ),
  ],
  [
    "revoked-for-both",
    "Revoking one permission revokes the other one too.",
    after("revokePermission", ({ connection, permission, group }) =>
      connection.permissions.revoke(other(permission), group),
    ),
  ],
  [
    "revoked-from-everybody",
    "A permission is revoked from every connection of the hub.",
    after("revokePermission", ({ call, permission, group }) => {
      for (const { permissions } of call.hub.connections.values()) permissions.revoke(permission, group);
    }),
  ],
  [
    "revoked-for-good",
    "A revoked permission cannot be granted again.",
    after("revokePermission", ({ connection, permission, group }) =>
      changeAllows(
        connection,
        (correct) => (wanted, of) => !(wanted === permission && of === group) && correct(wanted, of),
      ),
    ),
  ],
  [
    "revoking-star-revokes-all",
    "Revoking a permission for the group * revokes it for every group.",
    after("revokePermission", ({ connection, permission, group }) => {
      if (group === "*")
        changeAllows(connection, (correct) => (wanted, of) => wanted !== permission && correct(wanted, of));
    }),
  ],
  [
    "role-before-revoke",
    "A permission from a role cannot be revoked.",
    remembering((isNamed) => (call, handler) => {
      const rule = ruleOf(call);
      if (rule === undefined || call.operation !== "revokePermission" || isNamed(rule)) return handler(call);
      return rule.connection.permissions.allows(rule.permission, rule.group) ? NO_CONTENT : handler(call);
    }),
  ],
  [
    "revoke-of-nothing-refused",
    "Revoking a permission that the connection does not have is rejected.",
    instead("revokePermission", ({ connection, permission, group }) => {
      if (!connection.permissions.allows(permission, group)) throw missing();
      return undefined;
    }),
  ],
  [
    "revoke-leaves-the-group",
    "Revoking joinLeaveGroup removes the connection from the group.",
    after("revokePermission", ({ call, connection, permission, group }) => {
      if (permission === "joinLeaveGroup") call.hub.leave(connection, group);
    }),
  ],
];

const CHECKING: readonly Variant<Interception>[] = [
  [
    "check-overlooks-roles",
    "checkPermission ignores permissions from roles.",
    remembering((isNamed) => (call, handler) => {
      const rule = ruleOf(call);
      if (rule !== undefined && call.operation === "checkPermission" && !isNamed(rule)) throw missing();
      return handler(call);
    }),
  ],
  [
    "check-takes-the-other",
    "checkPermission accepts the other permission.",
    instead("checkPermission", ({ connection, permission, group }) =>
      connection.permissions.allows(other(permission), group) ? OK : undefined,
    ),
  ],
  [
    "check-tells-another-code",
    "checkPermission returns another error code for a missing permission than for a missing connection.",
    instead("checkPermission", ({ connection, permission, group }) => {
      if (!connection.permissions.allows(permission, group)) throw missing("Info.Permission.NotExisted");
      return undefined;
    }),
  ],
];

const ALWAYS: readonly Variant<Interception>[] = [
  [
    "letter-case-of-groups",
    "Permissions ignore the letter case of groups.",
    allowing(
      (correct) => (permission, group) => correct(permission, group) || correct(permission, group.toLowerCase()),
    ),
  ],
  ["nobody-may", "No client is allowed to do anything.", allowing(() => () => false)],
  ["everybody-may", "Every client is allowed to do everything.", allowing(() => () => true)],
  [
    "join-is-send",
    "A client that may send to a group may join it, and vice versa.",
    allowing((correct) => (permission, group) => correct(permission, group) || correct(other(permission), group)),
  ],
];

/** Sockets, too: a permission shows in what a client may do. */
export const permissions: readonly Mutant[] = mutantsOf(
  "permissions",
  {
    operations: [...PERMISSIONS, "sockets", "generateClientToken"],
    cases: { written: [{ topics: ["operation", "identity", "client requests"] }] },
    make: (head, interception) => wrongEmulator(head, () => interception),
  },
  [...GRANTING, ...REVOKING, ...CHECKING, ...ALWAYS],
);
