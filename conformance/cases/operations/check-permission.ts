import { otherHub } from "../support/membership.js";
import { PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should } = casesOf("checkPermission", { aspect: "effects", needs: ["state", "sockets"] });

export const checkPermissionCases: readonly WrittenCase[] = PERMISSIONS.flatMap(({ permission, slug, other }) => [
  must(
    `${slug}/granted-and-revoked`,
    "The answer is 404 before a grant, 200 after it, and 404 after the permission is revoked.",
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
    "The answer is 404 for another group, another connection and another permission than the granted one.",
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
    "A permission that a connection lacks has the error code of a connection that does not exist.",
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
  should(`${slug}/by-role`, "What a role of the client gives is found as well.", "operation", async (context) => {
    const any = await context.connect({ name: "for any group", roles: [`webpubsub.${permission}`] });
    const named = await context.connect({ name: "for the group", roles: [`webpubsub.${permission}.room`] });
    await context.expectAccepted("checkPermission", permissionRequest(permission, any, "room"));
    await context.expectAccepted("checkPermission", permissionRequest(permission, named, "room"));
    await context.expectNotFound("checkPermission", permissionRequest(permission, named, "hall"));
  }),
  should(
    `${slug}/star-is-a-name`,
    "A `*` in targetName is the name of a group, and stands for no other.",
    "parameter targetName",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectNotFound("checkPermission", permissionRequest(permission, client, "*"));
    },
  ),
  should(
    `${slug}/any-letter-case`,
    "The letter case of the permission's name in the path is ignored.",
    "parameter permission",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      const values = permissionRequest(permission.toUpperCase(), client, "room");
      context.expectResponse("checkPermission", await context.sendRaw("checkPermission", values), 200);
    },
  ),
  must(
    `${slug}/unknown-connection`,
    "A connection that does not exist is answered with 404 Info.Connection.NotExisted.",
    "E16",
    async (context) => {
      const values = permissionRequest(permission, { id: context.unknownId }, "room");
      await context.expectNotFound("checkPermission", values, "Info.Connection.NotExisted");
    },
    { aspect: "rejections", needs: ["state"] },
  ),
  should(
    `${slug}/connection-of-another-hub`,
    "A connection of another hub is one that does not exist.",
    "E16",
    async (context) => {
      const hub = otherHub(context);
      const client = await context.connect({ hub });
      const { path, query } = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", { path: { ...path, hub }, query });
      await context.expectNotFound("checkPermission", { path, query }, "Info.Connection.NotExisted");
    },
  ),
  should(
    `${slug}/without-target-name`,
    "A request without targetName is refused with 400.",
    "E36",
    async (context) => {
      const client = await context.connect();
      await context.expectRejected("checkPermission", permissionRequest(permission, client), {
        status: 400,
        code: "Error.BadRequest",
      });
    },
    { aspect: "rejections" },
  ),
]);
