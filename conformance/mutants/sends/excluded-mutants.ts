import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import { list } from "../../emulator/rest/handlers/handler.js";
import { badRequest } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { handling, mutantsOf, type Variant, valuesOf } from "./send-variants.js";

const CSV = "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144";
const WITH_EXCLUDED: readonly OperationId[] = ["sendToAll", "sendToGroup"];

const VARIANTS: readonly Variant[] = [
  {
    name: "split",
    summary: "excluded is split at commas",
    history: CSV,
    of: WITH_EXCLUDED,
    make: valuesOf((call) => ({ excluded: list(call, "excluded").flatMap((id) => id.split(",")) })),
  },
  {
    name: "first-only",
    summary: "only the first connection in excluded is excluded",
    of: WITH_EXCLUDED,
    make: valuesOf((call) => ({ excluded: list(call, "excluded").slice(0, 1) })),
  },
  {
    name: "last-only",
    summary: "only the last connection in excluded is excluded",
    of: WITH_EXCLUDED,
    make: valuesOf((call) => ({ excluded: list(call, "excluded").slice(-1) })),
  },
  {
    name: "unknown-refused",
    summary: "an unknown connection in excluded is refused",
    of: WITH_EXCLUDED,
    make: handling((call, handler) => {
      if (list(call, "excluded").some((id) => !call.hub.connections.has(id))) throw badRequest("It is unknown.");
      return handler(call);
    }),
  },
  {
    name: "excludes-the-user",
    summary: "excluded excludes all connections of a user",
    of: ["sendToAll"],
    make: valuesOf((call) => ({
      excluded: list(call, "excluded").flatMap((id) => {
        const userId = call.hub.connections.get(id)?.userId;
        return userId ? [...call.hub.connectionsOf(userId)].map((connection) => connection.id) : [id];
      }),
    })),
  },
  {
    name: "or-filter",
    summary: "with a filter nobody is excluded",
    of: WITH_EXCLUDED,
    make: valuesOf((call) => (call.filter === undefined ? {} : { excluded: [] })),
  },
  {
    name: "only-excluded",
    summary: "excluded are the only ones to get the message",
    of: WITH_EXCLUDED,
    make: handling((call, handler) => {
      const excluded = list(call, "excluded");
      if (excluded.length === 0) return handler(call);
      const others = [...call.hub.connections.keys()].filter((id) => !excluded.includes(id));
      return handler(withValues(call, { excluded: others }));
    }),
  },
];

export const excluded: readonly Mutant[] = mutantsOf("excluded", VARIANTS);
