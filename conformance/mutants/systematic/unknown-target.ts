import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import { operationError } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { isThere } from "../support/change-request.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongHandler, wrongReply } from "../support/wrong-emulator.js";

const EARLY_EMULATOR: readonly OperationId[] = [
  "removeConnectionFromGroup",
  "removeConnectionFromAllGroups",
  "sendToConnection",
];
const HISTORY: Partial<Record<OperationId, string>> = {
  ...Object.fromEntries(EARLY_EMULATOR.map((id) => [id, "An early revision of the official emulator did so."])),
  revokePermission: "The preview of 2020-10-01 did so.",
};

/** Servers that ask whether somebody is there where the service does not. */
const refused: readonly Mutant[] = describedOperations
  .filter(({ path, responses }) => /\{(connectionId|userId|group)\}/.test(path) && !("404" in responses))
  .map(({ id, name }) => {
    const history = HISTORY[id];
    return wrongHandler(
      {
        id: `unknown-target/${name}.refused`,
        summary: `${id} answers 404 where nobody is there whom it is about.`,
        history,
      },
      [id],
      (call, handler) => {
        if (isThere(call.hub, call.values)) return handler(call);
        throw operationError(404, "Error.NotExisted", "Nobody is there.", "Request");
      },
    );
  });

/** Servers that do not ask where the service does. */
const accepted: readonly Mutant[] = describedOperations
  .filter(({ responses }) => "404" in responses)
  .map(({ id, name, success }) =>
    wrongReply(
      {
        id: `unknown-target/${name}.accepted`,
        summary: `${id} answers with success though there is nothing of what it asks for.`,
      },
      [id],
      (reply) => (reply.status === 404 ? { status: success, listsApiVersions: true } : reply),
    ),
  );

export const unknownTarget: readonly Mutant[] = [...refused, ...accepted];
