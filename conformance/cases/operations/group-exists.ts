import { text } from "../../wire/message-bodies.js";
import { expectNotThere, expectThere, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "groupExists";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const groupExistsCases: readonly WrittenCase[] = [
  {
    ...effect,
    id: "group-exists/unknown-group",
    aspect: "rejections",
    level: "MUST",
    requirement: "A group that nobody is in is answered with 404 Warning.Group.NotExisted, in a header.",
    source: "E16",
    needs: ["state"],
    async run(stage) {
      const refused = { status: 404, code: "Warning.Group.NotExisted" };
      await stage.refuse(operation, { path: { group: stage.unknownId } }, refused);
    },
  },
  {
    ...effect,
    id: "group-exists/joined-by-token",
    level: "MUST",
    requirement: "The groups in a client's token are there as soon as it is connected, and no other group is.",
    source: "operation",
    async run(stage) {
      await stage.connect({ userId: "ada", groups: ["a", "b"] });
      await expectThere(stage, operation, { group: "a" });
      await expectThere(stage, operation, { group: "b" });
      await expectNotThere(stage, operation, { group: "ada" });
    },
  },
  {
    ...effect,
    id: "group-exists/until-its-last-member-is-closed",
    level: "MUST",
    requirement: "A group is there while it has a member, and memberships end with their connections.",
    source: "operation",
    async run(stage) {
      const first = await stage.connect({ groups: ["room"] });
      const last = await stage.connect({ groups: ["room"] });
      await stage.accept("closeConnection", { path: { connectionId: first.id } });
      await expectThere(stage, operation, { group: "room" });
      await stage.accept("closeConnection", { path: { connectionId: last.id } });
      await expectNotThere(stage, operation, { group: "room" });
    },
  },
  {
    ...effect,
    id: "group-exists/while-a-client-is-in-it",
    level: "MUST",
    requirement: "A group is there once a client has joined it by itself, and until that client has left it.",
    source: "operation",
    async run(stage) {
      const client = await stage.connect({ roles: ["webpubsub.joinLeaveGroup"] });
      await expectNotThere(stage, operation, { group: "room" });
      await client.ask({ type: "joinGroup", group: "room", ackId: 1 });
      await expectThere(stage, operation, { group: "room" });
      await client.ask({ type: "leaveGroup", group: "room", ackId: 2 });
      await expectNotThere(stage, operation, { group: "room" });
    },
  },
  {
    ...effect,
    id: "group-exists/not-by-a-message-to-it",
    level: "MUST",
    requirement: "A message to a group that nobody is in does not bring the group about.",
    source: "operation",
    needs: ["state"],
    async run(stage) {
      await stage.accept("sendToGroup", { path: { group: "room" }, body: text("hello") });
      await expectNotThere(stage, operation, { group: "room" });
    },
  },
  {
    ...effect,
    id: "group-exists/group-of-another-hub",
    level: "MUST",
    requirement: "A group of another hub is not there.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      await stage.connect({ hub, groups: ["room"] });
      await expectThere(stage, operation, { hub, group: "room" });
      await expectNotThere(stage, operation, { group: "room" });
    },
  },
  {
    ...effect,
    id: "group-exists/names-are-case-sensitive",
    level: "SHOULD",
    requirement: "A group whose name differs in letter case is another group.",
    source: "parameter group",
    async run(stage) {
      await stage.connect({ groups: ["Room"] });
      await expectThere(stage, operation, { group: "Room" });
      await expectNotThere(stage, operation, { group: "room" });
    },
  },
];
