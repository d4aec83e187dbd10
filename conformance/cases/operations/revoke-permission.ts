import { text } from "../../wire/message-bodies.js";
import type { ExpectedRejection } from "../case-context.js";
import { otherHub } from "../support/membership.js";
import { expectAllowed, expectForbidden, PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should } = casesOf("revokePermission", { aspect: "effects", needs: ["state", "sockets"] });

/** As it was recorded. */
const noTargetName: ExpectedRejection = {
  status: 400,
  code: "Error.BadRequest",
  target: "Request",
  format: "operation",
};

const ofEach = PERMISSIONS.flatMap(({ permission, slug, other }) => [
  must(
    `${slug}/client-may-not`,
    `A client that may use ${permission} for a group by a grant may not after it is revoked.`,
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
    "What is granted for another group, to another connection or as another permission is kept.",
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
    "What a role gives for any group is taken away for the one group, and kept for the others.",
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
    "What a role gives for the group is taken away.",
    "operation",
    async (context) => {
      const client = await context.connect({ roles: [`webpubsub.${permission}.room`] });
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "room");
    },
  ),
  should(
    `${slug}/star-is-a-name`,
    "A `*` in targetName is the name of a group, and stands for no other.",
    "parameter targetName",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "*"));
      await expectAllowed(context, client, permission, "room");
    },
  ),
  should(
    `${slug}/any-letter-case`,
    "The letter case of the permission's name in the path is ignored.",
    "parameter permission",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      const values = permissionRequest(permission.toLowerCase(), client, "room");
      context.expectResponse("revokePermission", await context.sendRaw("revokePermission", values), 204);
      await expectForbidden(context, client, permission, "room");
    },
  ),
  must(
    `${slug}/nothing-to-revoke`,
    "A permission that the connection does not have is answered as any other.",
    "response 204",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
    },
    { aspect: "responses" },
  ),
  must(
    `${slug}/unknown-connection`,
    "A connection that does not exist is answered as any other.",
    "response 204",
    async (context) => {
      await context.expectAccepted(
        "revokePermission",
        permissionRequest(permission, { id: context.unknownId }, "room"),
      );
    },
    { aspect: "responses", needs: ["state"] },
  ),
  must(
    `${slug}/without-target-name`,
    "A request without targetName is refused with 400 by the operation, and revokes nothing.",
    "E36",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectRejected("revokePermission", permissionRequest(permission, client), noTargetName);
      await expectAllowed(context, client, permission, "room");
    },
    { aspect: "rejections" },
  ),
  should(
    `${slug}/connection-of-another-hub`,
    "A connection of another hub keeps its permission.",
    "operation",
    async (context) => {
      const hub = otherHub(context);
      const client = await context.connect({ hub });
      const { path, query } = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", { path: { ...path, hub }, query });
      await context.expectAccepted("revokePermission", { path, query });
      await context.expectAccepted("checkPermission", { path: { ...path, hub }, query });
    },
  ),
  must(
    `${slug}/without-target-name-of-unknown-connection`,
    "A request without targetName is refused with 400 by the operation, also for an unknown connection.",
    "E36",
    async (context) => {
      await context.expectRejected(
        "revokePermission",
        permissionRequest(permission, { id: context.unknownId }),
        noTargetName,
      );
    },
    { aspect: "rejections", needs: ["state"] },
  ),
]);

export const revokePermissionCases: readonly WrittenCase[] = [
  ...ofEach,
  should(
    "join-leave-group/membership-is-kept",
    "A connection stays in a group that it may not join any more.",
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
