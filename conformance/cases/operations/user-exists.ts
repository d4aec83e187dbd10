import { expectAbsent, expectExists, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "userExists";

const { must, should } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });

export const userExistsCases: readonly WrittenCase[] = [
  must(
    "unknown-user",
    "A user without a connection is answered with 404 Warning.User.NotExisted, in a header.",
    "E16",
    async (context) => {
      const refused = { status: 404, code: "Warning.User.NotExisted" };
      await context.expectRejected(operation, { path: { userId: context.unknownId } }, refused);
    },
    { aspect: "rejections", needs: ["state"] },
  ),
  must(
    "until-the-last-connection-is-closed",
    "A user is there while there is a connection of that user.",
    "operation",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice" });
      const last = await context.connect({ name: "alice's last", userId: "alice" });
      await expectExists(context, operation, { userId: "alice" });
      await context.expectAccepted("closeConnection", { path: { connectionId: first.id } });
      await expectExists(context, operation, { userId: "alice" });
      await context.expectAccepted("closeConnection", { path: { connectionId: last.id } });
      await expectAbsent(context, operation, { userId: "alice" });
    },
  ),
  must(
    "with-a-raw-client",
    "A user is there whatever protocol the connection speaks.",
    "operation",
    async (context) => {
      await context.connect({ userId: "alice", protocol: null });
      await expectExists(context, operation, { userId: "alice" });
    },
  ),
  should(
    "not-by-an-anonymous-connection",
    "An anonymous connection is of no user, nor of one that is called by its id, by its group or `null`.",
    "operation",
    async (context) => {
      const { id } = await context.connect({ groups: ["room"] });
      for (const userId of [id, "room", "null"]) await expectAbsent(context, operation, { userId });
    },
  ),
  must("user-of-another-hub", "A user of another hub is not there.", "parameter hub", async (context) => {
    const hub = otherHub(context);
    await context.connect({ hub, userId: "alice" });
    await expectExists(context, operation, { hub, userId: "alice" });
    await expectAbsent(context, operation, { userId: "alice" });
  }),
  should(
    "ids-are-case-sensitive",
    "A user whose id differs in letter case is another user.",
    "parameter userId",
    async (context) => {
      await context.connect({ userId: "Alice" });
      await expectExists(context, operation, { userId: "Alice" });
      await expectAbsent(context, operation, { userId: "alice" });
    },
  ),
];
