import { text } from "../../wire/message-bodies.js";
import { otherHub } from "../support/membership.js";
import { about, expectMay, expectMayNot, PERMISSIONS } from "../support/permission-frames.js";
import type { WrittenCase } from "../written-case.js";

const common = { operation: "revokePermission", aspect: "effects", needs: ["state", "sockets"] } as const;

/** As it was recorded. */
const noTargetName = { status: 400, code: "Error.BadRequest", target: "Request", shape: "operation" } as const;

const ofEach = PERMISSIONS.flatMap(({ permission, slug, other }): WrittenCase[] => [
  {
    ...common,
    id: `revoke-permission/${slug}/client-may-not`,
    level: "MUST",
    requirement: `A client that may use ${permission} for a group by a grant may not after it is revoked.`,
    source: "operation",
    async run(stage) {
      const client = await stage.connect();
      const values = about(permission, client, "room");
      await stage.accept("grantPermission", values);
      await expectMay(stage, client, permission, "room");
      await stage.accept("revokePermission", values);
      await expectMayNot(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/only-that-one`,
    level: "MUST",
    requirement: "What is granted for another group, to another connection or as another permission is kept.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect({ userId: "ada", name: "client" });
      const another = await stage.connect({ userId: "ada", name: "another" });
      await stage.accept("grantPermission", about(permission, client, "room"));
      await stage.accept("grantPermission", about(permission, client, "hall"));
      await stage.accept("grantPermission", about(other, client, "room"));
      await stage.accept("grantPermission", about(permission, another, "room"));
      await stage.accept("revokePermission", about(permission, client, "room"));
      await expectMayNot(stage, client, permission, "room");
      await expectMay(stage, client, permission, "hall");
      await expectMay(stage, client, other, "room");
      await expectMay(stage, another, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/wins-over-role-for-any-group`,
    level: "SHOULD",
    requirement: "What a role gives for any group is taken away for the one group, and kept for the others.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect({ roles: [`webpubsub.${permission}`] });
      await stage.accept("revokePermission", about(permission, client, "room"));
      await expectMayNot(stage, client, permission, "room");
      await expectMay(stage, client, permission, "hall");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/wins-over-role-for-the-group`,
    level: "SHOULD",
    requirement: "What a role gives for the group is taken away.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect({ roles: [`webpubsub.${permission}.room`] });
      await stage.accept("revokePermission", about(permission, client, "room"));
      await expectMayNot(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/star-is-a-name`,
    level: "SHOULD",
    requirement: "A `*` in targetName is the name of a group, and stands for no other.",
    source: "parameter targetName",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      await stage.accept("revokePermission", about(permission, client, "*"));
      await expectMay(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/any-letter-case`,
    level: "SHOULD",
    requirement: "The letter case of the permission's name in the path is ignored.",
    source: "parameter permission",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      const values = about(permission.toLowerCase(), client, "room");
      stage.expectResponse("revokePermission", await stage.sendRaw("revokePermission", values), 204);
      await expectMayNot(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/nothing-to-revoke`,
    aspect: "responses",
    level: "MUST",
    requirement: "A permission that the connection does not have is answered as any other.",
    source: "response 204",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("revokePermission", about(permission, client, "room"));
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
    async run(stage) {
      await stage.accept("revokePermission", about(permission, { id: stage.unknownId }, "room"));
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/without-target-name`,
    aspect: "rejections",
    level: "MUST",
    requirement: "A request without targetName is refused with 400 by the operation, and revokes nothing.",
    source: "E36",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      await stage.refuse("revokePermission", about(permission, client), noTargetName);
      await expectMay(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `revoke-permission/${slug}/connection-of-another-hub`,
    level: "SHOULD",
    requirement: "A connection of another hub keeps its permission.",
    source: "operation",
    async run(stage) {
      const hub = otherHub(stage);
      const client = await stage.connect({ hub });
      const { path, query } = about(permission, client, "room");
      await stage.accept("grantPermission", { path: { ...path, hub }, query });
      await stage.accept("revokePermission", { path, query });
      await stage.accept("checkPermission", { path: { ...path, hub }, query });
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
    async run(stage) {
      await stage.refuse("revokePermission", about(permission, { id: stage.unknownId }), noTargetName);
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
    async run(stage) {
      const client = await stage.connect({ roles: ["webpubsub.joinLeaveGroup"] });
      await expectMay(stage, client, "joinLeaveGroup", "room");
      await stage.accept("revokePermission", about("joinLeaveGroup", client, "room"));
      await stage.accept("sendToGroup", { path: { group: "room" }, body: text("hello") });
      stage.expectFrame(await client.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  },
];
