import { expect, test } from "vitest";
import { ask, entraToken, type RestRequest, signedFor } from "./testing/rest-requests.js";
import { running } from "./testing/running-emulator.js";

const LINE = "POST /api/hubs/chat/:send";

/** Each is wrong in all that comes after as well. */
test.for<[first: string, line: string, asked: RestRequest, status: number, says: string]>([
  ["the api-version", "POST /api/hubs/1/:send?filter=(", { apiVersion: "1", token: null }, 400, '"api-version"'],
  ["the parameters", "POST /api/hubs/1/:send?filter=(", { token: null }, 400, '"hub"'],
  ["the token", `${LINE}?filter=(`, { token: null, body: "{", type: "application/json" }, 401, ""],
  ["the filter", `${LINE}?filter=(`, { body: "{", type: "application/xml" }, 400, '"filter"'],
  ["the media type", LINE, { body: "{", type: "application/xml" }, 415, ""],
  ["the JSON", LINE, { body: "{", type: "application/json", headers: { "x-webpubsub-metadata-a": "é" } }, 400, "JSON"],
  [
    "the metadata",
    LINE,
    { body: "{}", type: "application/json", headers: { "x-webpubsub-metadata-a": "é" } },
    400,
    "é",
  ],
])("%s", async ([, line, asked, status, says]) => {
  const answer = await ask(await running(), line, asked);
  expect(answer.status).toBe(status);
  if (says === "") expect(answer.body).toBe("");
  else expect(answer.body).toContain(says === "é" ? "ASCII" : says);
});

test("a request without the right token is told why, and so is the log", async () => {
  const emulator = await running();
  const missing = await ask(emulator, "GET /api/hubs/chat/groups/g/connections", { token: null });
  expect(missing).toMatchObject({ status: 401, body: "" });
  expect(missing.headers).toMatchObject({ "www-authenticate": "Bearer", "content-length": "0" });
  expect(missing.headers["api-supported-versions"]).toBeUndefined();
  const other = await ask(emulator, "GET /api/hubs/chat/groups/g/connections", {
    token: signedFor(emulator, "/api/hubs/chat/groups/h/connections"),
  });
  expect(other.headers["www-authenticate"]).toContain('error="invalid_token", error_description="audience path');
  expect(emulator.log.requests).toMatchObject([
    { status: 401, principal: null, rejectionReason: expect.stringContaining("no Authorization header") },
    { status: 401, principal: null, rejectionReason: expect.stringContaining("another path") },
  ]);
});

test("the health is told to anyone, whatever token they have", async () => {
  const emulator = await running();
  for (const token of [null, "nonsense"]) {
    expect((await ask(emulator, "HEAD /api/health", { token })).status).toBe(200);
  }
});

test("time that is moved takes tokens past their end, and five minutes more", async () => {
  const emulator = await running();
  const line = "GET /api/hubs/chat/groups/g/connections";
  const token = signedFor(emulator, "/api/hubs/chat/groups/g/connections");
  await emulator.clock.advance(3600 + 299);
  expect((await ask(emulator, line, { token })).status).toBe(200);
  await emulator.clock.advance(2);
  const late = await ask(emulator, line, { token });
  expect(late.status).toBe(401);
  expect(late.headers["www-authenticate"]).toContain("expired");
});

test("tokens of the form of Microsoft Entra's are accepted only where that was asked for", async () => {
  const line = "GET /api/hubs/chat/groups/g/connections";
  const strict = await running();
  expect((await ask(strict, line, { token: entraToken(strict) })).status).toBe(401);
  const lenient = await running({ acceptUnverifiedEntraTokens: true });
  expect((await ask(lenient, line, { token: entraToken(lenient) })).status).toBe(200);
  expect(lenient.log.requests.at(-1)).toMatchObject({ principal: "entra" });
  expect((await ask(lenient, line)).status).toBe(200);
});

test("another access key is the one that counts, where there is one", async () => {
  const emulator = await running({ accessKey: "another-key-of-more-than-32-characters" });
  expect((await ask(emulator, "GET /api/hubs/chat/groups/g/connections")).status).toBe(401);
});
