import { JSON_PROTOCOL, RELIABLE_PROTOCOL } from "../../wire/socket-client.js";
import { expectAbsent, expectExists, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "connectionExists";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const connectionExistsCases: readonly WrittenCase[] = [
  {
    ...effect,
    id: "connection-exists/unknown-connection",
    aspect: "rejections",
    level: "MUST",
    requirement: "An unknown connection is answered with 404 Warning.Connection.NotExisted, in a header.",
    source: "E16",
    needs: ["state"],
    async run(context) {
      const refused = { status: 404, code: "Warning.Connection.NotExisted" };
      await context.expectRejected(operation, { path: { connectionId: context.unknownId } }, refused);
    },
  },
  ...(
    [
      [JSON_PROTOCOL, "MUST"],
      [RELIABLE_PROTOCOL, "SHOULD"],
    ] as const
  ).map(
    ([protocol, level]): WrittenCase => ({
      ...effect,
      id: `connection-exists/until-it-is-closed/${protocol}`,
      level,
      requirement: `A connection that speaks ${protocol} is there under the id that the client was told, until it is closed.`,
      source: "operation",
      async run(context) {
        const client = await context.connect({ name: "closed", protocol });
        const other = await context.connect({ name: "other", protocol });
        await expectExists(context, operation, { connectionId: client.id });
        await context.expectAccepted("closeConnection", { path: { connectionId: client.id } });
        await expectAbsent(context, operation, { connectionId: client.id });
        await expectExists(context, operation, { connectionId: other.id });
      },
    }),
  ),
  {
    ...effect,
    id: "connection-exists/not-by-the-user-or-the-group",
    level: "SHOULD",
    requirement: "The id of a user and the name of a group are no ids of connections.",
    source: "parameter connectionId",
    async run(context) {
      await context.connect({ userId: "alice", groups: ["room"] });
      await expectAbsent(context, operation, { connectionId: "alice" });
      await expectAbsent(context, operation, { connectionId: "room" });
    },
  },
  {
    ...effect,
    id: "connection-exists/connection-of-another-hub",
    level: "SHOULD",
    requirement: "A connection of another hub is not there.",
    source: "parameter hub",
    async run(context) {
      const hub = otherHub(context);
      const { id } = await context.connect({ hub });
      await expectExists(context, operation, { hub, connectionId: id });
      await expectAbsent(context, operation, { connectionId: id });
    },
  },
];
