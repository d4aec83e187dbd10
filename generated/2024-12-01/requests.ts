// Made by `npm run generate` from spec/. Do not edit: change the description instead.
import type { OperationRequest } from "../operation.js";

/** The operations of this api-version. */
export type OperationId = "getServiceStatus" | "addConnectionsToGroups" | "closeAllConnections" | "generateClientToken" | "removeConnectionsFromGroups" | "sendToAll" | "closeConnection" | "connectionExists" | "sendToConnection" | "removeConnectionFromAllGroups" | "groupExists" | "closeGroupConnections" | "sendToGroup" | "listConnectionsInGroup" | "addConnectionToGroup" | "removeConnectionFromGroup" | "grantPermission" | "revokePermission" | "checkPermission" | "userExists" | "closeUserConnections" | "sendToUser" | "removeUserFromAllGroups" | "addUserToGroup" | "removeUserFromGroup";

export const parameters = {
  "api-version": {"name":"api-version","in":"query","required":true,"schema":{"type":"string","enum":["2024-12-01"]}},
  "hub": {"name":"hub","in":"path","required":true,"schema":{"type":"string","minLength":1,"maxLength":128,"pattern":"^[A-Za-z][A-Za-z0-9_\\x60,.\\[\\]]{0,127}$"}},
  "excluded": {"name":"excluded","in":"query","required":false,"schema":{"type":"array","items":{"type":"string"}}},
  "reason": {"name":"reason","in":"query","required":false,"schema":{"type":"string"}},
  "tokenUserId": {"name":"userId","in":"query","required":false,"schema":{"type":"string"}},
  "tokenRole": {"name":"role","in":"query","required":false,"schema":{"type":"array","items":{"type":"string"}}},
  "tokenGroup": {"name":"group","in":"query","required":false,"schema":{"type":"array","items":{"type":"string","minLength":1,"maxLength":1024,"pattern":"^(?!\\s+$).+$"}}},
  "minutesToExpire": {"name":"minutesToExpire","in":"query","required":false,"schema":{"type":"integer","format":"int32","minimum":1,"default":60}},
  "clientType": {"name":"clientType","in":"query","required":false,"schema":{"type":"string","enum":["Default","MQTT"],"default":"Default"}},
  "filter": {"name":"filter","in":"query","required":false,"schema":{"type":"string"}},
  "messageTtlSeconds": {"name":"messageTtlSeconds","in":"query","required":false,"schema":{"type":"integer","format":"int32","minimum":0,"maximum":300,"default":0}},
  "connectionId": {"name":"connectionId","in":"path","required":true,"schema":{"type":"string","minLength":1}},
  "group": {"name":"group","in":"path","required":true,"schema":{"type":"string","minLength":1,"maxLength":1024,"pattern":"^(?!\\s+$).+$"}},
  "maxpagesize": {"name":"maxpagesize","in":"query","required":false,"schema":{"type":"integer","format":"int32","minimum":1,"maximum":200}},
  "top": {"name":"top","in":"query","required":false,"schema":{"type":"integer","format":"int32","minimum":1,"maximum":2147483647}},
  "continuationToken": {"name":"continuationToken","in":"query","required":false,"schema":{"type":"string"}},
  "permission": {"name":"permission","in":"path","required":true,"schema":{"type":"string","enum":["sendToGroup","joinLeaveGroup"]}},
  "targetName": {"name":"targetName","in":"query","required":false,"schema":{"type":"string","minLength":1,"maxLength":1024,"pattern":"^(?!\\s+$).+$"}},
  "userId": {"name":"userId","in":"path","required":true,"schema":{"type":"string","minLength":1}},
} as const;

/** What a client needs to know of each operation before it sends. */
export const requests: { readonly [id in OperationId]: OperationRequest } = {
  getServiceStatus: { method: "HEAD", path: "/api/health", parameters: [parameters["api-version"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  addConnectionsToGroups: { method: "POST", path: "/api/hubs/{hub}/:addToGroups", parameters: [parameters["api-version"], parameters["hub"]], requestMediaTypes: ["application/json"], bodyRequired: true, idempotent: true, respondsWithJson: false },
  closeAllConnections: { method: "POST", path: "/api/hubs/{hub}/:closeConnections", parameters: [parameters["api-version"], parameters["hub"], parameters["excluded"], parameters["reason"]], requestMediaTypes: [], bodyRequired: false, idempotent: false, respondsWithJson: false },
  generateClientToken: { method: "POST", path: "/api/hubs/{hub}/:generateToken", parameters: [parameters["api-version"], parameters["hub"], parameters["tokenUserId"], parameters["tokenRole"], parameters["tokenGroup"], parameters["minutesToExpire"], parameters["clientType"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: true },
  removeConnectionsFromGroups: { method: "POST", path: "/api/hubs/{hub}/:removeFromGroups", parameters: [parameters["api-version"], parameters["hub"]], requestMediaTypes: ["application/json"], bodyRequired: true, idempotent: true, respondsWithJson: false },
  sendToAll: { method: "POST", path: "/api/hubs/{hub}/:send", parameters: [parameters["api-version"], parameters["hub"], parameters["excluded"], parameters["filter"], parameters["messageTtlSeconds"]], requestMediaTypes: ["application/json","text/plain","application/octet-stream"], bodyRequired: true, idempotent: false, respondsWithJson: false },
  closeConnection: { method: "DELETE", path: "/api/hubs/{hub}/connections/{connectionId}", parameters: [parameters["api-version"], parameters["hub"], parameters["connectionId"], parameters["reason"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  connectionExists: { method: "HEAD", path: "/api/hubs/{hub}/connections/{connectionId}", parameters: [parameters["api-version"], parameters["hub"], parameters["connectionId"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  sendToConnection: { method: "POST", path: "/api/hubs/{hub}/connections/{connectionId}/:send", parameters: [parameters["api-version"], parameters["hub"], parameters["connectionId"], parameters["messageTtlSeconds"]], requestMediaTypes: ["application/json","text/plain","application/octet-stream"], bodyRequired: true, idempotent: false, respondsWithJson: false },
  removeConnectionFromAllGroups: { method: "DELETE", path: "/api/hubs/{hub}/connections/{connectionId}/groups", parameters: [parameters["api-version"], parameters["hub"], parameters["connectionId"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  groupExists: { method: "HEAD", path: "/api/hubs/{hub}/groups/{group}", parameters: [parameters["api-version"], parameters["hub"], parameters["group"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  closeGroupConnections: { method: "POST", path: "/api/hubs/{hub}/groups/{group}/:closeConnections", parameters: [parameters["api-version"], parameters["hub"], parameters["group"], parameters["excluded"], parameters["reason"]], requestMediaTypes: [], bodyRequired: false, idempotent: false, respondsWithJson: false },
  sendToGroup: { method: "POST", path: "/api/hubs/{hub}/groups/{group}/:send", parameters: [parameters["api-version"], parameters["hub"], parameters["group"], parameters["excluded"], parameters["filter"], parameters["messageTtlSeconds"]], requestMediaTypes: ["application/json","text/plain","application/octet-stream"], bodyRequired: true, idempotent: false, respondsWithJson: false },
  listConnectionsInGroup: { method: "GET", path: "/api/hubs/{hub}/groups/{group}/connections", parameters: [parameters["api-version"], parameters["hub"], parameters["group"], parameters["maxpagesize"], parameters["top"], parameters["continuationToken"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: true },
  addConnectionToGroup: { method: "PUT", path: "/api/hubs/{hub}/groups/{group}/connections/{connectionId}", parameters: [parameters["api-version"], parameters["hub"], parameters["group"], parameters["connectionId"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  removeConnectionFromGroup: { method: "DELETE", path: "/api/hubs/{hub}/groups/{group}/connections/{connectionId}", parameters: [parameters["api-version"], parameters["hub"], parameters["group"], parameters["connectionId"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  grantPermission: { method: "PUT", path: "/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", parameters: [parameters["api-version"], parameters["hub"], parameters["permission"], parameters["connectionId"], parameters["targetName"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  revokePermission: { method: "DELETE", path: "/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", parameters: [parameters["api-version"], parameters["hub"], parameters["permission"], parameters["connectionId"], parameters["targetName"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  checkPermission: { method: "HEAD", path: "/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", parameters: [parameters["api-version"], parameters["hub"], parameters["permission"], parameters["connectionId"], parameters["targetName"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  userExists: { method: "HEAD", path: "/api/hubs/{hub}/users/{userId}", parameters: [parameters["api-version"], parameters["hub"], parameters["userId"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  closeUserConnections: { method: "POST", path: "/api/hubs/{hub}/users/{userId}/:closeConnections", parameters: [parameters["api-version"], parameters["hub"], parameters["userId"], parameters["excluded"], parameters["reason"]], requestMediaTypes: [], bodyRequired: false, idempotent: false, respondsWithJson: false },
  sendToUser: { method: "POST", path: "/api/hubs/{hub}/users/{userId}/:send", parameters: [parameters["api-version"], parameters["hub"], parameters["userId"], parameters["filter"], parameters["messageTtlSeconds"]], requestMediaTypes: ["application/json","text/plain","application/octet-stream"], bodyRequired: true, idempotent: false, respondsWithJson: false },
  removeUserFromAllGroups: { method: "DELETE", path: "/api/hubs/{hub}/users/{userId}/groups", parameters: [parameters["api-version"], parameters["hub"], parameters["userId"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  addUserToGroup: { method: "PUT", path: "/api/hubs/{hub}/users/{userId}/groups/{group}", parameters: [parameters["api-version"], parameters["hub"], parameters["userId"], parameters["group"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
  removeUserFromGroup: { method: "DELETE", path: "/api/hubs/{hub}/users/{userId}/groups/{group}", parameters: [parameters["api-version"], parameters["hub"], parameters["userId"], parameters["group"]], requestMediaTypes: [], bodyRequired: false, idempotent: true, respondsWithJson: false },
};
