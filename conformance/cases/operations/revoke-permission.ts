import { text } from "../../wire/message-bodies.js";
import type { ExpectedRejection } from "../case-context.js";
import { otherHub } from "../support/membership.js";
import { expectAllowed, expectForbidden, PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import type { WrittenCase } from "../written-case.js";

const common = { operation: "revokePermission", aspect: "effects", needs: ["state", "sockets"] } as const;

/** As it was recorded. */
const noTargetName: ExpectedRejection = {
  status: 400,
  code: "Error.BadRequest",
  target: "Request",
  format: "operation",
};

const ofEach = PERMISSIONS.flatMap(({ permission, slug, other }): WrittenCase[] => [
  {
    ...common,
    id: `revoke-permission/${slug}/client-may-not`,
    level: "MUST",
    requirement: `A client that may use ${permission} for a group by a grant may not after it is revoked.`,
    source: "operation",
    async run(context) {
      const client = await context.connect();
      const values = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", values);
      await expectAllowed(context, client, permission, "room");
      await context.expectAccepted("revokePermission", values);
      await expectForbidden(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/only-that-one`,
    level: "MUST",
    requirement: "What is granted for another group, to another connection or as another permission is kept.",
    source: "operation",
    async run(context) {
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
  },
  {
    ...common,
    id: `revoke-permission/${slug}/wins-over-role-for-any-group`,
    level: "SHOULD",
    requirement: "What a role gives for any group is taken away for the one group, and kept for the others.",
    source: "operation",
    async run(context) {
      const client = await context.connect({ roles: [`webpubsub.${permission}`] });
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "room");
      await expectAllowed(context, client, permission, "hall");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/wins-over-role-for-the-group`,
    level: "SHOULD",
    requirement: "What a role gives for the group is taken away.",
    source: "operation",
    async run(context) {
      const client = await context.connect({ roles: [`webpubsub.${permission}.room`] });
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/star-is-a-name`,
    level: "SHOULD",
    requirement: "A `*` in targetName is the name of a group, and stands for no other.",
    source: "parameter targetName",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "*"));
      await expectAllowed(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/any-letter-case`,
    level: "SHOULD",
    requirement: "The letter case of the permission's name in the path is ignored.",
    source: "parameter permission",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      const values = permissionRequest(permission.toLowerCase(), client, "room");
      context.expectResponse("revokePermission", await context.sendRaw("revokePermission", values), 204);
      await expectForbidden(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/nothing-to-revoke`,
    aspect: "responses",
    level: "MUST",
    requirement: "A permission that the connection does not have is answered as any other.",
    source: "response 204",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("revokePermission", permissionRequest(permission, client, "room"));
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/unknown-connection`,
    aspect: "responses",
    level: "MUST",
    requirement: "A connection that does not exist is answered as any other.",
    source: "response 204",
    needs: ["state"],
    async run(context) {
      await context.expectAccepted(
        "revokePermission",
        permissionRequest(permission, { id: context.unknownId }, "room"),
      );
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/without-target-name`,
    aspect: "rejections",
    level: "MUST",
    requirement: "A request without targetName is refused with 400 by the operation, and revokes nothing.",
    source: "E36",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectRejected("revokePermission", permissionRequest(permission, client), noTargetName);
      await expectAllowed(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/connection-of-another-hub`,
    level: "SHOULD",
    requirement: "A connection of another hub keeps its permission.",
    source: "operation",
    async run(context) {
      const hub = otherHub(context);
      const client = await context.connect({ hub });
      const { path, query } = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", { path: { ...path, hub }, query });
      await context.expectAccepted("revokePermission", { path, query });
      await context.expectAccepted("checkPermission", { path: { ...path, hub }, query });
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/without-target-name-of-unknown-connection`,
    aspect: "rejections",
    level: "MUST",
    requirement: "A request without targetName is refused with 400 by the operation, also for an unknown connection.",
    source: "E36",
    needs: ["state"],
    async run(context) {
      await context.expectRejected(
        "revokePermission",
        permissionRequest(permission, { id: context.unknownId }),
        noTargetName,
      );
    },
  },
]);

export const revokePermissionCases: readonly WrittenCase[] = [
  ...ofEach,
  {
    ...common,
    id: "revoke-permission/join-leave-group/membership-is-kept",
    level: "SHOULD",
    requirement: "A connection stays in a group that it may not join any more.",
    source: "operation",
    async run(context) {
      const client = await context.connect({ roles: ["webpubsub.joinLeaveGroup"] });
      await expectAllowed(context, client, "joinLeaveGroup", "room");
      await context.expectAccepted("revokePermission", permissionRequest("joinLeaveGroup", client, "room"));
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      context.expectFrame(await client.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  },
];
