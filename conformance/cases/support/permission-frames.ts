import type { Permission } from "../../../generated/index.js";
import { kebab } from "../../description/example-requests.js";
import type { SocketClient } from "../../wire/socket-client.js";
import type { CaseContext } from "../case-context.js";
import { expectAck, expectErrorAck } from "./acks.js";

export type { Permission };

/** Each permission, with how ids of cases have it, and the other one. */
export const PERMISSIONS = (["joinLeaveGroup", "sendToGroup"] as const satisfies readonly Permission[]).map(
  (permission) => ({
    permission,
    slug: kebab(permission),
    other: permission === "sendToGroup" ? ("joinLeaveGroup" as const) : ("sendToGroup" as const),
  }),
);

/** A frame that a client needs the permission for. */
export function permissionFrame(permission: Permission, group: string): Readonly<Record<string, unknown>> {
  return permission === "sendToGroup"
    ? { type: "sendToGroup", group, dataType: "text", data: "hello" }
    : { type: "joinGroup", group };
}

/** Has a client try what it needs the permission for, which has to be done. */
export async function expectAllowed(context: CaseContext, client: SocketClient, permission: Permission, group: string) {
  await expectAck(context, client, permissionFrame(permission, group));
}

/** Has a client try what it needs the permission for, which has to be refused with `Forbidden`. */
export async function expectForbidden(
  context: CaseContext,
  client: SocketClient,
  permission: Permission,
  group: string,
) {
  await expectErrorAck(context, client, permissionFrame(permission, group), "Forbidden");
}

/** The values of a request about a permission. */
export function permissionRequest(permission: string, { id }: { id: string }, targetName?: string) {
  return { path: { permission, connectionId: id }, query: targetName === undefined ? {} : { targetName } };
}
