import { text } from "../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL } from "../../wire/socket-client.js";
import { expectAck, expectErrorAck } from "../support/acks.js";
import { otherHub } from "../support/membership.js";
import { recover } from "../support/open-socket.js";
import { expectAllowed, expectForbidden, PERMISSIONS, permissionRequest } from "../support/permission-frames.js";
import type { WrittenCase } from "../written-case.js";

const common = { operation: "grantPermission", aspect: "effects", needs: ["state", "sockets"] } as const;

const ofEach = PERMISSIONS.flatMap(({ permission, slug, other }): WrittenCase[] => [
  {
    ...common,
    id: `grant-permission/${slug}/client-may`,
    level: "MUST",
    requirement: `A client that may not use ${permission} for a group may do so after the grant.`,
    source: "operation",
    async run(context) {
      const client = await context.connect();
      await expectForbidden(context, client, permission, "room");
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectAllowed(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/only-that-group`,
    level: "MUST",
    requirement: "The grant holds for no other group.",
    source: "parameter targetName",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "hall");
      await expectForbidden(context, client, permission, "room.1");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/letter-case`,
    level: "SHOULD",
    requirement: "The grant holds for no group whose name differs in letter case.",
    source: "parameter targetName",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, permission, "Room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/nobody-joins`,
    level: "SHOULD",
    requirement: "Who is granted a permission is not a member of the group by it.",
    source: "operation",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      context.expectNothing(await context.received(client), "the client that may join and has not");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/connection-of-another-hub`,
    level: "SHOULD",
    requirement: "A connection of another hub is one that does not exist.",
    source: "E16",
    async run(context) {
      const client = await context.connect({ hub: otherHub(context) });
      await context.expectNotFound(
        "grantPermission",
        permissionRequest(permission, client, "room"),
        "Info.Connection.NotExisted",
      );
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/only-that-connection`,
    level: "MUST",
    requirement: "The grant holds for no other connection, also not of the same user.",
    source: "parameter connectionId",
    async run(context) {
      const granted = await context.connect({ userId: "alice", name: "granted" });
      const another = await context.connect({ userId: "alice", name: "another" });
      await context.expectAccepted("grantPermission", permissionRequest(permission, granted, "room"));
      await expectForbidden(context, another, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/only-that-permission`,
    level: "MUST",
    requirement: `The grant of ${permission} is none of ${other}.`,
    source: "parameter permission",
    async run(context) {
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      await expectForbidden(context, client, other, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/star-is-a-name`,
    level: "SHOULD",
    requirement: "A `*` in targetName is the name of a group, and stands for no other.",
    source: "parameter targetName",
    async run(context) {
      const client = await context.connect();
      for (const name of ["*", "room*"])
        await context.expectAccepted("grantPermission", permissionRequest(permission, client, name));
      await expectForbidden(context, client, permission, "room");
      await expectAllowed(context, client, permission, "*");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/any-letter-case`,
    level: "SHOULD",
    requirement: "The letter case of the permission's name in the path is ignored.",
    source: "parameter permission",
    async run(context) {
      const client = await context.connect();
      const values = permissionRequest(permission.toUpperCase(), client, "room");
      context.expectResponse("grantPermission", await context.sendRaw("grantPermission", values), 200);
      await expectAllowed(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/again-after-revoke`,
    level: "MUST",
    requirement: "What was revoked can be granted again.",
    source: "operation",
    async run(context) {
      const client = await context.connect();
      const values = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", values);
      await context.expectAccepted("revokePermission", values);
      await context.expectAccepted("grantPermission", values);
      await expectAllowed(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/twice`,
    level: "SHOULD",
    requirement: "A grant of what is granted already is answered as the first.",
    source: "response 200",
    async run(context) {
      const client = await context.connect();
      const values = permissionRequest(permission, client, "room");
      await context.expectAccepted("grantPermission", values);
      await context.expectAccepted("grantPermission", values);
      await expectAllowed(context, client, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/survives-recovery`,
    level: "SHOULD",
    requirement: "The grant lives on with a reliable connection that is recovered.",
    source: "operation",
    async run(context) {
      const client = await context.connect({ protocol: RELIABLE_PROTOCOL, name: "client" });
      await context.expectAccepted("grantPermission", permissionRequest(permission, client, "room"));
      client.terminate();
      await recover(context, client, (recovered) => expectAllowed(context, recovered, permission, "room"));
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/unknown-connection`,
    aspect: "rejections",
    level: "MUST",
    requirement: "A connection that does not exist is refused with 404 Info.Connection.NotExisted.",
    source: "E31",
    needs: ["state"],
    async run(context) {
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
  },
  {
    ...common,
    id: `grant-permission/${slug}/without-target-name`,
    aspect: "rejections",
    level: "SHOULD",
    requirement: "A request without targetName is refused with 400.",
    source: "E36",
    async run(context) {
      const client = await context.connect();
      await context.expectRejected("grantPermission", permissionRequest(permission, client), {
        status: 400,
        code: "Error.BadRequest",
      });
    },
  },
]);

export const grantPermissionCases: readonly WrittenCase[] = [
  ...ofEach,
  {
    ...common,
    id: "grant-permission/join-leave-group/client-joins-and-leaves",
    level: "MUST",
    requirement: "With joinLeaveGroup a client joins the group, gets its messages, and leaves it.",
    source: "operation",
    async run(context) {
      const client = await context.connect();
      await expectErrorAck(context, client, { type: "leaveGroup", group: "room" }, "Forbidden");
      await context.expectAccepted("grantPermission", permissionRequest("joinLeaveGroup", client, "room"));
      await expectAck(context, client, { type: "joinGroup", group: "room" });
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      context.expectFrame(await client.next(), { type: "message", from: "group", group: "room", data: "hello" });
      await expectAck(context, client, { type: "leaveGroup", group: "room" });
      await context.expectNotFound("groupExists", { path: { group: "room" } }, "Warning.Group.NotExisted");
    },
  },
  {
    ...common,
    id: "grant-permission/send-to-group/members-get-the-message",
    level: "MUST",
    requirement: "With sendToGroup a client that is not in the group sends to its members.",
    source: "operation",
    async run(context) {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect();
      await expectForbidden(context, client, "sendToGroup", "room");
      context.expectNothing(await context.received(member), "the member, while the sender is forbidden to send");
      await context.expectAccepted("grantPermission", permissionRequest("sendToGroup", client, "room"));
      await expectAllowed(context, client, "sendToGroup", "room");
      context.expectFrame(await member.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  },
  {
    ...common,
    id: "grant-permission/name-with-reserved-characters",
    level: "MUST",
    requirement: "The name of the group is what targetName says after percent-decoding.",
    source: "parameter targetName",
    async run(context) {
      const group = "a/b c+d%20&e=ü";
      const client = await context.connect();
      await context.expectAccepted("grantPermission", permissionRequest("joinLeaveGroup", client, group));
      await expectAllowed(context, client, "joinLeaveGroup", group);
    },
  },
];
