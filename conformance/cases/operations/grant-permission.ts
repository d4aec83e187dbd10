import { text } from "../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL } from "../../wire/socket-client.js";
import { expectDone, expectRefused } from "../support/acks.js";
import { otherHub } from "../support/membership.js";
import { recover } from "../support/open-socket.js";
import { about, expectMay, expectMayNot, PERMISSIONS } from "../support/permission-frames.js";
import type { WrittenCase } from "../written-case.js";

const common = { operation: "grantPermission", aspect: "effects", needs: ["state", "sockets"] } as const;

const ofEach = PERMISSIONS.flatMap(({ permission, slug, other }): WrittenCase[] => [
  {
    ...common,
    id: `grant-permission/${slug}/client-may`,
    level: "MUST",
    requirement: `A client that may not use ${permission} for a group may do so after the grant.`,
    source: "operation",
    async run(stage) {
      const client = await stage.connect();
      await expectMayNot(stage, client, permission, "room");
      await stage.accept("grantPermission", about(permission, client, "room"));
      await expectMay(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/only-that-group`,
    level: "MUST",
    requirement: "The grant holds for no other group.",
    source: "parameter targetName",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      await expectMayNot(stage, client, permission, "hall");
      await expectMayNot(stage, client, permission, "room.1");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/letter-case`,
    level: "SHOULD",
    requirement: "The grant holds for no group whose name differs in letter case.",
    source: "parameter targetName",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      await expectMayNot(stage, client, permission, "Room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/nobody-joins`,
    level: "SHOULD",
    requirement: "Who is granted a permission is not a member of the group by it.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      await stage.accept("sendToGroup", { path: { group: "room" }, body: text("hello") });
      stage.expectNothing(await stage.received(client), "the client that may join and has not");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/connection-of-another-hub`,
    level: "SHOULD",
    requirement: "A connection of another hub is one that does not exist.",
    source: "E16",
    async run(stage) {
      const client = await stage.connect({ hub: otherHub(stage) });
      await stage.notFound("grantPermission", about(permission, client, "room"), "Info.Connection.NotExisted");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/only-that-connection`,
    level: "MUST",
    requirement: "The grant holds for no other connection, also not of the same user.",
    source: "parameter connectionId",
    async run(stage) {
      const granted = await stage.connect({ userId: "ada", name: "granted" });
      const another = await stage.connect({ userId: "ada", name: "another" });
      await stage.accept("grantPermission", about(permission, granted, "room"));
      await expectMayNot(stage, another, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/only-that-permission`,
    level: "MUST",
    requirement: `The grant of ${permission} is none of ${other}.`,
    source: "parameter permission",
    async run(stage) {
      const client = await stage.connect();
      await stage.accept("grantPermission", about(permission, client, "room"));
      await expectMayNot(stage, client, other, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/star-is-a-name`,
    level: "SHOULD",
    requirement: "A `*` in targetName is the name of a group, and stands for no other.",
    source: "parameter targetName",
    async run(stage) {
      const client = await stage.connect();
      for (const name of ["*", "room*"]) await stage.accept("grantPermission", about(permission, client, name));
      await expectMayNot(stage, client, permission, "room");
      await expectMay(stage, client, permission, "*");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/any-letter-case`,
    level: "SHOULD",
    requirement: "The letter case of the permission's name in the path is ignored.",
    source: "parameter permission",
    async run(stage) {
      const client = await stage.connect();
      const values = about(permission.toUpperCase(), client, "room");
      stage.expectResponse("grantPermission", await stage.sendRaw("grantPermission", values), 200);
      await expectMay(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/again-after-revoke`,
    level: "MUST",
    requirement: "What was revoked can be granted again.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect();
      const values = about(permission, client, "room");
      await stage.accept("grantPermission", values);
      await stage.accept("revokePermission", values);
      await stage.accept("grantPermission", values);
      await expectMay(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/twice`,
    level: "SHOULD",
    requirement: "A grant of what is granted already is answered as the first.",
    source: "response 200",
    async run(stage) {
      const client = await stage.connect();
      const values = about(permission, client, "room");
      await stage.accept("grantPermission", values);
      await stage.accept("grantPermission", values);
      await expectMay(stage, client, permission, "room");
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/survives-recovery`,
    level: "SHOULD",
    requirement: "The grant lives on with a reliable connection that is recovered.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect({ protocol: RELIABLE_PROTOCOL, name: "client" });
      await stage.accept("grantPermission", about(permission, client, "room"));
      client.cut();
      await recover(stage, client, (recovered) => expectMay(stage, recovered, permission, "room"));
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
    async run(stage) {
      await stage.refuse("grantPermission", about(permission, { id: stage.unknownId }, "room"), {
        status: 404,
        code: "Info.Connection.NotExisted",
        target: "Connection",
        shape: "operation",
      });
    },
  },
  {
    ...common,
    id: `grant-permission/${slug}/without-target-name`,
    aspect: "rejections",
    level: "SHOULD",
    requirement: "A request without targetName is refused with 400.",
    source: "E36",
    async run(stage) {
      const client = await stage.connect();
      await stage.refuse("grantPermission", about(permission, client), { status: 400, code: "Error.BadRequest" });
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
    async run(stage) {
      const client = await stage.connect();
      await expectRefused(stage, client, { type: "leaveGroup", group: "room" }, "Forbidden");
      await stage.accept("grantPermission", about("joinLeaveGroup", client, "room"));
      await expectDone(stage, client, { type: "joinGroup", group: "room" });
      await stage.accept("sendToGroup", { path: { group: "room" }, body: text("hello") });
      stage.expectFrame(await client.next(), { type: "message", from: "group", group: "room", data: "hello" });
      await expectDone(stage, client, { type: "leaveGroup", group: "room" });
      await stage.notFound("groupExists", { path: { group: "room" } }, "Warning.Group.NotExisted");
    },
  },
  {
    ...common,
    id: "grant-permission/send-to-group/members-get-the-message",
    level: "MUST",
    requirement: "With sendToGroup a client that is not in the group sends to its members.",
    source: "operation",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const client = await stage.connect();
      await expectMayNot(stage, client, "sendToGroup", "room");
      stage.expectNothing(await stage.received(member), "the member, while the sender is forbidden to send");
      await stage.accept("grantPermission", about("sendToGroup", client, "room"));
      await expectMay(stage, client, "sendToGroup", "room");
      stage.expectFrame(await member.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  },
  {
    ...common,
    id: "grant-permission/name-with-reserved-characters",
    level: "MUST",
    requirement: "The name of the group is what targetName says after percent-decoding.",
    source: "parameter targetName",
    async run(stage) {
      const group = "a/b c+d%20&e=ü";
      const client = await stage.connect();
      await stage.accept("grantPermission", about("joinLeaveGroup", client, group));
      await expectMay(stage, client, "joinLeaveGroup", group);
    },
  },
];
