import { parseFilter } from "../../emulator/filter/index.js";
import { isGroupName } from "../../emulator/name-rules.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import { operationError, validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { BULK } from "../support/operation-groups.js";
import { withHubOverrides } from "../support/override-hub.js";
import { mutantsOf, type Variant } from "../variants.js";
import { handling, type WrongEffect, wrongEffect } from "./effect-variants.js";

/** Changes the body of a bulk operation, unless it is malformed. */
const changeBody = (change: (body: { groups: string[]; filter?: unknown }, call: Call) => unknown) =>
  handling(BULK, (call, handler) => {
    const given: unknown = parseBody(call.body);
    if (typeof given !== "object" || given === null || !("groups" in given) || !Array.isArray(given.groups))
      return handler(call);
    const changed = change(given as { groups: string[] }, call);
    return handler({ ...call, body: Buffer.from(JSON.stringify(changed)) });
  });

function parseBody(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** The call with its groups, but without its filter. */
function withoutFilter(call: Call): Call {
  const { groups } = parseBody(call.body) as { groups: string[] };
  return { ...call, body: Buffer.from(JSON.stringify({ groups })) };
}

function hasFilter({ body }: Call): boolean {
  const given = parseBody(body) as { filter?: unknown } | null | undefined;
  return given?.filter !== undefined;
}

function isFilter(text: string): boolean {
  try {
    return parseFilter(text) !== undefined;
  } catch {
    return false;
  }
}

const VARIANTS: readonly Variant<WrongEffect>[] = [
  [
    "first-group-only",
    "Only the first of several groups counts.",
    changeBody(({ groups, ...rest }) => ({ ...rest, groups: groups.slice(0, 1) })),
  ],
  [
    "last-group-only",
    "Only the last of several groups counts.",
    changeBody(({ groups, ...rest }) => ({ ...rest, groups: groups.slice(-1) })),
  ],
  [
    "groups-split",
    "Group names are split at commas.",
    changeBody(({ groups, ...rest }) => ({
      ...rest,
      groups: groups.flatMap((group) => (typeof group === "string" ? group.split(",") : [group])),
    })),
  ],
  [
    "filter-ignored",
    "The filter in the body is validated and then ignored.",
    changeBody(({ filter, groups }) =>
      typeof filter === "string" && !isFilter(filter) ? { filter, groups } : { groups },
    ),
  ],
  [
    "nobody-without-filter",
    "Without a filter, no connection is selected.",
    changeBody((given) => ("filter" in given ? given : { ...given, filter: "false" })),
  ],
  [
    "null-refused",
    "A filter that is null is rejected.",
    changeBody((given) => {
      if (given.filter === null) throw validationProblem("Filter", "No.");
      return given;
    }),
  ],
  [
    "empty-refused",
    "An empty filter is rejected.",
    changeBody((given) => {
      if (given.filter === "") throw validationProblem("Filter", "No.");
      return given;
    }),
  ],
  [
    "bad-names-left-out",
    "Invalid group names are skipped, and the valid ones are used.",
    changeBody(({ groups, ...rest }) => ({ ...rest, groups: groups.filter(isGroupName) })),
  ],
  [
    "half-done",
    "A request with an invalid group name is rejected after its valid groups were changed.",
    handling(BULK, (call, handler) => {
      const given = parseBody(call.body) as { groups?: unknown } | undefined;
      const groups: unknown[] = Array.isArray(given?.groups) ? given.groups : [];
      const valid = groups.filter(isGroupName);
      if (valid.length < groups.length) changeEveryConnection(call, valid);
      return handler(call);
    }),
  ],
  [
    "bad-filter-done",
    "A request with an invalid filter is rejected after every connection was changed.",
    handling(BULK, (call, handler) => {
      try {
        return handler(call);
      } catch (error) {
        if (hasFilter(call)) handler(withoutFilter(call));
        throw error;
      }
    }),
  ],
  [
    "unknown-filter-matches-all",
    "An invalid filter selects every connection.",
    handling(BULK, (call, handler) => {
      try {
        return handler(call);
      } catch (error) {
        const given = parseBody(call.body) as { filter?: unknown } | undefined;
        if (typeof given?.filter !== "string") throw error;
        return handler(withoutFilter(call));
      }
    }),
    "An emulator in Go does so.",
  ],
  [
    "filter-target",
    "The error of a filter in a body has the target of a filter in a query.",
    {
      operations: BULK,
      make: () => ({
        response: (response, _, operation) => {
          const body = response.body as { target?: string } | undefined;
          return (BULK as readonly (string | null)[]).includes(operation) && body?.target === "Filter"
            ? { ...response, body: { ...body, target: "filter" } }
            : response;
        },
      }),
    },
  ],
  [
    "nobody-is-404",
    "A filter that selects no connection gets 404.",
    handling(BULK, (call, handler) => {
      let isChanged = false;
      const response = withHubOverrides(call, handler, (hub, original) => {
        hub.join = (connection, group) => {
          isChanged = true;
          original.join(connection, group);
        };
        hub.leave = (connection, group) => {
          isChanged = true;
          original.leave(connection, group);
        };
      });
      if (!isChanged) throw operationError(404, "Warning.Connection.NotExisted", "Nobody.", "Connection");
      return response;
    }),
  ],
];

function changeEveryConnection({ operation, hub }: Call, groups: readonly string[]): void {
  for (const connection of hub.connections.values())
    for (const group of groups)
      if (operation === "addConnectionsToGroups") hub.join(connection, group);
      else hub.leave(connection, group);
}

export const bulkMembership: readonly Mutant[] = mutantsOf("bulk", wrongEffect, VARIANTS);
