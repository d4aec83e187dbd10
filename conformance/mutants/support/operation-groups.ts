import { type OperationId, operations } from "../../../generated/2024-12-01/operations.js";
import type { Operation } from "../../../generated/operation.js";
import { kebab } from "../../cases/case-ids.js";
import { successStatus } from "../../description/example-requests.js";

/** Every operation of the newest description, as mutants are made for each. */
export const describedOperations: readonly (Operation & {
  readonly id: OperationId;
  readonly name: string;
  readonly success: number;
})[] = Object.entries(operations as Readonly<Record<string, Operation>>).map(([id, operation]) => ({
  ...operation,
  id: id as OperationId,
  name: kebab(id),
  success: Number(successStatus(operation)),
}));

export const operationIds: readonly OperationId[] = describedOperations.map(({ id }) => id);

/** Those whose request has a parameter of that name, in the path or in the query. */
export function withParameter(name: string, place?: "path" | "query"): readonly OperationId[] {
  return describedOperations
    .filter(({ parameters }) =>
      parameters.some((parameter) => parameter.name === name && (place === undefined || parameter.in === place)),
    )
    .map(({ id }) => id);
}

export const SENDS: readonly OperationId[] = ["sendToAll", "sendToConnection", "sendToGroup", "sendToUser"];
export const CLOSES: readonly OperationId[] = [
  "closeAllConnections",
  "closeConnection",
  "closeGroupConnections",
  "closeUserConnections",
];
export const BULK: readonly OperationId[] = ["addConnectionsToGroups", "removeConnectionsFromGroups"];
export const PERMISSIONS: readonly OperationId[] = ["grantPermission", "revokePermission", "checkPermission"];
