import { describe, expect, test } from "vitest";
import { sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, startTestEmulator } from "../testing/running-emulator.js";

const MEBIBYTE = 1024 * 1024;
const SENDS = ["/:send", "/groups/g/:send", "/users/u/:send", "/connections/c/:send"];

test.for(SENDS)("readBody › %s accepts a body of 1 MiB and rejects one byte more", async (path) => {
  const emulator = await startTestEmulator();
  const type = "application/octet-stream";
  const accepted = await sendRequest(emulator, `POST /api/hubs/chat${path}`, { type, body: Buffer.alloc(MEBIBYTE) });
  expect(accepted.status).toBe(202);
  const rejected = await sendRequest(emulator, `POST /api/hubs/chat${path}`, {
    type,
    body: Buffer.alloc(MEBIBYTE + 1),
  });
  expect(rejected.status).toBe(400);
  expect(rejected.headers["x-ms-error-code"]).toBe("Error.BadRequest");
  expect(JSON.parse(rejected.body)).toMatchObject({
    message: "Content-Length is required and must not exceed 1,048,576 bytes.",
  });
});

test.for([...SENDS, "/:addToGroups", "/:removeFromGroups"])(
  "readBody › %s rejects a body without a Content-Length",
  async (path) => {
    const { status, body } = await sendRequest(await startTestEmulator(), `POST /api/hubs/chat${path}`, {
      type: "application/json",
      body: '{"groups":["g"]}',
      headers: { "Transfer-Encoding": "chunked" },
    });
    expect(status).toBe(400);
    expect(body).toContain("Content-Length is required and must not exceed 1,048,576 bytes.");
  },
);

describe.for([...SENDS, "/:addToGroups", "/:removeFromGroups"])("readPayload › %s", (path) => {
  test.for<[body: string, status: number, options: TestRequest]>([
    ["XML", 415, { type: "application/xml", body: "<a/>" }],
    ["a form", 415, { type: "application/x-www-form-urlencoded", body: "a=b" }],
    ["another JSON media type", 415, { type: "application/merge-patch+json", body: "{}" }],
    ["an empty Content-Type", 415, { type: "", body: "{}" }],
    ["an invalid Content-Type", 415, { type: "garbage", body: "{}" }],
    ["JSON in an unknown charset", 415, { type: "application/json; charset=klingon", body: "{}" }],
    ["incomplete JSON", 400, { type: "application/json", body: '{"groups":["g"]' }],
    ["text after JSON", 400, { type: "application/json", body: '{"groups":["g"]} x' }],
    ["an empty JSON body", 400, { type: "application/json", body: "" }],
  ])("rejects %s with %i", async ([, status, options]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator, { groups: ["g"], userId: "u" });
    const response = await sendRequest(
      emulator,
      `POST /api/hubs/chat${path.replace("/c/", `/${client.id}/`)}`,
      options,
    );
    expect(response.status).toBe(status);
    if (status === 415) expect(response.body).toBe("");
    await expectNoFrame(emulator, client);
  });
});

test("readPayload › rejects text in an unknown charset with 415", async () => {
  const { status } = await sendRequest(await startTestEmulator(), "POST /api/hubs/chat/:send", {
    type: "text/plain; charset=klingon",
    body: "nuqneH",
  });
  expect(status).toBe(415);
});

test("readJsonBody › rejects a body without a Content-Type with 415", async () => {
  expect(
    (await sendRequest(await startTestEmulator(), "POST /api/hubs/chat/:addToGroups", { body: '{"groups":["g"]}' }))
      .status,
  ).toBe(415);
});

test("readPayload › accepts JSON of any depth up to 1 MiB", async () => {
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
])("RestEndpoint › %s ignores a body", async (line) => {
  const emulator = await startTestEmulator();
  await connectClient(emulator, { userId: "u" });
  const { status } = await sendRequest(emulator, line, { type: "application/xml", body: "x".repeat(100_000) });
  expect([200, 204]).toContain(status);
});
