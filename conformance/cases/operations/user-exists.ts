import { expectAbsent, expectExists, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "userExists";

const { must, should } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });

export const userExistsCases: readonly WrittenCase[] = [
  must(
    "unknown-user",
    "A user without a connection returns 404 with Warning.User.NotExisted in x-ms-error-code.",
    "E16",
    async (context) => {
      const notFound = { status: 404, code: "Warning.User.NotExisted" };
      await context.expectRejected(operation, { path: { userId: context.unknownId } }, notFound);
    },
    { aspect: "rejections", needs: ["state"] },
  ),
  must(
    "until-the-last-connection-is-closed",
    "A user exists until its last connection is closed.",
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
  must("with-a-raw-client", "A user exists whatever protocol its connection uses.", "operation", async (context) => {
    await context.connect({ userId: "alice", protocol: null });
    await expectExists(context, operation, { userId: "alice" });
  }),
  should(
    "not-by-an-anonymous-connection",
    "An anonymous connection does not make a user exist.",
    "operation",
    async (context) => {
      const { id } = await context.connect({ groups: ["room"] });
      for (const userId of [id, "room", "null"]) await expectAbsent(context, operation, { userId });
    },
  ),
  must("user-of-another-hub", "A user of another hub does not exist (404).", "parameter hub", async (context) => {
    const hub = otherHub(context);
    await context.connect({ hub, userId: "alice" });
    await expectExists(context, operation, { hub, userId: "alice" });
    await expectAbsent(context, operation, { userId: "alice" });
  }),
  should("ids-are-case-sensitive", "User ids are case-sensitive.", "parameter userId", async (context) => {
    await context.connect({ userId: "Alice" });
    await expectExists(context, operation, { userId: "Alice" });
    await expectAbsent(context, operation, { userId: "alice" });
  }),
];
