import { otherHub } from "../support/membership.js";
import { about, PERMISSIONS } from "../support/permission-frames.js";
import type { WrittenCase } from "../written-case.js";

const common = { operation: "checkPermission", aspect: "effects", needs: ["state", "sockets"] } as const;

export const checkPermissionCases: readonly WrittenCase[] = PERMISSIONS.flatMap(({ permission, slug, other }) => [
  {
    ...common,
    id: `check-permission/${slug}/granted-and-revoked`,
    level: "MUST",
    requirement: "The answer is 404 before a grant, 200 after it, and 404 after the permission is revoked.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect();
      const values = about(permission, client, "room");
      await stage.notFound("checkPermission", values);
      await stage.accept("grantPermission", values);
      await stage.accept("checkPermission", values);
      await stage.accept("revokePermission", values);
      await stage.notFound("checkPermission", values);
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/only-that-one`,
    level: "MUST",
    requirement: "The answer is 404 for another group, another connection and another permission than the granted one.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect({ userId: "ada", name: "client" });
      const another = await stage.connect({ userId: "ada", name: "another" });
      await stage.accept("grantPermission", about(permission, client, "room"));
      for (const values of [
        about(permission, client, "hall"),
        about(permission, another, "room"),
        about(other, client, "room"),
      ]) {
        await stage.notFound("checkPermission", values);
      }
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/lacking-has-code`,
    level: "SHOULD",
    requirement: "A permission that a connection lacks has the error code of a connection that does not exist.",
    source: "response 404",
    async run(stage) {
      const client = await stage.connect();
      await stage.notFound("checkPermission", about(permission, client, "room"), "Info.Connection.NotExisted");
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/by-role`,
    level: "SHOULD",
    requirement: "What a role of the client gives is found as well.",
    source: "operation",
    async run(stage) {
      const any = await stage.connect({ name: "for any group", roles: [`webpubsub.${permission}`] });
      const named = await stage.connect({ name: "for the group", roles: [`webpubsub.${permission}.room`] });
      await stage.accept("checkPermission", about(permission, any, "room"));
      await stage.accept("checkPermission", about(permission, named, "room"));
      await stage.notFound("checkPermission", about(permission, named, "hall"));
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/star-is-a-name`,
    level: "SHOULD",
    requirement: "A `*` in targetName is the name of a group, and stands for no other.",
    source: "parameter targetName",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      await stage.notFound("checkPermission", about(permission, client, "*"));
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/any-letter-case`,
    level: "SHOULD",
    requirement: "The letter case of the permission's name in the path is ignored.",
    source: "parameter permission",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      const values = about(permission.toUpperCase(), client, "room");
      stage.expectResponse("checkPermission", await stage.sendRaw("checkPermission", values), 200);
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
    async run(stage) {
      const values = about(permission, { id: stage.unknownId }, "room");
      await stage.notFound("checkPermission", values, "Info.Connection.NotExisted");
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/connection-of-another-hub`,
    level: "SHOULD",
    requirement: "A connection of another hub is one that does not exist.",
    source: "E16",
    async run(stage) {
      const hub = otherHub(stage);
      const client = await stage.connect({ hub });
      const { path, query } = about(permission, client, "room");
      await stage.accept("grantPermission", { path: { ...path, hub }, query });
      await stage.notFound("checkPermission", { path, query }, "Info.Connection.NotExisted");
    },
  },
  {
    ...common,
    id: `check-permission/${slug}/without-target-name`,
    aspect: "rejections",
    level: "SHOULD",
    requirement: "A request without targetName is refused with 400.",
    source: "E36",
    async run(stage) {
      const client = await stage.connect();
      await stage.refuse("checkPermission", about(permission, client), { status: 400, code: "Error.BadRequest" });
    },
  },
]);
