import { otherHub } from "../support/membership.js";
import { PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import type { WrittenCase } from "../written-case.js";

const common = { operation: "checkPermission", aspect: "effects", needs: ["state", "sockets"] } as const;

export const checkPermissionCases: readonly WrittenCase[] = PERMISSIONS.flatMap(({ permission, slug, other }) => [
  {
    ...common,
    id: `check-permission/${slug}/granted-and-revoked`,
    level: "MUST",
    requirement: "The answer is 404 before a grant, 200 after it, and 404 after the permission is revoked.",
    source: "operation",
    async run(context) {
      const client = await context.connect();
      const values = permissionRequest(permission, client, "room");
      await context.expectNotFound("checkPermission", values);
      await context.expectAccepted("grantPermission", values);
      await context.expectAccepted("checkPermission", values);
      await context.expectAccepted("revokePermission", values);
      await context.expectNotFound("checkPermission", values);
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/only-that-one`,
    level: "MUST",
    requirement: "The answer is 404 for another group, another connection and another permission than the granted one.",
    source: "operation",
    async run(context) {
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
  },
  {
    ...common,
    id: `check-permission/${slug}/lacking-has-code`,
    level: "SHOULD",
    requirement: "A permission that a connection lacks has the error code of a connection that does not exist.",
    source: "response 404",
    async run(context) {
      const client = await context.connect();
      await context.expectNotFound(
        "checkPermission",
        permissionRequest(permission, client, "room"),
        "Info.Connection.NotExisted",
      );
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/by-role`,
    level: "SHOULD",
    requirement: "What a role of the client gives is found as well.",
    source: "operation",
    async run(context) {
      const any = await context.connect({ name: "for any group", roles: [`webpubsub.${permission}`] });
      const named = await context.connect({ name: "for the group", roles: [`webpubsub.${permission}.room`] });
      await context.expectAccepted("checkPermission", permissionRequest(permission, any, "room"));
      await context.expectAccepted("checkPermission", permissionRequest(permission, named, "room"));
      await context.expectNotFound("checkPermission", permissionRequest(permission, named, "hall"));
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/star-is-a-name`,
    level: "SHOULD",
    requirement: "A `*` in targetName is the name of a group, and stands for no other.",
    source: "parameter targetName",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectNotFound("checkPermission", permissionRequest(permission, client, "*"));
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/any-letter-case`,
    level: "SHOULD",
    requirement: "The letter case of the permission's name in the path is ignored.",
    source: "parameter permission",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      const values = permissionRequest(permission.toUpperCase(), client, "room");
      context.expectResponse("checkPermission", await context.sendRaw("checkPermission", values), 200);
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/unknown-connection`,
    aspect: "rejections",
    level: "MUST",
    requirement: "A connection that does not exist is answered with 404 Info.Connection.NotExisted.",
    source: "E16",
    needs: ["state"],
    async run(context) {
      const values = permissionRequest(permission, { id: context.unknownId }, "room");
      await context.expectNotFound("checkPermission", values, "Info.Connection.NotExisted");
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/connection-of-another-hub`,
    level: "SHOULD",
    requirement: "A connection of another hub is one that does not exist.",
    source: "E16",
    async run(context) {
      const hub = otherHub(context);
      const client = await context.connect({ hub });
      const { path, query } = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", { path: { ...path, hub }, query });
      await context.expectNotFound("checkPermission", { path, query }, "Info.Connection.NotExisted");
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/without-target-name`,
    aspect: "rejections",
    level: "SHOULD",
    requirement: "A request without targetName is refused with 400.",
    source: "E36",
    async run(context) {
      const client = await context.connect();
      await context.expectRejected("checkPermission", permissionRequest(permission, client), {
        status: 400,
        code: "Error.BadRequest",
      });
    },
  },
]);
