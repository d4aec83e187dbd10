import { type Closing, closeCases, excludedCases, simpleClientClosedCase } from "../support/close-cases.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must } = casesOf("closeAllConnections", { aspect: "responses", needs: ["state"] });

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
  simpleClientClosedCase(closing),
  must("empty-hub", "Closing an empty hub succeeds.", "response 204", async (context) => {
    await context.expectAccepted("closeAllConnections");
  }),
];
