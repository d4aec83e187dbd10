import { parseFilter } from "../../emulator/filter/index.js";
import { isGroupName } from "../../emulator/name-rules.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import { operationError, validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { BULK } from "../support/operation-groups.js";
import { withHubOverrides } from "../support/override-hub.js";
import { handling, mutantsOf, type Variant } from "./effect-variants.js";

/** Changes the body of a bulk operation, where it is one. */
const body = (change: (body: { groups: string[]; filter?: unknown }, call: Call) => unknown) =>
  handling(BULK, (call, handler) => {
    const given: unknown = parsed(call.body);
    if (typeof given !== "object" || given === null || !("groups" in given) || !Array.isArray(given.groups))
      return handler(call);
    const changed = change(given as { groups: string[] }, call);
    return handler({ ...call, body: Buffer.from(JSON.stringify(changed)) });
  });

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function isFilter(text: string): boolean {
  try {
    return parseFilter(text) !== undefined;
  } catch {
    return false;
  }
}

const refused = (target: string) => validationProblem(target, "No.");

const VARIANTS: readonly Variant[] = [
  {
    name: "first-group-only",
    summary: "Of several groups only the first counts.",
    operations: BULK,
    make: body(({ groups, ...rest }) => ({ ...rest, groups: groups.slice(0, 1) })),
  },
  {
    name: "last-group-only",
    summary: "Of several groups only the last counts.",
    operations: BULK,
    make: body(({ groups, ...rest }) => ({ ...rest, groups: groups.slice(-1) })),
  },
  {
    name: "groups-split",
    summary: "The name of a group is split at commas.",
    operations: BULK,
    make: body(({ groups, ...rest }) => ({
      ...rest,
      groups: groups.flatMap((group) => (typeof group === "string" ? group.split(",") : [group])),
    })),
  },
  {
    name: "filter-ignored",
    summary: "The filter of many is checked and has no effect.",
    operations: BULK,
    make: body(({ filter, groups }) =>
      typeof filter === "string" && !isFilter(filter) ? { filter, groups } : { groups },
    ),
  },
  {
    name: "nobody-without-filter",
    summary: "Without a filter nobody is selected.",
    operations: BULK,
    make: body((given) => ("filter" in given ? given : { ...given, filter: "false" })),
  },
  {
    name: "null-refused",
    summary: "A filter that is null is refused.",
    operations: BULK,
    make: body((given) => {
      if (given.filter === null) throw refused("Filter");
      return given;
    }),
  },
  {
    name: "empty-refused",
    summary: "A filter that is empty is refused.",
    operations: BULK,
    make: body((given) => {
      if (given.filter === "") throw refused("Filter");
      return given;
    }),
  },
  {
    name: "bad-names-left-out",
    summary: "Names that no group can have are left out, and the others count.",
    operations: BULK,
    make: body(({ groups, ...rest }) => ({ ...rest, groups: groups.filter(isGroupName) })),
  },
  {
    name: "half-done",
    summary: "What comes before a bad name is done, and then it is refused.",
    operations: BULK,
    make: handling(BULK, (call, handler) => {
      const given = parsed(call.body) as { groups?: unknown } | undefined;
      const groups: unknown[] = Array.isArray(given?.groups) ? given.groups : [];
      const good = groups.filter(isGroupName);
      if (good.length < groups.length)
        for (const connection of call.hub.connections.values())
          for (const group of good)
            if (call.operation === "addConnectionsToGroups") call.hub.join(connection, group);
            else call.hub.leave(connection, group);
      return handler(call);
    }),
  },
  {
    name: "bad-filter-done",
    summary: "A filter that is not understood is refused after it was done.",
    operations: BULK,
    make: handling(BULK, (call, handler) => {
      const given = parsed(call.body) as { groups?: string[]; filter?: unknown } | undefined;
      try {
        return handler(call);
      } catch (error) {
        if (given?.filter !== undefined)
          handler({ ...call, body: Buffer.from(JSON.stringify({ groups: given.groups })) });
        throw error;
      }
    }),
  },
  {
    name: "unknown-filter-matches-all",
    summary: "A filter that is not understood selects everybody.",
    history: "An emulator in Go does so.",
    operations: BULK,
    make: handling(BULK, (call, handler) => {
      try {
        return handler(call);
      } catch (error) {
        const given = parsed(call.body) as { groups?: string[]; filter?: unknown } | undefined;
        if (typeof given?.filter !== "string") throw error;
        return handler({ ...call, body: Buffer.from(JSON.stringify({ groups: given.groups })) });
      }
    }),
  },
  {
    name: "filter-target",
    summary: "The target of a filter error in a body is the one of a query.",
    operations: BULK,
    make: () => ({
      reply: (reply, _, operation) => {
        const given = reply.body as { target?: string } | undefined;
        return (BULK as readonly (string | null)[]).includes(operation) && given?.target === "Filter"
          ? { ...reply, body: { ...given, target: "filter" } }
          : reply;
      },
    }),
  },
  {
    name: "nobody-is-404",
    summary: "Where the filter selects nobody the answer is 404.",
    operations: BULK,
    make: handling(BULK, (call, handler) => {
      let touched = false;
      const reply = withHubOverrides(call, handler, (hub, right) => {
        hub.join = (connection, group) => {
          touched = true;
          right.join(connection, group);
        };
        hub.leave = (connection, group) => {
          touched = true;
          right.leave(connection, group);
        };
      });
      if (!touched) throw operationError(404, "Warning.Connection.NotExisted", "Nobody.", "Connection");
      return reply;
    }),
  },
];

export const bulk: readonly Mutant[] = mutantsOf("bulk", VARIANTS);
