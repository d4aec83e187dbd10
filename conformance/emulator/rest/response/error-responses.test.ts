import { describe, expect, test } from "vitest";
import { sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { connectClient, startTestEmulator } from "../testing/running-emulator.js";

const json = (body: string): TestRequest => ({ type: "application/json", body });
const text: TestRequest = { type: "text/plain", body: "hello" };
const GROUP_NAME = "Invalid group name. Valid group name should be in between 1 and 1024 characters long.";
const SYNTAX =
  "Invalid syntax for 'invalid filter': Syntax error at position 14 in 'invalid filter'. (Parameter 'filter')";

describe("an error of an operation is flat, with its members in this order", () => {
  test.for<[line: string, status: number, code: string, message: string, target: string, asked?: TestRequest]>([
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
  ])("%s: %i", async ([line, status, code, message, target, asked]) => {
    const answer = await sendRequest(await startTestEmulator(), line, asked);
    expect(answer.status).toBe(status);
    expect(answer.body).toBe(JSON.stringify({ code, message, target, details: null, inner: null }));
    expect(answer.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-length": String(Buffer.byteLength(answer.body)),
      "x-ms-error-code": code,
      "api-supported-versions": expect.stringContaining("2024-12-01"),
    });
  });
});

describe("what model validation refuses never reached the operation", () => {
  test.for<[line: string, target: string, message: string, length: number, asked: TestRequest]>([
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
  ])("%s: %s, %s, %i bytes", async ([line, target, message, length, asked]) => {
    const answer = await sendRequest(await startTestEmulator(), line, asked);
    expect(answer.status).toBe(400);
    expect(answer.body).toBe(
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
    expect(answer.headers).toMatchObject({
      "content-type": "application/problem+json; charset=utf-8",
      "content-length": String(length),
      "x-ms-error-code": "Error.BadRequest",
    });
    expect(answer.headers["api-supported-versions"]).toBeUndefined();
  });

  test("an answer to HEAD says the same without the body", async () => {
    const { status, headers, body } = await sendRequest(await startTestEmulator(), "HEAD /api/hubs/1invalid/users/u");
    expect([status, body]).toEqual([400, ""]);
    expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(Number(headers["content-length"])).toBeGreaterThan(300);
    expect(headers["x-ms-error-code"]).toBe("Error.BadRequest");
  });
});

test("a name is told as it was decoded, and the length counts bytes", async () => {
  const { headers, body } = await sendRequest(
    await startTestEmulator(),
    "PUT /api/hubs/chat/users/%F0%9F%91%8B/groups/g",
  );
  expect(JSON.parse(body)).toMatchObject({ message: "User `👋` is not found." });
  expect(headers["content-length"]).toBe(String(Buffer.byteLength(body)));
});

test("a connection without the permission has the code of one that is not there, and another length", async () => {
  const emulator = await startTestEmulator();
  const { id } = await connectClient(emulator);
  const line = `HEAD /api/hubs/chat/permissions/sendToGroup/connections/${id}?targetName=g`;
  const { status, headers } = await sendRequest(emulator, line);
  expect(status).toBe(404);
  expect(headers["x-ms-error-code"]).toBe("Info.Connection.NotExisted");
  const absent = await sendRequest(emulator, line.replace(id, "x".repeat(id.length)));
  expect(headers["content-length"]).not.toBe(absent.headers["content-length"]);
});
