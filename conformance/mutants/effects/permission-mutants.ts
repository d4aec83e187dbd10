import type { Interception } from "../../emulator/interception.js";
import { type Call, NO_CONTENT, OK } from "../../emulator/rest/handlers/handler.js";
import { operationError } from "../../emulator/rest/response/rest-response.js";
import type { Connection } from "../../emulator/state/connection.js";
import type { Permission } from "../../emulator/state/permission-set.js";
import type { Mutant } from "../mutant.js";
import { PERMISSIONS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

type PermissionOperation = "grantPermission" | "revokePermission" | "checkPermission";
type Allows = Connection["permissions"]["allows"];
/** What is asked, of which connection. */
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

/** Does something else in the place of an operation, where the connection is there; unless it does nothing. */
const instead = (
  operation: PermissionOperation,
  act: (rule: Rule) => ReturnType<NonNullable<Interception["handle"]>> | undefined,
) => ({
  handle: ((call, handler) => {
    const rule = call.operation === operation ? ruleOf(call) : undefined;
    return (rule && act(rule)) ?? handler(call);
  }) satisfies Interception["handle"],
});

/** Does more than an operation does. */
const after = (operation: PermissionOperation, act: (rule: Rule) => void): Interception => ({
  handle: (call, handler) => {
    const reply = handler(call);
    const rule = call.operation === operation ? ruleOf(call) : undefined;
    if (rule) act(rule);
    return reply;
  },
});

/** Has a connection asked in another way for what it may do. */
function ask({ permissions }: Connection, change: (right: Allows) => Allows): void {
  permissions.allows = change(permissions.allows.bind(permissions));
}

const asking = (change: (right: Allows) => Allows): Interception => ({
  session: ({ connection }) => ask(connection, change),
});

const other = (permission: Permission): Permission => (permission === "sendToGroup" ? "joinLeaveGroup" : "sendToGroup");
const lacking = (code = "Info.Connection.NotExisted") => operationError(404, code, "It may not.", "Connection");

/** A server that knows which permissions were granted by name, and does something with that. */
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

const GRANTING: readonly Variant[] = [
  [
    "granted-for-every-group",
    "A permission that is granted for a group holds for every group.",
    after("grantPermission", ({ connection, permission }) =>
      ask(connection, (right) => (asked, group) => asked === permission || right(asked, group)),
    ),
  ],
  [
    "granted-for-both",
    "Who is granted one permission has the other too.",
    after("grantPermission", ({ connection, permission, group }) =>
      connection.permissions.grant(other(permission), group),
    ),
  ],
  [
    "granted-the-other",
    "The other permission is granted.",
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
    "A permission that is there already cannot be granted.",
    instead("grantPermission", ({ connection, permission, group }) => {
      if (connection.permissions.allows(permission, group))
        throw operationError(409, "Error.Connection.Conflict", "It may already.", "Connection");
      return undefined;
    }),
  ],
  [
    "grant-needs-membership",
    "A permission can be granted to a member of the group only.",
    instead("grantPermission", ({ connection, group }) => {
      if (!connection.groups.has(group)) throw lacking();
      return undefined;
    }),
  ],
  [
    "grant-joins-the-group",
    "Who is granted a permission is put into the group.",
    after("grantPermission", ({ call, connection, group }) => call.hub.join(connection, group)),
  ],
  [
    "star-is-any-group",
    "A permission that is granted for * holds for every group.",
    asking((right) => (permission, group) => right(permission, group) || right(permission, "*")),
  ],
];

const REVOKING: readonly Variant[] = [
  [
    "revoked-for-every-group",
    "A permission that is revoked for a group is revoked for every group.",
    after("revokePermission", ({ connection, permission }) =>
      ask(connection, (right) => (asked, group) => asked !== permission && right(asked, group)),
    ),
  ],
  [
    "revoked-for-both",
    "Who is revoked one permission loses the other too.",
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
    "What was revoked cannot be granted again.",
    after("revokePermission", ({ connection, permission, group }) =>
      ask(connection, (right) => (asked, of) => !(asked === permission && of === group) && right(asked, of)),
    ),
  ],
  [
    "revoking-star-revokes-all",
    "A permission that is revoked for * is revoked for every group.",
    after("revokePermission", ({ connection, permission, group }) => {
      if (group === "*") ask(connection, (right) => (asked, of) => asked !== permission && right(asked, of));
    }),
  ],
  [
    "role-before-revoke",
    "What a role gives cannot be revoked.",
    remembering((isNamed) => (call, handler) => {
      const rule = ruleOf(call);
      if (rule === undefined || call.operation !== "revokePermission" || isNamed(rule)) return handler(call);
      return rule.connection.permissions.allows(rule.permission, rule.group) ? NO_CONTENT : handler(call);
    }),
  ],
  [
    "revoke-of-nothing-refused",
    "A permission that is not there cannot be revoked.",
    instead("revokePermission", ({ connection, permission, group }) => {
      if (!connection.permissions.allows(permission, group)) throw lacking();
      return undefined;
    }),
  ],
  [
    "revoke-leaves-the-group",
    "Who is revoked the permission to join and leave a group leaves it.",
    after("revokePermission", ({ call, connection, permission, group }) => {
      if (permission === "joinLeaveGroup") call.hub.leave(connection, group);
    }),
  ],
];

const CHECKING: readonly Variant[] = [
  [
    "check-overlooks-roles",
    "checkPermission overlooks what roles give.",
    remembering((isNamed) => (call, handler) => {
      const rule = ruleOf(call);
      if (rule !== undefined && call.operation === "checkPermission" && !isNamed(rule)) throw lacking();
      return handler(call);
    }),
  ],
  [
    "check-takes-the-other",
    "checkPermission is content with the other permission.",
    instead("checkPermission", ({ connection, permission, group }) =>
      connection.permissions.allows(other(permission), group) ? { status: 200, listsApiVersions: true } : undefined,
    ),
  ],
  [
    "check-tells-another-code",
    "checkPermission has a code of its own for a permission that is lacking.",
    instead("checkPermission", ({ connection, permission, group }) => {
      if (!connection.permissions.allows(permission, group)) throw lacking("Info.Permission.NotExisted");
      return undefined;
    }),
  ],
];

type Variant = readonly [name: string, summary: string, interception: Interception, history?: string];

const ALWAYS: readonly Variant[] = [
  [
    "letter-case-of-groups",
    "Permissions make no difference between capitals and small letters.",
    asking((right) => (permission, group) => right(permission, group) || right(permission, group.toLowerCase())),
  ],
  ["nobody-may", "No client may do anything.", asking(() => () => false)],
  ["everybody-may", "Every client may do everything.", asking(() => () => true)],
  [
    "join-is-send",
    "Who may send to a group may join it, and the other way round.",
    asking((right) => (permission, group) => right(permission, group) || right(other(permission), group)),
  ],
];

export const permissions: readonly Mutant[] = [...GRANTING, ...REVOKING, ...CHECKING, ...ALWAYS].map(
  ([name, summary, interception]) =>
    wrongEmulator(
      {
        id: `permissions/${name}`,
        summary,
        operations: [...PERMISSIONS, "sockets", "generateClientToken"],
        cases:
          /^(grant|revoke|check)-permission\/(?!path|query|body|token|replay)|^sockets|^generate-client-token\/(?!replay|path|query)/,
      },
      () => interception,
    ),
);
