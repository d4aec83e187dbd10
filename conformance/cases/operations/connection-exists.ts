import { JSON_PROTOCOL, RELIABLE_PROTOCOL } from "../../wire/socket-client.js";
import { expectAbsent, expectExists, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "connectionExists";

const { must, should, atLevel } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });

export const connectionExistsCases: readonly WrittenCase[] = [
  must(
    "unknown-connection",
    "An unknown connection is answered with 404 Warning.Connection.NotExisted, in a header.",
    "E16",
    async (context) => {
      const refused = { status: 404, code: "Warning.Connection.NotExisted" };
      await context.expectRejected(operation, { path: { connectionId: context.unknownId } }, refused);
    },
    { aspect: "rejections", needs: ["state"] },
  ),
  ...(
    [
      [JSON_PROTOCOL, "MUST"],
      [RELIABLE_PROTOCOL, "SHOULD"],
    ] as const
  ).map(([protocol, level]) =>
    atLevel(
      level,
      `until-it-is-closed/${protocol}`,
      `A connection that speaks ${protocol} is there under the id that the client was told, until it is closed.`,
      "operation",
      async (context) => {
        const client = await context.connect({ name: "closed", protocol });
        const other = await context.connect({ name: "other", protocol });
        await expectExists(context, operation, { connectionId: client.id });
        await context.expectAccepted("closeConnection", { path: { connectionId: client.id } });
        await expectAbsent(context, operation, { connectionId: client.id });
        await expectExists(context, operation, { connectionId: other.id });
      },
    ),
  ),
  should(
    "not-by-the-user-or-the-group",
    "The id of a user and the name of a group are no ids of connections.",
    "parameter connectionId",
    async (context) => {
      await context.connect({ userId: "alice", groups: ["room"] });
      await expectAbsent(context, operation, { connectionId: "alice" });
      await expectAbsent(context, operation, { connectionId: "room" });
    },
  ),
  should("connection-of-another-hub", "A connection of another hub is not there.", "parameter hub", async (context) => {
    const hub = otherHub(context);
    const { id } = await context.connect({ hub });
    await expectExists(context, operation, { hub, connectionId: id });
    await expectAbsent(context, operation, { connectionId: id });
  }),
];
