import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

/** No operation reads it: the mutants of `api-version` are wrong about it. */
const READ_BY_NO_OPERATION = "api-version";

export const parameterIgnored: readonly Mutant[] = describedOperations.flatMap(({ id, name, parameters }) =>
  parameters
    .filter((parameter) => parameter.in === "query" && parameter.name !== READ_BY_NO_OPERATION)
    .map((parameter) =>
      wrongHandler(
        {
          id: `parameter-ignored/${name}.${parameter.name}`,
          summary: `${id} validates ${parameter.name} and then ignores it.`,
          operations: [id],
        },
        (call, handler) => {
          // A permission cannot be granted without the name of a group.
          const value = parameter.name === "targetName" ? "any group" : undefined;
          const filter = parameter.name === "filter" ? undefined : call.filter;
          return handler({ ...withValues(call, { [parameter.name]: value }), filter });
        },
      ),
    ),
);
