import { commonPermissionCases } from "../support/permission-cases.js";
import { PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should } = casesOf("checkPermission", { aspect: "effects", needs: ["state", "sockets"] });

export const checkPermissionCases: readonly WrittenCase[] = PERMISSIONS.flatMap(({ permission, slug, other }) => [
  ...commonPermissionCases("checkPermission", permission, slug),
  must(
    `${slug}/granted-and-revoked`,
    "checkPermission returns 404 before a grant, 200 after it, and 404 after the permission is revoked.",
    "operation",
    async (context) => {
      const client = await context.connect();
      const values = permissionRequest(permission, client, "room");
      await context.expectNotFound("checkPermission", values);
      await context.expectAccepted("grantPermission", values);
      await context.expectAccepted("checkPermission", values);
      await context.expectAccepted("revokePermission", values);
      await context.expectNotFound("checkPermission", values);
    },
  ),
  must(
    `${slug}/only-that-one`,
    "checkPermission returns 404 for another group, another connection or another permission than the granted one.",
    "operation",
    async (context) => {
      const client = await context.connect({ userId: "alice", name: "client" });
      const another = await context.connect({ userId: "alice", name: "another" });
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      for (const values of [
        permissionRequest(permission, client, "hall"),
        permissionRequest(permission, another, "room"),
        permissionRequest(other, client, "room"),
      ]) {
        await context.expectNotFound("checkPermission", values);
      }
    },
  ),
  should(
    `${slug}/lacking-has-code`,
    "A missing permission has the same error code as an unknown connection: Info.Connection.NotExisted.",
    "response 404",
    async (context) => {
      const client = await context.connect();
      await context.expectNotFound(
        "checkPermission",
        permissionRequest(permission, client, "room"),
        "Info.Connection.NotExisted",
      );
    },
  ),
  should(
    `${slug}/by-role`,
    "checkPermission also finds permissions that the client has by a role.",
    "operation",
    async (context) => {
      const any = await context.connect({ name: "for any group", roles: [`webpubsub.${permission}`] });
      const named = await context.connect({ name: "for the group", roles: [`webpubsub.${permission}.room`] });
      await context.expectAccepted("checkPermission", permissionRequest(permission, any, "room"));
      await context.expectAccepted("checkPermission", permissionRequest(permission, named, "room"));
      await context.expectNotFound("checkPermission", permissionRequest(permission, named, "hall"));
    },
  ),
]);
