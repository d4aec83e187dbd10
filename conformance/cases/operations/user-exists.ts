import { expectNotThere, expectThere, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "userExists";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const userExistsCases: readonly WrittenCase[] = [
  {
    ...effect,
    id: "user-exists/unknown-user",
    aspect: "rejections",
    level: "MUST",
    requirement: "A user without a connection is answered with 404 Warning.User.NotExisted, in a header.",
    source: "E16",
    needs: ["state"],
    async run(stage) {
      const refused = { status: 404, code: "Warning.User.NotExisted" };
      await stage.refuse(operation, { path: { userId: stage.unknownId } }, refused);
    },
  },
  {
    ...effect,
    id: "user-exists/until-the-last-connection-is-closed",
    level: "MUST",
    requirement: "A user is there while there is a connection of that user.",
    source: "operation",
    async run(stage) {
      const first = await stage.connect({ name: "ada's first", userId: "ada" });
      const last = await stage.connect({ name: "ada's last", userId: "ada" });
      await expectThere(stage, operation, { userId: "ada" });
      await stage.accept("closeConnection", { path: { connectionId: first.id } });
      await expectThere(stage, operation, { userId: "ada" });
      await stage.accept("closeConnection", { path: { connectionId: last.id } });
      await expectNotThere(stage, operation, { userId: "ada" });
    },
  },
  {
    ...effect,
    id: "user-exists/with-a-raw-client",
    level: "MUST",
    requirement: "A user is there whatever protocol the connection speaks.",
    source: "operation",
    async run(stage) {
      await stage.connect({ userId: "ada", protocol: null });
      await expectThere(stage, operation, { userId: "ada" });
    },
  },
  {
    ...effect,
    id: "user-exists/not-by-an-anonymous-connection",
    level: "SHOULD",
    requirement: "An anonymous connection is of no user, nor of one that is called by its id, by its group or `null`.",
    source: "operation",
    async run(stage) {
      const { id } = await stage.connect({ groups: ["room"] });
      for (const userId of [id, "room", "null"]) await expectNotThere(stage, operation, { userId });
    },
  },
  {
    ...effect,
    id: "user-exists/user-of-another-hub",
    level: "MUST",
    requirement: "A user of another hub is not there.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      await stage.connect({ hub, userId: "ada" });
      await expectThere(stage, operation, { hub, userId: "ada" });
      await expectNotThere(stage, operation, { userId: "ada" });
    },
  },
  {
    ...effect,
    id: "user-exists/ids-are-case-sensitive",
    level: "SHOULD",
    requirement: "A user whose id differs in letter case is another user.",
    source: "parameter userId",
    async run(stage) {
      await stage.connect({ userId: "Ada" });
      await expectThere(stage, operation, { userId: "Ada" });
      await expectNotThere(stage, operation, { userId: "ada" });
    },
  },
];
