import { describe, expect, test } from "vitest";
import { sendRequest } from "./testing/rest-requests.js";
import { startTestEmulator } from "./testing/running-emulator.js";

describe("findRoute", () => {
  test.for([
    "GET /",
    "GET /api",
    "HEAD /api/healthy",
    "POST /api/hubs/chat",
    "POST /api/hubs/chat/:Send",
    "POST /api/hubs/chat/:send/",
    "POST /api/hubs//:send",
    "HEAD /api/hubs/chat/users/",
    "HEAD /api/hubs/chat/connections/",
    "PUT /api/hubs/chat/groups//connections/x",
    "GET /api/hubs/chat/groups/g/connections/x/y",
    "GET /API/hubs/chat/groups/g/connections",
  ])("returns 404 without a body and an error code for %s", async (line) => {
    const emulator = await startTestEmulator();
    const { status, headers, body } = await sendRequest(emulator, line);
    expect([status, body]).toEqual([404, ""]);
    expect(headers["x-ms-error-code"]).toBeUndefined();
    expect(headers["api-supported-versions"]).toBeUndefined();
    expect(emulator.log.requests).toMatchObject([{ operation: null, status: 404, principal: null }]);
  });

  test.for([
    ["GET /api/health", "HEAD"],
    ["GET /api/hubs/chat/:send", "POST"],
    ["PATCH /api/hubs/chat/connections/x", "DELETE, HEAD"],
    ["POST /api/hubs/chat/connections/:send", "DELETE, HEAD"],
    ["POST /api/hubs/chat/groups/g/connections", "GET"],
    ["GET /api/hubs/chat/groups/g/connections/x", "DELETE, PUT"],
    ["OPTIONS /api/hubs/chat/permissions/sendToGroup/connections/x", "DELETE, HEAD, PUT"],
  ] as const)("returns 405 for %s with Allow: %s", async ([line, allow]) => {
    const { status, headers } = await sendRequest(await startTestEmulator(), line);
    expect(status).toBe(405);
    expect(headers.allow?.split(", ").sort().join(", ")).toBe(allow);
  });

  test("returns 404 and 405 before the api-version and the token are checked", async () => {
    const emulator = await startTestEmulator();
    const nothing = { apiVersion: null, token: null };
    expect((await sendRequest(emulator, "GET /api/nothing", nothing)).status).toBe(404);
    expect((await sendRequest(emulator, "GET /api/health", nothing)).status).toBe(405);
  });
});
