import {
  type Closing,
  closeCases,
  excludedCases,
  expectClosed,
  expectKept,
  simpleClientClosedCase,
} from "../support/close-cases.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must } = casesOf("closeGroupConnections", { aspect: "effects", needs: ["state", "sockets"] });

const closing: Closing = {
  operation: "closeGroupConnections",
  whose: "every connection in the group",
  closed: [{ groups: ["room"] }, { userId: "alice", groups: ["hall", "room"] }],
  kept: [{ groups: ["hall"] }, { userId: "alice" }],
  path: () => ({ group: "room" }),
};

export const closeGroupConnectionsCases: readonly WrittenCase[] = [
  ...closeCases(closing),
  ...excludedCases(closing),
  simpleClientClosedCase(closing),
  must(
    "members-of-now",
    "Membership at the time of the request counts: a connection added since is closed, a removed one is not.",
    "operation",
    async (context) => {
      const added = await context.connect({ name: "added" });
      const removed = await context.connect({ name: "removed", groups: ["room"] });
      await context.expectAccepted("addConnectionToGroup", { path: { group: "room", connectionId: added.id } });
      await context.expectAccepted("removeConnectionFromGroup", { path: { group: "room", connectionId: removed.id } });
      await context.expectAccepted("closeGroupConnections", { path: { group: "room" } });
      await expectClosed(context, added);
      await expectKept(context, removed);
    },
  ),
  must("group-is-gone", "The group no longer exists once its connections are closed.", "operation", async (context) => {
    const path = { group: "room" };
    const client = await context.connect({ groups: ["room"] });
    await context.expectAccepted("groupExists", { path });
    await context.expectAccepted("closeGroupConnections", { path });
    await expectClosed(context, client);
    await context.expectNotFound("groupExists", { path }, "Warning.Group.NotExisted");
  }),
  must(
    "unknown-group",
    "Closing an unknown group succeeds.",
    "response 204",
    async (context) => {
      await context.expectAccepted("closeGroupConnections", { path: { group: "nowhere" } });
    },
    { aspect: "responses", needs: ["state"] },
  ),
];
