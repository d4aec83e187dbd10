import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import { ALL_CASES } from "../case-selection.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

/** One mutant for each optional parameter of each operation. */
export const optionalRejected: readonly Mutant[] = describedOperations.flatMap(({ id, name, parameters }) =>
  parameters
    .filter(({ required }) => !required)
    .map((parameter) =>
      wrongHandler(
        {
          id: `optional-refused/${name}.${parameter.name}`,
          summary: `${id} rejects its optional parameter ${parameter.name}.`,
          operations: [id],
          cases: ALL_CASES,
          runAllCases: true,
        },
        (call, handler) => {
          const value = call.values[parameter.name];
          if (value === undefined || (Array.isArray(value) && value.length === 0)) return handler(call);
          throw validationProblem(parameter.name, "This parameter is unknown.");
        },
      ),
    ),
);
