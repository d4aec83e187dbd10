import {
  type Closing,
  closeCases,
  expectClosed,
  expectKept,
  expectSimpleClientClosed,
  SIMPLE_CLIENT_IS_CLOSED,
} from "../support/close-cases.js";
import { memberIds } from "../support/member-list.js";
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
    "A connection of another hub is unknown: the request returns 204, and the connection stays open.",
    "operation",
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("closeConnection", { path: { hub: otherHub(context), connectionId: client.id } });
      await expectKept(context, client);
    },
  ),
  must(
    "unknown-connection",
    "Closing an unknown connection succeeds.",
    "response 204",
    async (context) => {
      await context.expectAccepted("closeConnection", { path: { connectionId: context.unknownId } });
    },
    { aspect: "responses", needs: ["state"] },
  ),
  must(
    "closed-connection",
    "Closing a connection again succeeds.",
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
  // A simple client does not learn its connection id. Only a list of members shows it.
  should(
    "raw-client-is-closed-with-1000",
    SIMPLE_CLIENT_IS_CLOSED,
    "operation",
    async (context) => {
      const client = await context.connect({ userId: "alice", groups: ["room"], protocol: null });
      const [connectionId] = await memberIds(context, "room");
      context.expect(connectionId !== undefined, "The simple client is a member of the group but is not listed.");
      await context.expectAccepted("closeConnection", { path: { connectionId } });
      await expectSimpleClientClosed(context, client);
    },
    { uses: ["listConnectionsInGroup"] },
  ),
];
