import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { Mutant } from "../mutant.js";
import { BULK, describedOperations, SENDS } from "../support/operation-groups.js";
import { wrongReply } from "../support/wrong-emulator.js";

const OTHER: Readonly<Record<number, number>> = { 200: 204, 202: 204, 204: 200 };
const LISTED: readonly OperationId[] = [...SENDS, ...BULK, "getServiceStatus"];

export const wrongSuccessStatus: readonly Mutant[] = describedOperations.map(({ id, name, method, success }) => {
  const status = OTHER[success] ?? 200;
  const history = LISTED.includes(id)
    ? "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144"
    : method === "DELETE"
      ? "The preview of 2020-10-01 answered 200 to deletes."
      : undefined;
  return wrongReply(
    {
      id: `wrong-success-status/${name}`,
      summary: `${id} answers ${status} where it should answer ${success}.`,
      history,
      cases: /./,
      runAllCases: true,
    },
    [id],
    (reply) => (reply.status === success ? { status, listsApiVersions: reply.listsApiVersions } : reply),
  );
});
