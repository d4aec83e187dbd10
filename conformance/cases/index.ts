import type { OperationId } from "../../generated/2024-12-01/operations.js";
import { type DescriptionName, descriptions } from "../../generated/descriptions.js";
import type { Case } from "../case.js";
import { isApiVersion } from "../documents.js";
import type { WrittenCase } from "../written-case.js";
import { addConnectionToGroupCases } from "./add-connection-to-group.js";
import { addConnectionsToGroupsCases } from "./add-connections-to-groups.js";
import { addUserToGroupCases } from "./add-user-to-group.js";
import { apiVersionCases } from "./api-version.js";
import { authenticationCases } from "./authentication.js";
import { checkPermissionCases } from "./check-permission.js";
import { closeAllConnectionsCases } from "./close-all-connections.js";
import { closeConnectionCases } from "./close-connection.js";
import { closeGroupConnectionsCases } from "./close-group-connections.js";
import { closeUserConnectionsCases } from "./close-user-connections.js";
import { connectionExistsCases } from "./connection-exists.js";
import { constraintCases } from "./constraints.js";
import { errorCases } from "./errors.js";
import { filterCases } from "./filters.js";
import { generateClientTokenCases } from "./generate-client-token.js";
import { getServiceStatusCases } from "./get-service-status.js";
import { grantPermissionCases } from "./grant-permission.js";
import { groupExistsCases } from "./group-exists.js";
import { listConnectionsInGroupCases } from "./list-connections-in-group.js";
import { makeCase } from "./make-case.js";
import { nameCases } from "./names.js";
import { pagingCases } from "./paging.js";
import { removeConnectionFromAllGroupsCases } from "./remove-connection-from-all-groups.js";
import { removeConnectionFromGroupCases } from "./remove-connection-from-group.js";
import { removeConnectionsFromGroupsCases } from "./remove-connections-from-groups.js";
import { removeUserFromAllGroupsCases } from "./remove-user-from-all-groups.js";
import { removeUserFromGroupCases } from "./remove-user-from-group.js";
import { replayCases } from "./replay.js";
import { revokePermissionCases } from "./revoke-permission.js";
import { sendToAllCases } from "./send-to-all.js";
import { sendToConnectionCases } from "./send-to-connection.js";
import { sendToGroupCases } from "./send-to-group.js";
import { sendToUserCases } from "./send-to-user.js";
import { socketCases } from "./sockets.js";
import { sourceOf } from "./source.js";
import { userExistsCases } from "./user-exists.js";

/** What is written for each operation: a new one without does not compile. */
const ofOperations: { readonly [id in OperationId]: readonly WrittenCase[] } = {
  getServiceStatus: getServiceStatusCases,
  addConnectionsToGroups: addConnectionsToGroupsCases,
  closeAllConnections: closeAllConnectionsCases,
  generateClientToken: generateClientTokenCases,
  removeConnectionsFromGroups: removeConnectionsFromGroupsCases,
  sendToAll: sendToAllCases,
  closeConnection: closeConnectionCases,
  connectionExists: connectionExistsCases,
  sendToConnection: sendToConnectionCases,
  removeConnectionFromAllGroups: removeConnectionFromAllGroupsCases,
  groupExists: groupExistsCases,
  closeGroupConnections: closeGroupConnectionsCases,
  sendToGroup: sendToGroupCases,
  listConnectionsInGroup: listConnectionsInGroupCases,
  addConnectionToGroup: addConnectionToGroupCases,
  removeConnectionFromGroup: removeConnectionFromGroupCases,
  grantPermission: grantPermissionCases,
  revokePermission: revokePermissionCases,
  checkPermission: checkPermissionCases,
  userExists: userExistsCases,
  closeUserConnections: closeUserConnectionsCases,
  sendToUser: sendToUserCases,
  removeUserFromAllGroups: removeUserFromAllGroupsCases,
  addUserToGroup: addUserToGroupCases,
  removeUserFromGroup: removeUserFromGroupCases,
};

/** What is written for what no operation has for itself. */
const ofAll: readonly (readonly WrittenCase[])[] = [
  authenticationCases,
  nameCases,
  apiVersionCases,
  pagingCases,
  filterCases,
  errorCases,
  socketCases,
];

const written: readonly WrittenCase[] = [...Object.values(ofOperations), ...ofAll].flat();

/**
 * Every case for a description. Any runner can host them.
 *
 * First what is derived from its operation table, then what is written for its operations; the latter only for an
 * api-version, since it is about the service and not about a description.
 */
export function conformanceCases(description: DescriptionName): readonly Case[] {
  let cases = made.get(description);
  if (cases === undefined) {
    const operations = descriptions[description];
    cases = [
      ...replayCases(description, operations),
      ...constraintCases(description, operations),
      ...(isApiVersion(description) ? written.flatMap((each) => writtenCase(description, each)) : []),
    ];
    made.set(description, cases);
  }
  return cases;
}

const made = new Map<DescriptionName, readonly Case[]>();

function writtenCase(description: DescriptionName, { run, source, only, ...head }: WrittenCase): Case[] {
  const operation = head.operation === "sockets" ? undefined : descriptions[description][head.operation];
  if (head.operation !== "sockets" && operation === undefined) return [];
  if (only !== undefined && !only.includes(description)) return [];
  return [makeCase(description, { ...head, source: sourceOf(description, operation, source) }, run)];
}
