import { JSON_PROTOCOL, RELIABLE_PROTOCOL } from "../../wire/socket-client.js";
import { expectAbsent, expectExists, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "connectionExists";

const { must, should, atLevel } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });

export const connectionExistsCases: readonly WrittenCase[] = [
  must(
    "unknown-connection",
    "An unknown connection returns 404 with Warning.Connection.NotExisted in x-ms-error-code.",
    "E16",
    async (context) => {
      const notFound = { status: 404, code: "Warning.Connection.NotExisted" };
      await context.expectRejected(operation, { path: { connectionId: context.unknownId } }, notFound);
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
      `A connection with ${protocol} exists under the id in its \`connected\` frame until it is closed.`,
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
    "A user id or group name is not a connection id.",
    "parameter connectionId",
    async (context) => {
      await context.connect({ userId: "alice", groups: ["room"] });
      await expectAbsent(context, operation, { connectionId: "alice" });
      await expectAbsent(context, operation, { connectionId: "room" });
    },
  ),
  should(
    "connection-of-another-hub",
    "A connection of another hub does not exist (404).",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      const { id } = await context.connect({ hub });
      await expectExists(context, operation, { hub, connectionId: id });
      await expectAbsent(context, operation, { connectionId: id });
    },
  ),
];
