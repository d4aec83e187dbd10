import type { Stage } from "../case-context.js";
import { type Closing, closeCases, expectClosed, expectKept, expectRawClosed } from "../support/close-cases.js";
import { LISTED_IN, memberIds } from "../support/member-list.js";
import { otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const closing: Closing = {
  operation: "closeConnection",
  whose: "the connection",
  closed: [{ userId: "ada", groups: ["room"] }],
  kept: [{ userId: "ada", groups: ["room"] }, {}],
  path: ({ id }) => ({ connectionId: id }),
};

export const closeConnectionCases: readonly WrittenCase[] = [
  ...closeCases(closing),
  {
    id: "close-connection/connection-of-another-hub",
    operation: "closeConnection",
    aspect: "effects",
    level: "MUST",
    requirement: "A connection of another hub is unknown: the answer is 204, and the connection is kept.",
    source: "operation",
    needs: ["state", "sockets"],
    async run(stage: Stage) {
      const client = await stage.connect();
      await stage.accept("closeConnection", { path: { hub: otherHub(stage), connectionId: client.id } });
      await expectKept(stage, client);
    },
  },
  {
    id: "close-connection/unknown-connection",
    operation: "closeConnection",
    aspect: "responses",
    level: "MUST",
    requirement: "A connection that there never was is answered as any other.",
    source: "response 204",
    needs: ["state"],
    async run(stage: Stage) {
      await stage.accept("closeConnection", { path: { connectionId: stage.unknownId } });
    },
  },
  {
    id: "close-connection/closed-connection",
    operation: "closeConnection",
    aspect: "responses",
    level: "MUST",
    requirement: "A connection that is closed already is answered as any other.",
    source: "response 204",
    needs: ["state", "sockets"],
    async run(stage: Stage) {
      const client = await stage.connect();
      const path = { connectionId: client.id };
      await stage.accept("closeConnection", { path });
      await expectClosed(stage, client);
      await stage.accept("closeConnection", { path });
    },
  },
  {
    id: "close-connection/raw-client-is-closed-with-1000",
    operation: "closeConnection",
    aspect: "effects",
    level: "SHOULD",
    requirement: "A client without a subprotocol is closed with 1000, and gets no frame before.",
    source: "operation",
    needs: ["state", "sockets"],
    // Nobody tells a raw client its id, and a server can only list it there.
    only: LISTED_IN,
    async run(stage: Stage) {
      const client = await stage.connect({ userId: "ada", groups: ["room"], protocol: null });
      const [connectionId] = await memberIds(stage, "room");
      stage.expect(connectionId !== undefined, "The raw client is not listed in its group.");
      await stage.accept("closeConnection", { path: { connectionId } });
      await expectRawClosed(stage, client);
    },
  },
];
