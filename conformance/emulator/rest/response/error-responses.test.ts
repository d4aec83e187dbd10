import { describe, expect, test } from "vitest";
import { sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { connectClient, startTestEmulator } from "../testing/running-emulator.js";

const json = (body: string): TestRequest => ({ type: "application/json", body });
const text: TestRequest = { type: "text/plain", body: "hello" };
const GROUP_NAME = "Invalid group name. Valid group name should be in between 1 and 1024 characters long.";
const SYNTAX =
  "Invalid syntax for 'invalid filter': Syntax error at position 14 in 'invalid filter'. (Parameter 'filter')";

describe("operationError", () => {
  test.for<[line: string, status: number, code: string, message: string, target: string, options?: TestRequest]>([
    [
      "PUT /api/hubs/chat/groups/g/connections/a%20b",
      404,
      "Error.Connection.NotExisted",
      "Connection `a b` is not found.",
      "Connection",
    ],
    [
      "PUT /api/hubs/chat/users/fake-user/groups/g",
      404,
      "Warning.User.NotExisted",
      "User `fake-user` is not found.",
      "User",
    ],
    [
      "PUT /api/hubs/chat/permissions/sendToGroup/connections/xxxx?targetName=g",
      404,
      "Info.Connection.NotExisted",
      "Connection `xxxx` is not found.",
      "Connection",
    ],
    ["DELETE /api/hubs/chat/permissions/sendToGroup/connections/xxxx", 400, "Error.BadRequest", GROUP_NAME, "Request"],
    ["POST /api/hubs/chat/:send", 400, "Error.BadRequest", "The body is not valid JSON.", "Request", json("{")],
  ])("%s › returns %i in the format of operations", async ([line, status, code, message, target, options]) => {
    const response = await sendRequest(await startTestEmulator(), line, options);
    expect(response.status).toBe(status);
    expect(response.body).toBe(JSON.stringify({ code, message, target, details: null, inner: null }));
    expect(response.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-length": String(Buffer.byteLength(response.body)),
      "x-ms-error-code": code,
      "api-supported-versions": expect.stringContaining("2024-12-01"),
    });
  });
});

describe("validationProblem", () => {
  test.for<[line: string, target: string, message: string, length: number, options: TestRequest]>([
    ["POST /api/hubs/chat/:send?filter=invalid%20filter", "filter", SYNTAX, 416, text],
    ["POST /api/hubs/chat/groups/g/:send?filter=invalid%20filter", "filter", SYNTAX, 416, text],
    ["POST /api/hubs/chat/users/u/:send?filter=invalid%20filter", "filter", SYNTAX, 416, text],
    ["POST /api/hubs/chat/:addToGroups", "Filter", SYNTAX, 416, json('{"filter":"invalid filter","groups":["g"]}')],
    [
      "POST /api/hubs/chat/:removeFromGroups",
      "Filter",
      SYNTAX,
      416,
      json('{"filter":"invalid filter","groups":["g"]}'),
    ],
    ["POST /api/hubs/chat/:addToGroups", "Groups", GROUP_NAME, 374, json('{"filter":"userId eq null"}')],
    ["POST /api/hubs/chat/:removeFromGroups", "Groups", GROUP_NAME, 374, json("{}")],
  ])("%s › returns a problem for %s: %s (%i bytes)", async ([line, target, message, length, options]) => {
    const response = await sendRequest(await startTestEmulator(), line, options);
    expect(response.status).toBe(400);
    expect(response.body).toBe(
      JSON.stringify({
        code: "Error.BadRequest",
        message,
        target,
        errors: { [target]: [message] },
        type: null,
        title: "One or more validation errors occurred.",
        status: 400,
        detail: null,
        instance: null,
        extensions: {},
      }),
    );
    expect(response.headers).toMatchObject({
      "content-type": "application/problem+json; charset=utf-8",
      "content-length": String(length),
      "x-ms-error-code": "Error.BadRequest",
    });
    expect(response.headers["api-supported-versions"]).toBeUndefined();
  });

  test("returns the same headers without a body for HEAD", async () => {
    const { status, headers, body } = await sendRequest(await startTestEmulator(), "HEAD /api/hubs/1invalid/users/u");
    expect([status, body]).toEqual([400, ""]);
    expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(headers["content-length"]).toBe("398");
    expect(headers["x-ms-error-code"]).toBe("Error.BadRequest");
  });
});

test("operationError › quotes the decoded name and counts the length in bytes", async () => {
  const { headers, body } = await sendRequest(
    await startTestEmulator(),
    "PUT /api/hubs/chat/users/%F0%9F%91%8B/groups/g",
  );
  expect(JSON.parse(body)).toMatchObject({ message: "User `👋` is not found." });
  expect(headers["content-length"]).toBe(String(Buffer.byteLength(body)));
});

test("checkPermission › returns the same error code without the permission as without the connection, and another message", async () => {
  const emulator = await startTestEmulator();
  const { id } = await connectClient(emulator);
  const line = `HEAD /api/hubs/chat/permissions/sendToGroup/connections/${id}?targetName=g`;
  const { status, headers } = await sendRequest(emulator, line);
  expect(status).toBe(404);
  expect(headers["x-ms-error-code"]).toBe("Info.Connection.NotExisted");
  const unknown = await sendRequest(emulator, line.replace(id, "x".repeat(id.length)));
  expect(headers["content-length"]).not.toBe(unknown.headers["content-length"]);
});
