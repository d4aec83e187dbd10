import { expectEmpty } from "../support/empty-response.js";
import { expectDelivery, expectNotThere, expectThere, otherHub, seenTwoWays } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "addConnectionToGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;
const rejection = { ...effect, aspect: "rejections" } as const;

export const addConnectionToGroupCases: readonly WrittenCase[] = [
  ...seenTwoWays(
    {
      id: "add-connection-to-group/connection-is-a-member",
      operation,
      level: "MUST",
      requirement: "The connection is a member of the group from then on, and no other connection of its user is.",
      source: "operation",
    },
    async (stage) => {
      const added = await stage.connect({ name: "added", userId: "ada" });
      const other = await stage.connect({ name: "other", userId: "ada" });
      await stage.accept(operation, { path: { group: "room", connectionId: added.id } });
      return [{ group: "room", members: [added], others: [other] }];
    },
  ),
  {
    ...effect,
    id: "add-connection-to-group/group-exists-from-then-on",
    level: "MUST",
    requirement: "A group comes to be with its first member.",
    source: "operation",
    async run(stage) {
      const { id } = await stage.connect();
      await expectNotThere(stage, "groupExists", { group: "room" });
      await stage.accept(operation, { path: { group: "room", connectionId: id } });
      await expectThere(stage, "groupExists", { group: "room" });
    },
  },
  ...seenTwoWays(
    {
      id: "add-connection-to-group/other-groups-and-members-stay",
      operation,
      level: "MUST",
      requirement: "The connection stays in the groups that it was in, and the members of the group stay in it.",
      source: "operation",
    },
    async (stage) => {
      const added = await stage.connect({ name: "added", groups: ["before"] });
      const member = await stage.connect({ name: "member", groups: ["room"] });
      await stage.accept(operation, { path: { group: "room", connectionId: added.id } });
      return [
        { group: "before", members: [added], others: [member] },
        { group: "room", members: [added, member] },
      ];
    },
  ),
  ...seenTwoWays(
    {
      id: "add-connection-to-group/again-is-no-mistake",
      operation,
      level: "SHOULD",
      requirement: "A member that is added again is answered with 200, and is a member once.",
      source: "response 200",
    },
    async (stage) => {
      const added = await stage.connect({ name: "added" });
      const path = { group: "room", connectionId: added.id };
      await stage.accept(operation, { path });
      await stage.accept(operation, { path });
      return [{ group: "room", members: [added] }];
    },
  ),
  {
    ...effect,
    id: "add-connection-to-group/answer-is-empty",
    aspect: "responses",
    level: "SHOULD",
    requirement: "The answer has Content-Length 0 and no Content-Type.",
    source: "E05",
    async run(stage) {
      const { id } = await stage.connect();
      expectEmpty(stage, await stage.accept(operation, { path: { group: "room", connectionId: id } }));
    },
  },
  {
    ...rejection,
    id: "add-connection-to-group/unknown-connection",
    level: "MUST",
    requirement: "An unknown connection is answered with 404, and there is no such group afterwards.",
    source: "E31",
    needs: ["state"],
    async run(stage) {
      const path = { group: "room", connectionId: stage.unknownId };
      // How severe the code calls it today is not known.
      await stage.refuse(operation, { path }, { status: 404 });
      await expectNotThere(stage, "groupExists", { group: "room" });
    },
  },
  {
    ...rejection,
    id: "add-connection-to-group/closed-connection",
    level: "SHOULD",
    requirement: "A connection that was closed is as unknown as one that never was.",
    source: "response 404",
    async run(stage) {
      const { id } = await stage.connect();
      await stage.accept("closeConnection", { path: { connectionId: id } });
      await stage.refuse(operation, { path: { group: "room", connectionId: id } }, { status: 404 });
      await expectNotThere(stage, "groupExists", { group: "room" });
    },
  },
  {
    ...rejection,
    id: "add-connection-to-group/connection-of-another-hub",
    level: "SHOULD",
    requirement: "A connection of another hub is unknown, and does not become a member there either.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      const { id } = await stage.connect({ hub });
      await stage.refuse(operation, { path: { group: "room", connectionId: id } }, { status: 404 });
      await expectNotThere(stage, "groupExists", { group: "room" });
      await expectNotThere(stage, "groupExists", { hub, group: "room" });
    },
  },
  {
    ...effect,
    id: "add-connection-to-group/group-names-are-case-sensitive",
    level: "SHOULD",
    requirement: "Groups whose names differ in letter case are two groups.",
    source: "parameter group",
    async run(stage) {
      const upper = await stage.connect({ name: "upper" });
      const lower = await stage.connect({ name: "lower" });
      await stage.accept(operation, { path: { group: "Room", connectionId: upper.id } });
      await stage.accept(operation, { path: { group: "room", connectionId: lower.id } });
      await expectDelivery(stage, { group: "Room", members: [upper], others: [lower] });
      await expectDelivery(stage, { group: "room", members: [lower], others: [upper] });
    },
  },
];
