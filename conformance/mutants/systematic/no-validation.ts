import { JSON_HEADERS } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongReply } from "../support/wrong-emulator.js";

export const noValidation: readonly Mutant[] = describedOperations
  .filter(({ responses }) => "400" in responses)
  .map(({ id, name, success, responses }) =>
    wrongReply(
      {
        id: `no-validation/${name}`,
        summary: `${id} answers with success to requests that are wrong in any way but their token.`,
      },
      [id],
      (reply) => {
        if (reply.status !== 400 && reply.status !== 415) return reply;
        const hasBody = Object.keys(responses[success]?.content ?? {}).length > 0;
        return { status: success, listsApiVersions: true, ...(hasBody && { headers: JSON_HEADERS, body: {} }) };
      },
    ),
  );
