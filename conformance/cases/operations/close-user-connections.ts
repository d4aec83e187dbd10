import { type Closing, closeCases, excludedCases, expectClosed, rawClientCase } from "../support/close-cases.js";
import type { WrittenCase } from "../written-case.js";

const closing: Closing = {
  operation: "closeUserConnections",
  whose: "every connection of the user",
  closed: [{ userId: "ada", groups: ["room"] }, { userId: "ada" }],
  kept: [{ userId: "grace", groups: ["room"] }, {}],
  path: () => ({ userId: "ada" }),
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
    async run(stage) {
      const path = { userId: "ada" };
      const client = await stage.connect(path);
      await stage.accept("userExists", { path });
      await stage.accept("closeUserConnections", { path });
      await expectClosed(stage, client);
      await stage.notFound("userExists", { path }, "Warning.User.NotExisted");
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
    async run(stage) {
      await stage.accept("closeUserConnections", { path: { userId: "nobody" } });
    },
  },
];
