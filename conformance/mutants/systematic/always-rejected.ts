import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongResponse } from "../support/wrong-emulator.js";

export const alwaysRejected: readonly Mutant[] = describedOperations.map(({ id, name, success }) =>
  wrongResponse(
    {
      id: `always-refused/${name}`,
      summary: `${id} rejects correct requests as invalid.`,
      operations: [id],
      broad: true,
    },
    (response) => (response.status === success ? validationProblem("Request", "It cannot be.").response : response),
  ),
);
