import { JSON_HEADERS } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongResponse } from "../support/wrong-emulator.js";

export const noValidation: readonly Mutant[] = describedOperations
  .filter(({ responses }) => "400" in responses)
  .map(({ id, name, success, responses }) =>
    wrongResponse(
      {
        id: `no-validation/${name}`,
        summary: `${id} reports success for any invalid request with a valid token.`,
        operations: [id],
        broad: true,
      },
      (response) => {
        if (response.status !== 400 && response.status !== 415) return response;
        const hasBody = Object.keys(responses[success]?.content ?? {}).length > 0;
        return { status: success, listsApiVersions: true, ...(hasBody && { headers: JSON_HEADERS, body: {} }) };
      },
    ),
  );
