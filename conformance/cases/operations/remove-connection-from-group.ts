import { expectDelivery, expectNotThere, expectThere, otherHub, seenTwoWays } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "removeConnectionFromGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const removeConnectionFromGroupCases: readonly WrittenCase[] = [
  ...seenTwoWays(
    {
      id: "remove-connection-from-group/connection-is-no-member",
      operation,
      level: "MUST",
      requirement: "The connection is no member any more; the others are, those of its user too.",
      source: "operation",
    },
    async (stage) => {
      const removed = await stage.connect({ name: "removed", userId: "ada", groups: ["room"] });
      const ofUser = await stage.connect({ name: "of the same user", userId: "ada", groups: ["room"] });
      const member = await stage.connect({ name: "member", groups: ["room"] });
      await stage.accept(operation, { path: { group: "room", connectionId: removed.id } });
      return [{ group: "room", members: [ofUser, member], others: [removed] }];
    },
  ),
  ...seenTwoWays(
    {
      id: "remove-connection-from-group/other-groups-are-kept",
      operation,
      level: "MUST",
      requirement: "The connection stays in its other groups.",
      source: "operation",
    },
    async (stage) => {
      const removed = await stage.connect({ name: "removed", groups: ["room", "kept"] });
      await stage.accept(operation, { path: { group: "room", connectionId: removed.id } });
      return [
        { group: "room", members: [], others: [removed] },
        { group: "kept", members: [removed] },
      ];
    },
  ),
  {
    ...effect,
    id: "remove-connection-from-group/group-ends-with-its-last-member",
    level: "MUST",
    requirement: "A group is there until its last member has left; the connection is still there then.",
    source: "operation",
    async run(stage) {
      const first = await stage.connect({ groups: ["room"] });
      const last = await stage.connect({ groups: ["room"] });
      await stage.accept(operation, { path: { group: "room", connectionId: first.id } });
      await expectThere(stage, "groupExists", { group: "room" });
      await stage.accept(operation, { path: { group: "room", connectionId: last.id } });
      await expectNotThere(stage, "groupExists", { group: "room" });
      await expectThere(stage, "connectionExists", { connectionId: last.id });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-group/no-member",
    level: "MUST",
    requirement: "A connection that is no member is answered with 204, and the members stay.",
    source: "response 204",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const other = await stage.connect({ name: "other" });
      await stage.accept(operation, { path: { group: "room", connectionId: other.id } });
      await stage.accept(operation, { path: { group: "deserted", connectionId: other.id } });
      await expectDelivery(stage, { group: "room", members: [member], others: [other] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-group/unknown-connection",
    level: "MUST",
    requirement: "An unknown connection is answered with 204, and the members stay.",
    source: "response 204",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      await stage.accept(operation, { path: { group: "room", connectionId: stage.unknownId } });
      await expectDelivery(stage, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-group/connection-of-another-hub",
    level: "MUST",
    requirement: "A connection of another hub stays in its group there.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      const { id } = await stage.connect({ hub, groups: ["room"] });
      await stage.accept(operation, { path: { group: "room", connectionId: id } });
      await expectThere(stage, "groupExists", { hub, group: "room" });
    },
  },
];
