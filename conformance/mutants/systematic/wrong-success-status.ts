import type { OperationId } from "../../../generated/operations.js";
import { ALL_CASES } from "../case-selection.js";
import type { Mutant } from "../mutant.js";
import { BULK, type DescribedOperation, describedOperations, SENDS } from "../support/operation-groups.js";
import { wrongResponse } from "../support/wrong-emulator.js";

const OTHER: Readonly<Record<number, number>> = { 200: 204, 202: 204, 204: 200 };
const DESCRIBED_WRONGLY: readonly OperationId[] = [...SENDS, ...BULK, "getServiceStatus"];

function historyOf({ id, method }: DescribedOperation): string | undefined {
  if (DESCRIBED_WRONGLY.includes(id))
    return "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144";
  return method === "DELETE" ? "The preview of 2020-10-01 answered 200 to deletes." : undefined;
}

export const wrongSuccessStatus: readonly Mutant[] = describedOperations.map((operation) => {
  const { id, name, success } = operation;
  const status = OTHER[success] ?? 200;
  return wrongResponse(
    {
      id: `wrong-success-status/${name}`,
      summary: `${id} returns ${status} instead of ${success}.`,
      history: historyOf(operation),
      operations: [id],
      cases: ALL_CASES,
      runAllCases: true,
    },
    (response) => (response.status === success ? { status, listsApiVersions: response.listsApiVersions } : response),
  );
});
