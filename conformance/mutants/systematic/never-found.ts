import { operationError } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongResponse } from "../support/wrong-emulator.js";

export const neverFound: readonly Mutant[] = describedOperations
  .filter(({ responses }) => "404" in responses)
  .map(({ id, name, success }) =>
    wrongResponse(
      {
        id: `never-there/${name}`,
        summary: `${id} returns 404 for what exists.`,
        operations: [id],
      },
      (response) =>
        response.status === success
          ? operationError(404, "Warning.Group.NotExisted", "Nobody is there.", "Group").response
          : response,
    ),
  );
