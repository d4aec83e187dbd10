import { type Closing, closeCases, excludedCases, rawClientCase } from "../support/close-cases.js";
import type { WrittenCase } from "../written-case.js";

const closing: Closing = {
  operation: "closeAllConnections",
  whose: "every connection of the hub",
  closed: [{ userId: "alice", groups: ["room"] }, { userId: "bob" }, {}],
  kept: [],
  path: () => ({}),
};

export const closeAllConnectionsCases: readonly WrittenCase[] = [
  ...closeCases(closing),
  ...excludedCases(closing),
  rawClientCase(closing),
  {
    id: "close-all-connections/empty-hub",
    operation: "closeAllConnections",
    aspect: "responses",
    level: "MUST",
    requirement: "A hub that nobody is connected to is answered as any other.",
    source: "response 204",
    needs: ["state"],
    async run(context) {
      await context.expectAccepted("closeAllConnections");
    },
  },
];
