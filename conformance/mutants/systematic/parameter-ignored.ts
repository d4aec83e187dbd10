import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

/** Not looked at by any operation: whether it is checked is asked elsewhere. */
const OF_NO_OPERATION = "api-version";

export const parameterIgnored: readonly Mutant[] = describedOperations.flatMap(({ id, name, parameters }) =>
  parameters
    .filter((parameter) => parameter.in === "query" && parameter.name !== OF_NO_OPERATION)
    .map((parameter) =>
      wrongHandler(
        {
          id: `parameter-ignored/${name}.${parameter.name}`,
          summary: `${id} checks ${parameter.name}, and then does as if it were not there.`,
        },
        [id],
        (call, handler) => {
          // The name of a group in which a permission is granted has to be one.
          const value = parameter.name === "targetName" ? "any group" : undefined;
          const filter = parameter.name === "filter" ? undefined : call.filter;
          return handler({ ...withValues(call, { [parameter.name]: value }), filter });
        },
      ),
    ),
);
