import { expectAbsent, expectExists, otherHub } from "../support/membership.js";
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
    async run(context) {
      const refused = { status: 404, code: "Warning.User.NotExisted" };
      await context.expectRejected(operation, { path: { userId: context.unknownId } }, refused);
    },
  },
  {
    ...effect,
    id: "user-exists/until-the-last-connection-is-closed",
    level: "MUST",
    requirement: "A user is there while there is a connection of that user.",
    source: "operation",
    async run(context) {
      const first = await context.connect({ name: "alice's first", userId: "alice" });
      const last = await context.connect({ name: "alice's last", userId: "alice" });
      await expectExists(context, operation, { userId: "alice" });
      await context.expectAccepted("closeConnection", { path: { connectionId: first.id } });
      await expectExists(context, operation, { userId: "alice" });
      await context.expectAccepted("closeConnection", { path: { connectionId: last.id } });
      await expectAbsent(context, operation, { userId: "alice" });
    },
  },
  {
    ...effect,
    id: "user-exists/with-a-raw-client",
    level: "MUST",
    requirement: "A user is there whatever protocol the connection speaks.",
    source: "operation",
    async run(context) {
      await context.connect({ userId: "alice", protocol: null });
      await expectExists(context, operation, { userId: "alice" });
    },
  },
  {
    ...effect,
    id: "user-exists/not-by-an-anonymous-connection",
    level: "SHOULD",
    requirement: "An anonymous connection is of no user, nor of one that is called by its id, by its group or `null`.",
    source: "operation",
    async run(context) {
      const { id } = await context.connect({ groups: ["room"] });
      for (const userId of [id, "room", "null"]) await expectAbsent(context, operation, { userId });
    },
  },
  {
    ...effect,
    id: "user-exists/user-of-another-hub",
    level: "MUST",
    requirement: "A user of another hub is not there.",
    source: "parameter hub",
    async run(context) {
      const hub = otherHub(context);
      await context.connect({ hub, userId: "alice" });
      await expectExists(context, operation, { hub, userId: "alice" });
      await expectAbsent(context, operation, { userId: "alice" });
    },
  },
  {
    ...effect,
    id: "user-exists/ids-are-case-sensitive",
    level: "SHOULD",
    requirement: "A user whose id differs in letter case is another user.",
    source: "parameter userId",
    async run(context) {
      await context.connect({ userId: "Alice" });
      await expectExists(context, operation, { userId: "Alice" });
      await expectAbsent(context, operation, { userId: "alice" });
    },
  },
];
