import { OF_JSON } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { each } from "../support/operation-groups.js";
import { wrongReply } from "../support/wrong-emulator.js";

export const noValidation: readonly Mutant[] = each
  .filter(({ responses }) => "400" in responses)
  .map(({ id, name, success, responses }) =>
    wrongReply(
      {
        id: `no-validation/${name}`,
        sentence: `${id} answers with success to requests that are wrong in any way but their token.`,
      },
      [id],
      (reply) => {
        if (reply.status !== 400 && reply.status !== 415) return reply;
        const hasBody = Object.keys(responses[success]?.content ?? {}).length > 0;
        return { status: success, reached: true, ...(hasBody && { headers: OF_JSON, body: {} }) };
      },
    ),
  );
