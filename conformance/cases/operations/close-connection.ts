import type { CaseContext } from "../case-context.js";
import { type Closing, closeCases, expectClosed, expectKept, expectRawClosed } from "../support/close-cases.js";
import { LISTED_IN, memberIds } from "../support/member-list.js";
import { otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const closing: Closing = {
  operation: "closeConnection",
  whose: "the connection",
  closed: [{ userId: "alice", groups: ["room"] }],
  kept: [{ userId: "alice", groups: ["room"] }, {}],
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
    async run(context: CaseContext) {
      const client = await context.connect();
      await context.expectAccepted("closeConnection", { path: { hub: otherHub(context), connectionId: client.id } });
      await expectKept(context, client);
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
    async run(context: CaseContext) {
      await context.expectAccepted("closeConnection", { path: { connectionId: context.unknownId } });
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
    async run(context: CaseContext) {
      const client = await context.connect();
      const path = { connectionId: client.id };
      await context.expectAccepted("closeConnection", { path });
      await expectClosed(context, client);
      await context.expectAccepted("closeConnection", { path });
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
    async run(context: CaseContext) {
      const client = await context.connect({ userId: "alice", groups: ["room"], protocol: null });
      const [connectionId] = await memberIds(context, "room");
      context.expect(connectionId !== undefined, "The raw client is not listed in its group.");
      await context.expectAccepted("closeConnection", { path: { connectionId } });
      await expectRawClosed(context, client);
    },
  },
];
