import { describe, expect, test } from "vitest";
import { type OperationId, operations } from "../../../generated/operations.js";
import { apiVersions } from "../../../generated/versions.js";
import { sendRequest, type TestRequest, type TestResponse } from "./testing/rest-requests.js";
import { connectClient, startTestEmulator } from "./testing/running-emulator.js";

const VERSIONS = apiVersions.join(", ");
const text: TestRequest = { type: "text/plain", body: "hello" };
const groups: TestRequest = { type: "application/json", body: '{"groups":["lobby"]}' };

/** `ID` is a connection of `alice` in `lobby`, which may send to `lobby`. */
const successes: Record<OperationId, [line: string, status: number, request?: TestRequest]> = {
  getServiceStatus: ["HEAD /api/health", 200],
  addConnectionsToGroups: ["POST /api/hubs/chat/:addToGroups", 200, groups],
  closeAllConnections: ["POST /api/hubs/chat/:closeConnections", 204],
  generateClientToken: ["POST /api/hubs/chat/:generateToken", 200],
  removeConnectionsFromGroups: ["POST /api/hubs/chat/:removeFromGroups", 200, groups],
  sendToAll: ["POST /api/hubs/chat/:send", 202, text],
  closeConnection: ["DELETE /api/hubs/chat/connections/ID", 204],
  connectionExists: ["HEAD /api/hubs/chat/connections/ID", 200],
  sendToConnection: ["POST /api/hubs/chat/connections/ID/:send", 202, text],
  removeConnectionFromAllGroups: ["DELETE /api/hubs/chat/connections/ID/groups", 204],
  groupExists: ["HEAD /api/hubs/chat/groups/lobby", 200],
  closeGroupConnections: ["POST /api/hubs/chat/groups/lobby/:closeConnections", 204],
  sendToGroup: ["POST /api/hubs/chat/groups/lobby/:send", 202, text],
  listConnectionsInGroup: ["GET /api/hubs/chat/groups/lobby/connections", 200],
  addConnectionToGroup: ["PUT /api/hubs/chat/groups/lobby/connections/ID", 200],
  removeConnectionFromGroup: ["DELETE /api/hubs/chat/groups/lobby/connections/ID", 204],
  grantPermission: ["PUT /api/hubs/chat/permissions/sendToGroup/connections/ID?targetName=lobby", 200],
  revokePermission: ["DELETE /api/hubs/chat/permissions/sendToGroup/connections/ID?targetName=lobby", 204],
  checkPermission: ["HEAD /api/hubs/chat/permissions/sendToGroup/connections/ID?targetName=lobby", 200],
  userExists: ["HEAD /api/hubs/chat/users/alice", 200],
  closeUserConnections: ["POST /api/hubs/chat/users/alice/:closeConnections", 204],
  sendToUser: ["POST /api/hubs/chat/users/alice/:send", 202, text],
  removeUserFromAllGroups: ["DELETE /api/hubs/chat/users/alice/groups", 204],
  addUserToGroup: ["PUT /api/hubs/chat/users/alice/groups/lobby", 200],
  removeUserFromGroup: ["DELETE /api/hubs/chat/users/alice/groups/lobby", 204],
};

const ids = Object.keys(operations) as OperationId[];

test.for(ids)("%s › succeeds with the recorded headers", async (id) => {
  const emulator = await startTestEmulator();
  const client = await connectClient(emulator, {
    userId: "alice",
    groups: ["lobby"],
    roles: ["webpubsub.sendToGroup.lobby"],
  });
  const [line, status, request] = successes[id];
  const response = await sendRequest(emulator, line.replace("ID", client.id), request);
  expect(response.status).toBe(status);
  expect(response.headers["api-supported-versions"]).toBe(id === "getServiceStatus" ? undefined : VERSIONS);
  expect(response.headers["x-ms-error-code"]).toBeUndefined();
  expect(lengthAndType(response)).toEqual(expectedLengthAndType(id, response));
  expect(emulator.log.requests.at(-1)).toMatchObject({ operation: id, status, principal: "access-key" });
});

function lengthAndType({ headers }: TestResponse) {
  return [headers["content-length"], headers["content-type"], headers["transfer-encoding"]];
}

function expectedLengthAndType(id: OperationId, { status, body }: TestResponse) {
  const json = "application/json; charset=utf-8";
  if (id === "generateClientToken") return [undefined, json, "chunked"];
  if (id === "listConnectionsInGroup") return [String(body.length), json, undefined];
  const bodiless = status === 204 || operations[id].method === "HEAD";
  return [bodiless ? undefined : "0", undefined, undefined];
}

describe("unknown connection, user or group", () => {
  test.for<[line: string, status: number, code?: string | undefined, length?: number, request?: TestRequest]>([
    ["HEAD /api/hubs/chat/connections/xxxx", 404, "Warning.Connection.NotExisted", 134],
    ["HEAD /api/hubs/chat/users/foo", 404, "Warning.User.NotExisted", 115],
    ["HEAD /api/hubs/chat/groups/foo", 404, "Warning.Group.NotExisted", 114],
    ["HEAD /api/hubs/chat/groups/fake%20group", 404, "Warning.Group.NotExisted", 121],
    ["PUT /api/hubs/chat/groups/g/connections/xxxx", 404, "Error.Connection.NotExisted", 132],
    ["PUT /api/hubs/chat/users/fake-user/groups/g", 404, "Warning.User.NotExisted", 121],
    [
      "PUT /api/hubs/chat/permissions/joinLeaveGroup/connections/xxxx?targetName=g",
      404,
      "Info.Connection.NotExisted",
      131,
    ],
    [
      "HEAD /api/hubs/chat/permissions/joinLeaveGroup/connections/xxxx?targetName=g",
      404,
      "Info.Connection.NotExisted",
      131,
    ],
    ["DELETE /api/hubs/chat/permissions/joinLeaveGroup/connections/xxxx?targetName=g", 204],
    ["DELETE /api/hubs/chat/connections/xxxx", 204],
    ["DELETE /api/hubs/chat/connections/xxxx/groups", 204],
    ["DELETE /api/hubs/chat/groups/g/connections/xxxx", 204],
    ["DELETE /api/hubs/chat/users/foo/groups/g", 204],
    ["DELETE /api/hubs/chat/users/foo/groups", 204],
    ["POST /api/hubs/chat/:closeConnections", 204],
    ["POST /api/hubs/chat/groups/g/:closeConnections", 204],
    ["POST /api/hubs/chat/users/foo/:closeConnections", 204],
    ["POST /api/hubs/chat/:send", 202, undefined, 0, text],
    ["POST /api/hubs/chat/connections/xxxx/:send", 202, undefined, 0, text],
    ["POST /api/hubs/chat/groups/g/:send", 202, undefined, 0, text],
    ["POST /api/hubs/chat/users/foo/:send", 202, undefined, 0, text],
    ["POST /api/hubs/chat/:addToGroups", 200, undefined, 0, groups],
    ["POST /api/hubs/chat/:removeFromGroups", 200, undefined, 0, groups],
    ["GET /api/hubs/chat/groups/g/connections", 200, undefined, 12],
  ])("%s › returns %i %s with Content-Length %s", async ([line, status, code, length, request]) => {
    const response = await sendRequest(await startTestEmulator(), line, request);
    expect(response.status).toBe(status);
    expect(response.headers["x-ms-error-code"]).toBe(code);
    expect(response.headers["content-length"]).toBe(length === undefined ? undefined : String(length));
    expect(response.headers["api-supported-versions"]).toBe(VERSIONS);
    if (status === 404) expect(response.headers["content-type"]).toBe("application/json; charset=utf-8");
    if (line.startsWith("HEAD")) expect(response.body).toBe("");
  });

  test("listConnectionsInGroup › returns an empty page for an unknown group", async () => {
    expect((await sendRequest(await startTestEmulator(), "GET /api/hubs/chat/groups/g/connections")).body).toBe(
      '{"value":[]}',
    );
  });
});
