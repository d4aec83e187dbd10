import { text } from "../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL } from "../../wire/socket-client.js";
import { expectAck, expectErrorAck } from "../support/acks.js";
import { otherHub } from "../support/membership.js";
import { recover } from "../support/open-socket.js";
import { expectAllowed, expectForbidden, PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should } = casesOf("grantPermission", { aspect: "effects", needs: ["state", "sockets"] });

const ofEach = PERMISSIONS.flatMap(({ permission, slug, other }) => [
  must(
    `${slug}/client-may`,
    `A client that may not use ${permission} for a group may do so after the grant.`,
    "operation",
    async (context) => {
      const client = await context.connect();
      await expectForbidden(context, client, permission, "room");
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectAllowed(context, client, permission, "room");
    },
  ),
  must(`${slug}/only-that-group`, "The grant holds for no other group.", "parameter targetName", async (context) => {
    const client = await context.connect();
    await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
    await expectForbidden(context, client, permission, "hall");
    await expectForbidden(context, client, permission, "room.1");
  }),
  should(
    `${slug}/letter-case`,
    "The grant holds for no group whose name differs in letter case.",
    "parameter targetName",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "Room");
    },
  ),
  should(
    `${slug}/nobody-joins`,
    "Who is granted a permission is not a member of the group by it.",
    "operation",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      context.expectNothing(await context.received(client), "the client that may join and has not");
    },
  ),
  should(
    `${slug}/connection-of-another-hub`,
    "A connection of another hub is one that does not exist.",
    "E16",
    async (context) => {
      const client = await context.connect({ hub: otherHub(context) });
      await context.expectNotFound(
        "grantPermission",
        permissionRequest(permission, client, "room"),
        "Info.Connection.NotExisted",
      );
    },
  ),
  must(
    `${slug}/only-that-connection`,
    "The grant holds for no other connection, also not of the same user.",
    "parameter connectionId",
    async (context) => {
      const granted = await context.connect({ userId: "alice", name: "granted" });
      const another = await context.connect({ userId: "alice", name: "another" });
      await context.expectAccepted("grantPermission", permissionRequest(permission, granted, "room"));
      await expectForbidden(context, another, permission, "room");
    },
  ),
  must(
    `${slug}/only-that-permission`,
    `The grant of ${permission} is none of ${other}.`,
    "parameter permission",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, other, "room");
    },
  ),
  should(
    `${slug}/star-is-a-name`,
    "A `*` in targetName is the name of a group, and stands for no other.",
    "parameter targetName",
    async (context) => {
      const client = await context.connect();
      for (const name of ["*", "room*"])
        await context.expectAccepted("grantPermission", permissionRequest(permission, client, name));
      await expectForbidden(context, client, permission, "room");
      await expectAllowed(context, client, permission, "*");
    },
  ),
  should(
    `${slug}/any-letter-case`,
    "The letter case of the permission's name in the path is ignored.",
    "parameter permission",
    async (context) => {
      const client = await context.connect();
      const values = permissionRequest(permission.toUpperCase(), client, "room");
      context.expectResponse("grantPermission", await context.sendRaw("grantPermission", values), 200);
      await expectAllowed(context, client, permission, "room");
    },
  ),
  must(`${slug}/again-after-revoke`, "What was revoked can be granted again.", "operation", async (context) => {
    const client = await context.connect();
    const values = permissionRequest(permission, client, "room");
    await context.expectAccepted("grantPermission", values);
    await context.expectAccepted("revokePermission", values);
    await context.expectAccepted("grantPermission", values);
    await expectAllowed(context, client, permission, "room");
  }),
  should(
    `${slug}/twice`,
    "A grant of what is granted already is answered as the first.",
    "response 200",
    async (context) => {
      const client = await context.connect();
      const values = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", values);
      await context.expectAccepted("grantPermission", values);
      await expectAllowed(context, client, permission, "room");
    },
  ),
  should(
    `${slug}/survives-recovery`,
    "The grant lives on with a reliable connection that is recovered.",
    "operation",
    async (context) => {
      const client = await context.connect({ protocol: RELIABLE_PROTOCOL, name: "client" });
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      client.terminate();
      await recover(context, client, (recovered) => expectAllowed(context, recovered, permission, "room"));
    },
  ),
  must(
    `${slug}/unknown-connection`,
    "A connection that does not exist is refused with 404 Info.Connection.NotExisted.",
    "E31",
    async (context) => {
      await context.expectRejected(
        "grantPermission",
        permissionRequest(permission, { id: context.unknownId }, "room"),
        {
          status: 404,
          code: "Info.Connection.NotExisted",
          target: "Connection",
          format: "operation",
        },
      );
    },
    { aspect: "rejections", needs: ["state"] },
  ),
  should(
    `${slug}/without-target-name`,
    "A request without targetName is refused with 400.",
    "E36",
    async (context) => {
      const client = await context.connect();
      await context.expectRejected("grantPermission", permissionRequest(permission, client), {
        status: 400,
        code: "Error.BadRequest",
      });
    },
    { aspect: "rejections" },
  ),
]);

export const grantPermissionCases: readonly WrittenCase[] = [
  ...ofEach,
  must(
    "join-leave-group/client-joins-and-leaves",
    "With joinLeaveGroup a client joins the group, gets its messages, and leaves it.",
    "operation",
    async (context) => {
      const client = await context.connect();
      await expectErrorAck(context, client, { type: "leaveGroup", group: "room" }, "Forbidden");
      await context.expectAccepted("grantPermission", permissionRequest("joinLeaveGroup", client, "room"));
      await expectAck(context, client, { type: "joinGroup", group: "room" });
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      context.expectFrame(await client.next(), { type: "message", from: "group", group: "room", data: "hello" });
      await expectAck(context, client, { type: "leaveGroup", group: "room" });
      await context.expectNotFound("groupExists", { path: { group: "room" } }, "Warning.Group.NotExisted");
    },
  ),
  must(
    "send-to-group/members-get-the-message",
    "With sendToGroup a client that is not in the group sends to its members.",
    "operation",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect();
      await expectForbidden(context, client, "sendToGroup", "room");
      context.expectNothing(await context.received(member), "the member, while the sender is forbidden to send");
      await context.expectAccepted("grantPermission", permissionRequest("sendToGroup", client, "room"));
      await expectAllowed(context, client, "sendToGroup", "room");
      context.expectFrame(await member.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  ),
  must(
    "name-with-reserved-characters",
    "The name of the group is what targetName says after percent-decoding.",
    "parameter targetName",
    async (context) => {
      const group = "a/b c+d%20&e=ü";
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest("joinLeaveGroup", client, group));
      await expectAllowed(context, client, "joinLeaveGroup", group);
    },
  ),
];
