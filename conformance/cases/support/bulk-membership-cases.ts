import { json } from "../../wire/message-bodies.js";
import type { ExpectedRejection } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";
import { expectEmpty } from "./empty-response.js";
import { expectAbsent, expectExists, otherHub } from "./membership.js";

/** The body of a request that selects connections by a filter, for several groups. */
export const selection = (groups: readonly string[], filter?: string | null) =>
  json({ groups, ...(filter !== undefined && { filter }) });

/** The filters that select every connection of the hub. */
export const FILTERS_FOR_EVERY_CONNECTION = [
  { id: "without-filter", words: "Without a filter", filter: undefined },
  { id: "null-for-a-filter", words: "With the filter null", filter: null },
  { id: "empty-filter", words: "With an empty filter", filter: "" },
] as const;

/** The rejection of a member of the body. */
const invalid = (target: "Filter" | "Groups"): ExpectedRejection => ({
  status: 400,
  code: "Error.BadRequest",
  target,
});

/** The cases that both operations on many connections have: what they reject as a whole, and what they leave alone. */
export function selectionCases(operation: "addConnectionsToGroups" | "removeConnectionsFromGroups"): WrittenCase[] {
  const { must, should, atLevel, may } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
  const rejection = { aspect: "rejections", needs: ["state"] } as const;
  return [
    must(
      "bad-filter",
      "A filter that does not parse is rejected as a validation error with the target `Filter`.",
      "E23",
      async (context) => {
        await context.expectRejected(operation, { body: selection(["room"], "invalid filter") }, invalid("Filter"));
      },
      rejection,
    ),
    atLevel(
      // Recorded for adding. Removing takes the same body.
      operation === "addConnectionsToGroups" ? "MUST" : "SHOULD",
      "missing-groups",
      "A body without groups is rejected as a validation error with the target `Groups`.",
      operation === "addConnectionsToGroups" ? "E17" : "E87",
      async (context) => {
        await context.expectRejected(operation, { body: json({ filter: "userId eq 'alice'" }) }, invalid("Groups"));
      },
      rejection,
    ),
    ...[
      {
        id: "bad-filter-changes-nothing",
        words: "an invalid filter",
        body: selection(["old", "new"], "invalid filter"),
      },
      { id: "bad-group-name-changes-nothing", words: "an invalid group name", body: selection(["old", "new", " "]) },
    ].map(({ id, words, body }) =>
      should(
        id,
        `A request with ${words} is rejected as a whole: it changes no group.`,
        "operation",
        async (context) => {
          await context.connect({ groups: ["old"] });
          await context.expectRejected(operation, { body }, { status: 400 });
          await expectExists(context, "groupExists", { group: "old" });
          await expectAbsent(context, "groupExists", { group: "new" });
        },
      ),
    ),
    must(
      "filter-that-selects-nobody",
      "A filter that selects no connection returns 200 and changes no group.",
      "response 200",
      async (context) => {
        await context.connect({ userId: "alice", groups: ["old"] });
        await context.expectAccepted(operation, { body: selection(["old", "new"], "userId eq 'bob'") });
        await expectExists(context, "groupExists", { group: "old" });
        await expectAbsent(context, "groupExists", { group: "new" });
      },
    ),
    must(
      "connections-of-another-hub",
      "The filter selects no connections of another hub: they stay in their groups and join none.",
      "parameter hub",
      async (context) => {
        const hub = otherHub(context);
        await context.connect({ hub, userId: "alice", groups: ["old"] });
        await context.expectAccepted(operation, { body: selection(["old", "new"], "userId eq 'alice'") });
        await expectExists(context, "groupExists", { hub, group: "old" });
        await expectAbsent(context, "groupExists", { hub, group: "new" });
      },
    ),
    may(
      "answer-is-empty",
      "The response has Content-Length 0 and no Content-Type.",
      "E02",
      async (context) => {
        expectEmpty(context, await context.expectAccepted(operation, { body: selection(["room"]) }));
      },
      { aspect: "responses", needs: ["state"] },
    ),
  ];
}
