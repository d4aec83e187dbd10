import { list } from "../../emulator/rest/handlers/handler.js";
import { badRequest } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { SENDS, withParameter } from "../support/operation-groups.js";
import type { Variant } from "../variants.js";
import { handling, only, sendMutants, type WrongSend, withOther } from "./send-variants.js";

const WITH_EXCLUDED = SENDS.filter((id) => withParameter("excluded", "query").includes(id));

const VARIANTS: readonly Variant<WrongSend>[] = [
  [
    "split",
    "excluded is split at commas",
    only(
      WITH_EXCLUDED,
      withOther((call) => ({ excluded: list(call, "excluded").flatMap((id) => id.split(",")) })),
    ),
    "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144",
  ],
  [
    "first-only",
    "only the first connection in excluded is excluded",
    only(
      WITH_EXCLUDED,
      withOther((call) => ({ excluded: list(call, "excluded").slice(0, 1) })),
    ),
  ],
  [
    "last-only",
    "only the last connection in excluded is excluded",
    only(
      WITH_EXCLUDED,
      withOther((call) => ({ excluded: list(call, "excluded").slice(-1) })),
    ),
  ],
  [
    "unknown-refused",
    "an unknown connection in excluded is rejected",
    only(
      WITH_EXCLUDED,
      handling((call, handler) => {
        if (list(call, "excluded").some((id) => !call.hub.connections.has(id))) throw badRequest("It is unknown.");
        return handler(call);
      }),
    ),
  ],
  [
    "excludes-the-user",
    "excluded excludes every connection of an excluded connection's user",
    only(
      ["sendToAll"],
      withOther((call) => ({
        excluded: list(call, "excluded").flatMap((id) => {
          const userId = call.hub.connections.get(id)?.userId;
          return userId ? [...call.hub.connectionsOf(userId)].map((connection) => connection.id) : [id];
        }),
      })),
    ),
  ],
  [
    "or-filter",
    "excluded is ignored when there is a filter",
    only(
      WITH_EXCLUDED,
      withOther((call) => (call.filter === undefined ? {} : { excluded: [] })),
    ),
  ],
  [
    "only-excluded",
    "only the excluded connections get the message",
    only(
      WITH_EXCLUDED,
      handling((call, handler) => {
        const excluded = list(call, "excluded");
        if (excluded.length === 0) return handler(call);
        const others = [...call.hub.connections.keys()].filter((id) => !excluded.includes(id));
        return handler(withValues(call, { excluded: others }));
      }),
    ),
  ],
];

export const excluded: readonly Mutant[] = sendMutants(
  "excluded",
  { written: [{ topics: ["operation"], aspects: ["effects"] }] },
  VARIANTS,
);
