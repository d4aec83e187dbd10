import { JSON_PROTOCOL, RELIABLE_PROTOCOL } from "../../wire/socket-client.js";
import { expectNotThere, expectThere, otherHub } from "../support/membership.js";
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
    async run(stage) {
      const refused = { status: 404, code: "Warning.Connection.NotExisted" };
      await stage.refuse(operation, { path: { connectionId: stage.unknownId } }, refused);
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
      async run(stage) {
        const client = await stage.connect({ name: "closed", protocol });
        const other = await stage.connect({ name: "other", protocol });
        await expectThere(stage, operation, { connectionId: client.id });
        await stage.accept("closeConnection", { path: { connectionId: client.id } });
        await expectNotThere(stage, operation, { connectionId: client.id });
        await expectThere(stage, operation, { connectionId: other.id });
      },
    }),
  ),
  {
    ...effect,
    id: "connection-exists/not-by-the-user-or-the-group",
    level: "SHOULD",
    requirement: "The id of a user and the name of a group are no ids of connections.",
    source: "parameter connectionId",
    async run(stage) {
      await stage.connect({ userId: "ada", groups: ["room"] });
      await expectNotThere(stage, operation, { connectionId: "ada" });
      await expectNotThere(stage, operation, { connectionId: "room" });
    },
  },
  {
    ...effect,
    id: "connection-exists/connection-of-another-hub",
    level: "SHOULD",
    requirement: "A connection of another hub is not there.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      const { id } = await stage.connect({ hub });
      await expectThere(stage, operation, { hub, connectionId: id });
      await expectNotThere(stage, operation, { connectionId: id });
    },
  },
];
