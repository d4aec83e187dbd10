import type { OperationId } from "../../../generated/operations.js";
import { operationError } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { exists } from "../support/change-request.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongHandler, wrongResponse } from "../support/wrong-emulator.js";

const EARLY_EMULATOR: readonly OperationId[] = [
  "removeConnectionFromGroup",
  "removeConnectionFromAllGroups",
  "sendToConnection",
];
const HISTORY: Partial<Record<OperationId, string>> = {
  ...Object.fromEntries(EARLY_EMULATOR.map((id) => [id, "An early revision of the official emulator did so."])),
  revokePermission: "The preview of 2020-10-01 did so.",
};

/** Servers that check that the connection, user or group exists where the service does not check. */
const rejected: readonly Mutant[] = describedOperations
  .filter(({ path, responses }) => /\{(connectionId|userId|group)\}/.test(path) && !("404" in responses))
  .map(({ id, name }) =>
    wrongHandler(
      {
        id: `unknown-target/${name}.refused`,
        summary: `${id} returns 404 when its connection, user or group does not exist.`,
        history: HISTORY[id],
        operations: [id],
      },
      (call, handler) => {
        if (exists(call.hub, call.values)) return handler(call);
        throw operationError(404, "Error.NotExisted", "Nobody is there.", "Request");
      },
    ),
  );

/** Servers that do not check it where the service does. */
const accepted: readonly Mutant[] = describedOperations
  .filter(({ responses }) => "404" in responses)
  .map(({ id, name, success }) =>
    wrongResponse(
      {
        id: `unknown-target/${name}.accepted`,
        summary: `${id} reports success when nothing it asks for exists.`,
        operations: [id],
      },
      (response) => (response.status === 404 ? { status: success, listsApiVersions: true } : response),
    ),
  );

export const unknownTarget: readonly Mutant[] = [...rejected, ...accepted];
