import {
  type Closing,
  closeCases,
  excludedCases,
  expectClosed,
  simpleClientClosedCase,
} from "../support/close-cases.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must } = casesOf("closeUserConnections", { aspect: "effects", needs: ["state", "sockets"] });

const closing: Closing = {
  operation: "closeUserConnections",
  whose: "every connection of the user",
  closed: [{ userId: "alice", groups: ["room"] }, { userId: "alice" }],
  kept: [{ userId: "bob", groups: ["room"] }, {}],
  path: () => ({ userId: "alice" }),
};

export const closeUserConnectionsCases: readonly WrittenCase[] = [
  ...closeCases(closing),
  ...excludedCases(closing),
  simpleClientClosedCase(closing),
  must("user-is-gone", "The user no longer exists once its connections are closed.", "operation", async (context) => {
    const path = { userId: "alice" };
    const client = await context.connect(path);
    await context.expectAccepted("userExists", { path });
    await context.expectAccepted("closeUserConnections", { path });
    await expectClosed(context, client);
    await context.expectNotFound("userExists", { path }, "Warning.User.NotExisted");
  }),
  must(
    "unknown-user",
    "Closing the connections of an unknown user succeeds.",
    "response 204",
    async (context) => {
      await context.expectAccepted("closeUserConnections", { path: { userId: "nobody" } });
    },
    { aspect: "responses", needs: ["state"] },
  ),
];
