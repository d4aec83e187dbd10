import { describe, expect, test } from "vitest";
import { operations } from "../../../../generated/operations.js";
import { apiVersions, latestApiVersion } from "../../../../generated/versions.js";
import { sendRequest } from "../testing/rest-requests.js";
import { startTestEmulator } from "../testing/running-emulator.js";

const lines = Object.values(operations).map(({ method, path }) => {
  const filled = path
    .replace("{hub}", "chat")
    .replace("{permission}", "sendToGroup")
    .replaceAll(/\{\w+\}/g, "x");
  return `${method} ${filled}?targetName=g`;
});

describe.for(lines)("api-version › %s", (line) => {
  test("rejects a request without an api-version before other checks", async () => {
    const { status, headers, body } = await sendRequest(await startTestEmulator(), line.replace("chat", "1invalid"), {
      apiVersion: null,
      token: null,
    });
    expect(status).toBe(400);
    expect(headers["x-ms-error-code"]).toBe("Error.BadRequest");
    if (!line.startsWith("HEAD")) {
      expect(JSON.parse(body)).toEqual({
        code: "Error.BadRequest",
        message: expect.stringContaining("missing"),
        target: "api-version",
        details: null,
        inner: null,
      });
    }
  });

  test.for(apiVersions)("accepts %s", async (apiVersion) => {
    const { status } = await sendRequest(await startTestEmulator(), line, { apiVersion });
    expect([200, 202, 204, 404, 415]).toContain(status);
  });

  test("rejects another api-version", async () => {
    const { status, headers } = await sendRequest(await startTestEmulator(), line, { apiVersion: "2024-12-02" });
    expect(status).toBe(400);
    expect(headers["x-ms-error-code"]).toBe("Error.BadRequest");
  });
});

test.for([
  ["an unknown api-version", "2020-10-01"],
  ["a preview", "2021-05-01-preview"],
  ["an empty api-version", ""],
  ["a trailing space", `${latestApiVersion}%20`],
  ["two, separated by a comma", `${latestApiVersion},2023-07-01`],
  ["a repeated parameter", `${latestApiVersion}&api-version=${latestApiVersion}`],
  ["a repeated parameter in upper case", `${latestApiVersion}&API-VERSION=2023-07-01`],
] as const)("api-version › rejects %s and lists the supported ones", async ([, apiVersion]) => {
  const { status, body } = await sendRequest(await startTestEmulator(), "GET /api/hubs/chat/groups/g/connections", {
    apiVersion,
  });
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({
    target: "api-version",
    message: expect.stringContaining(`Supported: ${apiVersions.join(", ")}.`),
  });
});

test("api-version › ignores the letter case of the parameter name", async () => {
  const line = "GET /api/hubs/chat/groups/g/connections?API-Version=2023-07-01";
  expect((await sendRequest(await startTestEmulator(), line, { apiVersion: null })).status).toBe(200);
});
