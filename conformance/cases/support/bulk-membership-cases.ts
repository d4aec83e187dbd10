import { json } from "../../wire/message-bodies.js";
import type { ExpectedRejection } from "../case-context.js";
import { kebab } from "../case-ids.js";
import type { WrittenCase } from "../written-case.js";
import { expectEmpty } from "./empty-response.js";
import { expectAbsent, expectExists, otherHub } from "./membership.js";

/** The body of the two operations that select connections by a filter, for many groups. */
export const selection = (groups: readonly string[], filter?: string | null) =>
  json({ groups, ...(filter !== undefined && { filter }) });

/** What says that every connection of the hub is meant. */
export const FILTERS_FOR_EVERY_CONNECTION = [
  { words: "without-filter", means: "Without a filter", filter: undefined },
  { words: "null-for-a-filter", means: "With null for a filter", filter: null },
  { words: "empty-filter", means: "With an empty filter", filter: "" },
] as const;

/** What both operations have in common: what they refuse as a whole, and whom they leave alone. */
export function selectionCases(operation: "addConnectionsToGroups" | "removeConnectionsFromGroups"): WrittenCase[] {
  const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;
  const rejection = { operation, aspect: "rejections", needs: ["state"] } as const;
  const file = kebab(operation);
  return [
    {
      ...rejection,
      id: `${file}/bad-filter`,
      level: "MUST",
      requirement: "A filter that does not parse is refused by model validation, with the target `Filter`.",
      source: "E23",
      async run(context) {
        const refused: ExpectedRejection = {
          status: 400,
          code: "Error.BadRequest",
          target: "Filter",
          format: "validation",
        };
        await context.expectRejected(operation, { body: selection(["room"], "invalid filter") }, refused);
      },
    },
    {
      ...rejection,
      id: `${file}/missing-groups`,
      // Recorded for the one; the other takes the same body.
      level: operation === "addConnectionsToGroups" ? "MUST" : "SHOULD",
      requirement: "A body without groups is refused by model validation, with the target `Groups`.",
      source: "E17",
      async run(context) {
        const refused: ExpectedRejection = {
          status: 400,
          code: "Error.BadRequest",
          target: "Groups",
          format: "validation",
        };
        await context.expectRejected(operation, { body: json({ filter: "userId eq 'alice'" }) }, refused);
      },
    },
    ...[
      { id: "bad-filter-changes-nothing", what: "filter", body: selection(["old", "new"], "invalid filter") },
      { id: "bad-group-name-changes-nothing", what: "group name", body: selection(["old", "new", " "]) },
    ].map(
      ({ id, what, body }): WrittenCase => ({
        ...effect,
        id: `${file}/${id}`,
        level: "SHOULD",
        requirement: `All or nothing: a request with a bad ${what} changes no group.`,
        source: "operation",
        async run(context) {
          await context.connect({ groups: ["old"] });
          await context.expectRejected(operation, { body }, { status: 400 });
          await expectExists(context, "groupExists", { group: "old" });
          await expectAbsent(context, "groupExists", { group: "new" });
        },
      }),
    ),
    {
      ...effect,
      id: `${file}/filter-that-selects-nobody`,
      level: "MUST",
      requirement: "A filter that selects no connection is answered with 200, and changes no group.",
      source: "response 200",
      async run(context) {
        await context.connect({ userId: "alice", groups: ["old"] });
        await context.expectAccepted(operation, { body: selection(["old", "new"], "userId eq 'bob'") });
        await expectExists(context, "groupExists", { group: "old" });
        await expectAbsent(context, "groupExists", { group: "new" });
      },
    },
    {
      ...effect,
      id: `${file}/connections-of-another-hub`,
      level: "MUST",
      requirement: "The connections of another hub that the filter fits stay in their groups there, and join none.",
      source: "parameter hub",
      async run(context) {
        const hub = otherHub(context);
        await context.connect({ hub, userId: "alice", groups: ["old"] });
        await context.expectAccepted(operation, { body: selection(["old", "new"], "userId eq 'alice'") });
        await expectExists(context, "groupExists", { hub, group: "old" });
        await expectAbsent(context, "groupExists", { hub, group: "new" });
      },
    },
    {
      ...effect,
      id: `${file}/answer-is-empty`,
      aspect: "responses",
      level: "SHOULD",
      requirement: "The answer has Content-Length 0 and no Content-Type.",
      source: "E02",
      needs: ["state"],
      async run(context) {
        expectEmpty(context, await context.expectAccepted(operation, { body: selection(["room"]) }));
      },
    },
  ];
}
