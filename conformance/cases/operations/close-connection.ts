import { type Closing, closeCases, expectClosed, expectKept, expectRawClosed } from "../support/close-cases.js";
import { LISTED_IN, memberIds } from "../support/member-list.js";
import { otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should } = casesOf("closeConnection", { aspect: "effects", needs: ["state", "sockets"] });

const closing: Closing = {
  operation: "closeConnection",
  whose: "the connection",
  closed: [{ userId: "alice", groups: ["room"] }],
  kept: [{ userId: "alice", groups: ["room"] }, {}],
  path: ({ id }) => ({ connectionId: id }),
};

export const closeConnectionCases: readonly WrittenCase[] = [
  ...closeCases(closing),
  must(
    "connection-of-another-hub",
    "A connection of another hub is unknown: the answer is 204, and the connection is kept.",
    "operation",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("closeConnection", { path: { hub: otherHub(context), connectionId: client.id } });
      await expectKept(context, client);
    },
  ),
  must(
    "unknown-connection",
    "A connection that there never was is answered as any other.",
    "response 204",
    async (context) => {
      await context.expectAccepted("closeConnection", { path: { connectionId: context.unknownId } });
    },
    { aspect: "responses", needs: ["state"] },
  ),
  must(
    "closed-connection",
    "A connection that is closed already is answered as any other.",
    "response 204",
    async (context) => {
      const client = await context.connect();
      const path = { connectionId: client.id };
      await context.expectAccepted("closeConnection", { path });
      await expectClosed(context, client);
      await context.expectAccepted("closeConnection", { path });
    },
    { aspect: "responses" },
  ),
  // Nobody tells a raw client its id, and a server can only list it there.
  should(
    "raw-client-is-closed-with-1000",
    "A client without a subprotocol is closed with 1000, and gets no frame before.",
    "operation",
    async (context) => {
      const client = await context.connect({ userId: "alice", groups: ["room"], protocol: null });
      const [connectionId] = await memberIds(context, "room");
      context.expect(connectionId !== undefined, "The raw client is not listed in its group.");
      await context.expectAccepted("closeConnection", { path: { connectionId } });
      await expectRawClosed(context, client);
    },
    { only: LISTED_IN },
  ),
];
