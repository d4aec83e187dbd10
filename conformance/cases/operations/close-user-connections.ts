import { type Closing, closeCases, excludedCases, expectClosed, rawClientCase } from "../support/close-cases.js";
import type { WrittenCase } from "../written-case.js";

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
  rawClientCase(closing),
  {
    id: "close-user-connections/user-is-gone",
    operation: "closeUserConnections",
    aspect: "effects",
    level: "MUST",
    requirement: "A user whose connections are all closed does not exist any more.",
    source: "operation",
    needs: ["state", "sockets"],
    async run(context) {
      const path = { userId: "alice" };
      const client = await context.connect(path);
      await context.expectAccepted("userExists", { path });
      await context.expectAccepted("closeUserConnections", { path });
      await expectClosed(context, client);
      await context.expectNotFound("userExists", { path }, "Warning.User.NotExisted");
    },
  },
  {
    id: "close-user-connections/unknown-user",
    operation: "closeUserConnections",
    aspect: "responses",
    level: "MUST",
    requirement: "A user that does not exist is answered as any other.",
    source: "response 204",
    needs: ["state"],
    async run(context) {
      await context.expectAccepted("closeUserConnections", { path: { userId: "nobody" } });
    },
  },
];
