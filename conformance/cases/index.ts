import { type DescriptionName, descriptions } from "../../generated/descriptions.js";
import type { OperationId } from "../../generated/operations.js";
import { latestApiVersion } from "../../generated/versions.js";
import { isApiVersion } from "../description/documents.js";
import { findSource } from "../description/sources.js";
import type { Case, Topic } from "./case.js";
import { constraintCases } from "./derived/constraint-cases.js";
import { replayCases } from "./derived/replay-cases.js";
import { responseCases } from "./derived/response-cases.js";
import { makeCase } from "./make-case.js";
import { addConnectionToGroupCases } from "./operations/add-connection-to-group.js";
import { addConnectionsToGroupsCases } from "./operations/add-connections-to-groups.js";
import { addUserToGroupCases } from "./operations/add-user-to-group.js";
import { checkPermissionCases } from "./operations/check-permission.js";
import { closeAllConnectionsCases } from "./operations/close-all-connections.js";
import { closeConnectionCases } from "./operations/close-connection.js";
import { closeGroupConnectionsCases } from "./operations/close-group-connections.js";
import { closeUserConnectionsCases } from "./operations/close-user-connections.js";
import { connectionExistsCases } from "./operations/connection-exists.js";
import { generateClientTokenCases } from "./operations/generate-client-token.js";
import { getServiceStatusCases } from "./operations/get-service-status.js";
import { grantPermissionCases } from "./operations/grant-permission.js";
import { groupExistsCases } from "./operations/group-exists.js";
import { listConnectionsInGroupCases } from "./operations/list-connections-in-group.js";
import { removeConnectionFromAllGroupsCases } from "./operations/remove-connection-from-all-groups.js";
import { removeConnectionFromGroupCases } from "./operations/remove-connection-from-group.js";
import { removeConnectionsFromGroupsCases } from "./operations/remove-connections-from-groups.js";
import { removeUserFromAllGroupsCases } from "./operations/remove-user-from-all-groups.js";
import { removeUserFromGroupCases } from "./operations/remove-user-from-group.js";
import { revokePermissionCases } from "./operations/revoke-permission.js";
import { sendToAllCases } from "./operations/send-to-all.js";
import { sendToConnectionCases } from "./operations/send-to-connection.js";
import { sendToGroupCases } from "./operations/send-to-group.js";
import { sendToUserCases } from "./operations/send-to-user.js";
import { userExistsCases } from "./operations/user-exists.js";
import { apiVersionCases } from "./topics/api-version-cases.js";
import { authenticationCases } from "./topics/authentication-cases.js";
import { errorCases } from "./topics/error-cases.js";
import { filterCases } from "./topics/filters/filter-cases.js";
import { nameCases } from "./topics/name-cases.js";
import { pagingCases } from "./topics/paging-cases.js";
import { socketCases } from "./topics/sockets/socket-cases.js";
import type { WrittenCase } from "./written-case.js";

/** The written cases of each operation: an operation without an entry does not compile. */
const operationCases: { readonly [id in OperationId]: readonly WrittenCase[] } = {
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

/** The written cases of each topic. */
const topicCases: { readonly [topic in Topic]: readonly WrittenCase[] } = {
  authentication: authenticationCases,
  names: nameCases,
  "api-version": apiVersionCases,
  paging: pagingCases,
  filters: filterCases,
  errors: errorCases,
  ...socketCases,
};

const written: readonly (readonly [topic: "operation" | Topic, case_: WrittenCase])[] = [
  ...Object.values(operationCases).flatMap((cases) => cases.map((each) => ["operation", each] as const)),
  ...Object.entries(topicCases).flatMap(([topic, cases]) => cases.map((each) => [topic as Topic, each] as const)),
];

/**
 * All cases of a description, for any test runner.
 *
 * First the cases that are derived from the description, then the written ones. Only api-versions have written cases: they
 * are about the service, not about a description.
 */
export function conformanceCases(description: DescriptionName): readonly Case[] {
  let cases = casesByDescription.get(description);
  if (cases === undefined) {
    const operations = descriptions[description];
    cases = [
      ...replayCases(description, operations),
      ...responseCases(description, operations),
      ...constraintCases(description, operations),
      ...(isApiVersion(description) ? written.flatMap(([topic, each]) => writtenCase(description, topic, each)) : []),
    ];
    casesByDescription.set(description, cases);
  }
  return cases;
}

const casesByDescription = new Map<DescriptionName, readonly Case[]>();

function writtenCase(
  description: DescriptionName,
  topic: "operation" | Topic,
  { run, source, uses = [], ...head }: WrittenCase,
): Case[] {
  const operation = head.operation === "sockets" ? undefined : descriptions[description][head.operation];
  if (head.operation !== "sockets" && operation === undefined) return [];
  if (!uses.every((each) => hasUsed(description, each))) return [];
  const found = findSource(description, operation, source);
  if (found === undefined) {
    if (description !== latestApiVersion) return [];
    throw new Error(`${head.id}: the description of ${description} does not have the source "${source}".`);
  }
  return [makeCase(description, { ...head, origin: { kind: "written", topic }, source: found }, run)];
}

/** Whether a description has an operation, or a parameter of one: `sendToAll filter`. */
function hasUsed(description: DescriptionName, used: string): boolean {
  const [id = "", parameter] = used.split(" ");
  const operation = descriptions[description][id];
  if (operation === undefined || parameter === undefined) return operation !== undefined;
  return operation.parameters.some(({ name }) => name === parameter);
}
