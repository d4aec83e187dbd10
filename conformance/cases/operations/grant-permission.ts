import { text } from "../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL } from "../../wire/socket-client.js";
import { expectAck, expectErrorAck } from "../support/acks.js";
import { recover } from "../support/open-socket.js";
import { commonPermissionCases } from "../support/permission-cases.js";
import { expectAllowed, expectForbidden, PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should } = casesOf("grantPermission", { aspect: "effects", needs: ["state", "sockets"] });

const ofEach = PERMISSIONS.flatMap(({ permission, slug, other }) => [
  ...commonPermissionCases("grantPermission", permission, slug),
  must(`${slug}/client-may`, `A grant gives the client ${permission} for the group.`, "operation", async (context) => {
    const client = await context.connect();
    await expectForbidden(context, client, permission, "room");
    await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
    await expectAllowed(context, client, permission, "room");
  }),
  must(`${slug}/only-that-group`, "A grant is limited to its group.", "parameter targetName", async (context) => {
    const client = await context.connect();
    await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
    await expectForbidden(context, client, permission, "hall");
    await expectForbidden(context, client, permission, "room.1");
  }),
  should(
    `${slug}/letter-case`,
    "A grant is case-sensitive in the group name.",
    "parameter targetName",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "Room");
    },
  ),
  should(
    `${slug}/nobody-joins`,
    "Granting a permission does not add the connection to the group.",
    "operation",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      context.expectNothing(await context.received(client), "the client, which has not joined");
    },
  ),
  must(
    `${slug}/only-that-connection`,
    "A grant is limited to its connection: other connections of the same user do not have it.",
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
    `Granting ${permission} does not grant ${other}.`,
    "parameter permission",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, other, "room");
    },
  ),
  must(`${slug}/again-after-revoke`, "A revoked permission can be granted again.", "operation", async (context) => {
    const client = await context.connect();
    const values = permissionRequest(permission, client, "room");
    await context.expectAccepted("grantPermission", values);
    await context.expectAccepted("revokePermission", values);
    await context.expectAccepted("grantPermission", values);
    await expectAllowed(context, client, permission, "room");
  }),
  should(`${slug}/twice`, "Granting twice succeeds.", "response 200", async (context) => {
    const client = await context.connect();
    const values = permissionRequest(permission, client, "room");
    await context.expectAccepted("grantPermission", values);
    await context.expectAccepted("grantPermission", values);
    await expectAllowed(context, client, permission, "room");
  }),
  should(
    `${slug}/survives-recovery`,
    "A recovered reliable connection keeps its grants.",
    "operation",
    async (context) => {
      const client = await context.connect({ protocol: RELIABLE_PROTOCOL, name: "client" });
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      client.terminate();
      await recover(context, client, (recovered) => expectAllowed(context, recovered, permission, "room"));
    },
  ),
]);

export const grantPermissionCases: readonly WrittenCase[] = [
  ...ofEach,
  must(
    "join-leave-group/client-joins-and-leaves",
    "With joinLeaveGroup granted, a client can join the group, receive its messages, and leave it.",
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
    "With sendToGroup granted, a client that is not in the group can send to its members.",
    "operation",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect();
      await expectForbidden(context, client, "sendToGroup", "room");
      context.expectNothing(await context.received(member), "the member, before the grant");
      await context.expectAccepted("grantPermission", permissionRequest("sendToGroup", client, "room"));
      await expectAllowed(context, client, "sendToGroup", "room");
      context.expectFrame(await member.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  ),
  must(
    "name-with-reserved-characters",
    "The group name is the percent-decoded targetName.",
    "parameter targetName",
    async (context) => {
      const group = "a/b c+d%20&e=ü";
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest("joinLeaveGroup", client, group));
      await expectAllowed(context, client, "joinLeaveGroup", group);
    },
  ),
];
