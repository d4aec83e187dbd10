import { parameters } from "../../../generated/operations.js";
import type { SocketClient } from "../../wire/socket-client.js";
import type { CaseContext } from "../case-context.js";
import { kebab } from "../case-ids.js";
import { expectAck, expectErrorAck } from "./acks.js";

const names = parameters.permission.knownValues;

export type Permission = (typeof names)[number];

/** Each permission, with its name in case ids and another permission. */
export const PERMISSIONS = names.map((permission) => ({
  permission,
  slug: kebab(permission),
  other: names.find((name) => name !== permission) as Permission,
}));

/** A frame that a client may send only with the permission. */
export function permissionFrame(permission: Permission, group: string): Readonly<Record<string, unknown>> {
  return permission === "sendToGroup"
    ? { type: "sendToGroup", group, dataType: "text", data: "hello" }
    : { type: "joinGroup", group };
}

/** Sends a frame that needs the permission, and checks that it is accepted. */
export async function expectAllowed(context: CaseContext, client: SocketClient, permission: Permission, group: string) {
  await expectAck(context, client, permissionFrame(permission, group));
}

/** Sends a frame that needs the permission, and checks that it is rejected with `Forbidden`. */
export async function expectForbidden(
  context: CaseContext,
  client: SocketClient,
  permission: Permission,
  group: string,
) {
  await expectErrorAck(context, client, permissionFrame(permission, group), "Forbidden");
}

/** The values of a request that grants, revokes or checks a permission. */
export function permissionRequest(permission: string, { id }: { id: string }, targetName?: string) {
  return { path: { permission, connectionId: id }, query: targetName === undefined ? {} : { targetName } };
}
