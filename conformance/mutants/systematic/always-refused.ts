import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongReply } from "../support/wrong-emulator.js";

export const alwaysRefused: readonly Mutant[] = describedOperations.map(({ id, name, success }) =>
  wrongReply(
    { id: `always-refused/${name}`, summary: `${id} refuses correct requests as if they were wrong.` },
    [id],
    (reply) => (reply.status === success ? validationProblem("Request", "It cannot be.").reply : reply),
  ),
);
