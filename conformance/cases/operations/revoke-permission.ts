import { text } from "../../wire/message-bodies.js";
import { commonPermissionCases, NO_TARGET_NAME } from "../support/permission-cases.js";
import { expectAllowed, expectForbidden, PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should } = casesOf("revokePermission", { aspect: "effects", needs: ["state", "sockets"] });

const ofEach = PERMISSIONS.flatMap(({ permission, slug, other }) => [
  ...commonPermissionCases("revokePermission", permission, slug),
  must(
    `${slug}/client-may-not`,
    `A client loses a granted ${permission} when it is revoked.`,
    "operation",
    async (context) => {
      const client = await context.connect();
      const values = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", values);
      await expectAllowed(context, client, permission, "room");
      await context.expectAccepted("revokePermission", values);
      await expectForbidden(context, client, permission, "room");
    },
  ),
  must(
    `${slug}/only-that-one`,
    "Revoking affects no other group, connection or permission.",
    "operation",
    async (context) => {
      const client = await context.connect({ userId: "alice", name: "client" });
      const another = await context.connect({ userId: "alice", name: "another" });
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "hall"));
      await context.expectAccepted("grantPermission", permissionRequest(other, client, "room"));
      await context.expectAccepted("grantPermission", permissionRequest(permission, another, "room"));
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "room");
      await expectAllowed(context, client, permission, "hall");
      await expectAllowed(context, client, other, "room");
      await expectAllowed(context, another, permission, "room");
    },
  ),
  should(
    `${slug}/wins-over-role-for-any-group`,
    "Revoking overrides a role for all groups, but for the named group only.",
    "operation",
    async (context) => {
      const client = await context.connect({ roles: [`webpubsub.${permission}`] });
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "room");
      await expectAllowed(context, client, permission, "hall");
    },
  ),
  should(
    `${slug}/wins-over-role-for-the-group`,
    "Revoking overrides a role for the group.",
    "operation",
    async (context) => {
      const client = await context.connect({ roles: [`webpubsub.${permission}.room`] });
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "room");
    },
  ),
  must(
    `${slug}/nothing-to-revoke`,
    "Revoking a permission that the connection does not have succeeds.",
    "response 204",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
    },
    { aspect: "responses" },
  ),
  must(
    `${slug}/without-target-name-of-unknown-connection`,
    "A request without targetName is rejected with 400, even for an unknown connection.",
    "E36",
    async (context) => {
      await context.expectRejected(
        "revokePermission",
        permissionRequest(permission, { id: context.unknownId }),
        NO_TARGET_NAME,
      );
    },
    { aspect: "rejections", needs: ["state"] },
  ),
]);

export const revokePermissionCases: readonly WrittenCase[] = [
  ...ofEach,
  should(
    "join-leave-group/membership-is-kept",
    "Revoking joinLeaveGroup does not remove the connection from the group.",
    "operation",
    async (context) => {
      const client = await context.connect({ roles: ["webpubsub.joinLeaveGroup"] });
      await expectAllowed(context, client, "joinLeaveGroup", "room");
      await context.expectAccepted("revokePermission", permissionRequest("joinLeaveGroup", client, "room"));
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      context.expectFrame(await client.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  ),
];
