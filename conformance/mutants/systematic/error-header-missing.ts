import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongResponse } from "../support/wrong-emulator.js";

export const errorHeaderMissing: readonly Mutant[] = describedOperations
  .filter(({ responses }) => "400" in responses)
  .map(({ id, name, method }) =>
    wrongResponse(
      {
        id: `error-header-missing/${name}`,
        summary: `${id} sends errors without the header x-ms-error-code.`,
        ...(method === "HEAD" && { history: "The preview of 2021-05-01 did so with the 404 of HEAD." }),
        operations: [id],
      },
      (response) => {
        const { "x-ms-error-code": _, ...headers } = response.headers ?? {};
        return { ...response, headers };
      },
    ),
  );
