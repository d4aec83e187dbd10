import { describe, expect, test } from "vitest";
import { entraToken, sendRequest, signTokenFor, type TestRequest } from "./testing/rest-requests.js";
import { startTestEmulator } from "./testing/running-emulator.js";

const LINE = "POST /api/hubs/chat/:send";

describe("RestEndpoint", () => {
  /** Each request also violates the rules that are checked later. */
  test.for<[checked: string, line: string, request: TestRequest, status: number, text: string]>([
    ["the api-version", "POST /api/hubs/1/:send?filter=(", { apiVersion: "1", token: null }, 400, '"api-version"'],
    ["the parameters", "POST /api/hubs/1/:send?filter=(", { token: null }, 400, '"hub"'],
    ["the token", `${LINE}?filter=(`, { token: null, body: "{", type: "application/json" }, 401, ""],
    ["the filter", `${LINE}?filter=(`, { body: "{", type: "application/xml" }, 400, '"filter"'],
    ["the media type", LINE, { body: "{", type: "application/xml" }, 415, ""],
    [
      "the JSON",
      LINE,
      { body: "{", type: "application/json", headers: { "x-webpubsub-metadata-a": "é" } },
      400,
      "JSON",
    ],
    [
      "the metadata",
      LINE,
      { body: "{}", type: "application/json", headers: { "x-webpubsub-metadata-a": "é" } },
      400,
      "The metadata value of 'a' must be printable ASCII, at most 1,024 bytes.",
    ],
  ])("checks %s before the rest", async ([, line, request, status, text]) => {
    const response = await sendRequest(await startTestEmulator(), line, request);
    expect(response.status).toBe(status);
    if (text === "") expect(response.body).toBe("");
    else expect(response.body).toContain(text);
  });

  test("returns 401 with the reason in WWW-Authenticate, and logs it", async () => {
    const emulator = await startTestEmulator();
    const missing = await sendRequest(emulator, "GET /api/hubs/chat/groups/g/connections", { token: null });
    expect(missing).toMatchObject({ status: 401, body: "" });
    expect(missing.headers).toMatchObject({ "www-authenticate": "Bearer", "content-length": "0" });
    expect(missing.headers["api-supported-versions"]).toBeUndefined();
    const other = await sendRequest(emulator, "GET /api/hubs/chat/groups/g/connections", {
      token: signTokenFor(emulator, "/api/hubs/chat/groups/h/connections"),
    });
    expect(other.headers["www-authenticate"]).toContain('error="invalid_token", error_description="audience path');
    expect(emulator.log.requests).toMatchObject([
      {
        status: 401,
        principal: null,
        rejectionReason: 'The request has no Authorization header. It must be "Bearer <token>".',
      },
      { status: 401, principal: null, rejectionReason: expect.stringContaining("another path") },
    ]);
  });

  test("returns the health without a token and with an invalid one", async () => {
    const emulator = await startTestEmulator();
    for (const token of [null, "nonsense"]) {
      expect((await sendRequest(emulator, "HEAD /api/health", { token })).status).toBe(200);
    }
  });

  test("rejects an expired token after five minutes of clock skew", async () => {
    const emulator = await startTestEmulator();
    const line = "GET /api/hubs/chat/groups/g/connections";
    const token = signTokenFor(emulator, "/api/hubs/chat/groups/g/connections");
    await emulator.clock.advance(3600 + 299);
    expect((await sendRequest(emulator, line, { token })).status).toBe(200);
    await emulator.clock.advance(2);
    const late = await sendRequest(emulator, line, { token });
    expect(late.status).toBe(401);
    expect(late.headers["www-authenticate"]).toContain("expired");
  });

  test("accepts Microsoft Entra tokens with acceptUnverifiedEntraTokens only", async () => {
    const line = "GET /api/hubs/chat/groups/g/connections";
    const strict = await startTestEmulator();
    expect((await sendRequest(strict, line, { token: entraToken(strict) })).status).toBe(401);
    const lenient = await startTestEmulator({ acceptUnverifiedEntraTokens: true });
    expect((await sendRequest(lenient, line, { token: entraToken(lenient) })).status).toBe(200);
    expect(lenient.log.requests.at(-1)).toMatchObject({ principal: "entra" });
    expect((await sendRequest(lenient, line)).status).toBe(200);
  });

  test("rejects the default access key if another one is configured", async () => {
    const emulator = await startTestEmulator({ accessKey: "another-key-of-more-than-32-characters" });
    expect((await sendRequest(emulator, "GET /api/hubs/chat/groups/g/connections")).status).toBe(401);
  });
});
