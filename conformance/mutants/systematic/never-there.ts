import { operationError } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongReply } from "../support/wrong-emulator.js";

export const neverThere: readonly Mutant[] = describedOperations
  .filter(({ responses }) => "404" in responses)
  .map(({ id, name, success }) =>
    wrongReply(
      { id: `never-there/${name}`, summary: `${id} answers 404 though what it asks for is there.` },
      [id],
      (reply) =>
        reply.status === success
          ? operationError(404, "Warning.Group.NotExisted", "Nobody is there.", "Group").reply
          : reply,
    ),
  );
