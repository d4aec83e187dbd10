import { describe, expect, test } from "vitest";
import { sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, startTestEmulator } from "../testing/running-emulator.js";

const MEBIBYTE = 1024 * 1024;
const SENDS = ["/:send", "/groups/g/:send", "/users/u/:send", "/connections/c/:send"];

test.for(SENDS)("%s takes a message of 1 MiB, and no byte more", async (path) => {
  const emulator = await startTestEmulator();
  const type = "application/octet-stream";
  const longest = await sendRequest(emulator, `POST /api/hubs/chat${path}`, { type, body: Buffer.alloc(MEBIBYTE) });
  expect(longest.status).toBe(202);
  const longer = await sendRequest(emulator, `POST /api/hubs/chat${path}`, { type, body: Buffer.alloc(MEBIBYTE + 1) });
  expect(longer.status).toBe(400);
  expect(longer.headers["x-ms-error-code"]).toBe("Error.BadRequest");
  expect(JSON.parse(longer.body)).toMatchObject({ message: expect.stringContaining("Content-Length") });
});

test.for([...SENDS, "/:addToGroups", "/:removeFromGroups"])("%s takes no body without a length", async (path) => {
  const { status, body } = await sendRequest(await startTestEmulator(), `POST /api/hubs/chat${path}`, {
    type: "application/json",
    body: '{"groups":["g"]}',
    headers: { "Transfer-Encoding": "chunked" },
  });
  expect(status).toBe(400);
  expect(body).toContain("Content-Length");
});

describe.for([...SENDS, "/:addToGroups", "/:removeFromGroups"])("%s refuses", (path) => {
  test.for<[what: string, status: number, asked: TestRequest]>([
    ["XML", 415, { type: "application/xml", body: "<a/>" }],
    ["a form", 415, { type: "application/x-www-form-urlencoded", body: "a=b" }],
    ["JSON by another name", 415, { type: "application/merge-patch+json", body: "{}" }],
    ["an empty type", 415, { type: "", body: "{}" }],
    ["no type at all", 415, { type: "garbage", body: "{}" }],
    ["JSON in letters that there are not", 415, { type: "application/json; charset=klingon", body: "{}" }],
    ["half of JSON", 400, { type: "application/json", body: '{"groups":["g"]' }],
    ["JSON and more", 400, { type: "application/json", body: '{"groups":["g"]} x' }],
    ["an empty body that is said to be JSON", 400, { type: "application/json", body: "" }],
  ])("%s: %i", async ([, status, asked]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator, { groups: ["g"], userId: "u" });
    const answer = await sendRequest(emulator, `POST /api/hubs/chat${path.replace("/c/", `/${client.id}/`)}`, asked);
    expect(answer.status).toBe(status);
    if (status === 415) expect(answer.body).toBe("");
    await expectNoFrame(emulator, client);
  });
});

test("text in letters that there are not is refused", async () => {
  const { status } = await sendRequest(await startTestEmulator(), "POST /api/hubs/chat/:send", {
    type: "text/plain; charset=klingon",
    body: "nuqneH",
  });
  expect(status).toBe(415);
});

test("groups of an untold type are refused, though a message of one is bytes", async () => {
  expect(
    (await sendRequest(await startTestEmulator(), "POST /api/hubs/chat/:addToGroups", { body: '{"groups":["g"]}' }))
      .status,
  ).toBe(415);
});

test("JSON that is nested as deep as fits is taken", async () => {
  const body = "[".repeat(MEBIBYTE / 2) + "]".repeat(MEBIBYTE / 2);
  const { status } = await sendRequest(await startTestEmulator(), "POST /api/hubs/chat/:send", {
    type: "application/json",
    body,
  });
  expect(status).toBe(202);
});

test.for([
  "PUT /api/hubs/chat/users/u/groups/g",
  "DELETE /api/hubs/chat/users/u/groups",
  "POST /api/hubs/chat/:closeConnections",
])("%s does not look at a body", async (line) => {
  const emulator = await startTestEmulator();
  await connectClient(emulator, { userId: "u" });
  const { status } = await sendRequest(emulator, line, { type: "application/xml", body: "x".repeat(100_000) });
  expect([200, 204]).toContain(status);
});
