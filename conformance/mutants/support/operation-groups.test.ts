import { expect, test } from "vitest";
import { operations } from "../../../generated/operations.js";
import {
  ADDS,
  BULK,
  CLOSES,
  operationIds,
  PERMISSIONS,
  READS,
  REMOVES,
  REMOVES_FROM_ALL,
  SENDS,
  SINGLE_ADDS,
  SINGLE_REMOVES,
  USER_MEMBERSHIP,
  WITHOUT_EFFECT,
  withParameter,
} from "./operation-groups.js";

const READ_IDS = [
  "getServiceStatus",
  "connectionExists",
  "groupExists",
  "listConnectionsInGroup",
  "checkPermission",
  "userExists",
];

test.for([
  ["SENDS", SENDS, ["sendToAll", "sendToConnection", "sendToGroup", "sendToUser"]],
  ["CLOSES", CLOSES, ["closeAllConnections", "closeConnection", "closeGroupConnections", "closeUserConnections"]],
  ["BULK", BULK, ["addConnectionsToGroups", "removeConnectionsFromGroups"]],
  ["PERMISSIONS", PERMISSIONS, ["grantPermission", "revokePermission", "checkPermission"]],
  ["READS", READS, READ_IDS],
  ["WITHOUT_EFFECT", WITHOUT_EFFECT, [...READ_IDS, "generateClientToken"]],
  ["ADDS", ADDS, ["addConnectionToGroup", "addUserToGroup", "addConnectionsToGroups"]],
  ["SINGLE_ADDS", SINGLE_ADDS, ["addConnectionToGroup", "addUserToGroup"]],
  ["REMOVES", REMOVES, ["removeConnectionFromGroup", "removeUserFromGroup", "removeConnectionsFromGroups"]],
  ["SINGLE_REMOVES", SINGLE_REMOVES, ["removeConnectionFromGroup", "removeUserFromGroup"]],
  ["REMOVES_FROM_ALL", REMOVES_FROM_ALL, ["removeConnectionFromAllGroups", "removeUserFromAllGroups"]],
  ["USER_MEMBERSHIP", USER_MEMBERSHIP, ["addUserToGroup", "removeUserFromGroup", "removeUserFromAllGroups"]],
  [
    "withParameter(excluded)",
    withParameter("excluded", "query"),
    ["closeAllConnections", "sendToAll", "closeGroupConnections", "sendToGroup", "closeUserConnections"],
  ],
  ["operationIds", operationIds, Object.keys(operations)],
] as const)("operation groups › %s lists the operations of the table", ([, group, expected]) => {
  expect(group).toEqual(expected);
});
