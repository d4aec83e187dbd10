import { describe, expect, test } from "vitest";
import { exchangeBytes } from "../testing/raw-connection.js";
import { entraToken, sendRequest } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, startTestEmulator, type TestJsonClient } from "../testing/running-emulator.js";

const line = (permission: string, { id }: TestJsonClient, group: string) =>
  `/api/hubs/chat/permissions/${permission}/connections/${id}?targetName=${group}`;

const FORBIDDEN = { type: "ack", success: false, error: { name: "Forbidden" } };

describe.for([
  ["joinLeaveGroup", { type: "joinGroup" }],
  ["sendToGroup", { type: "sendToGroup", dataType: "text", data: "hello" }],
] as const)("grantPermission and revokePermission › %s", ([permission, frame]) => {
  test("allow and forbid the permission for one group", async () => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    let ackId = 0;
    const attempt = (group: string) => client.sendAndReceive({ ...frame, group, ackId: ++ackId });
    const check = async (group: string) =>
      (await sendRequest(emulator, `HEAD ${line(permission, client, group)}`)).status;

    expect(await check("lobby")).toBe(404);
    expect(await attempt("lobby")).toMatchObject(FORBIDDEN);
    expect((await sendRequest(emulator, `PUT ${line(permission, client, "lobby")}`)).status).toBe(200);
    expect(await check("lobby")).toBe(200);
    expect(await check("Lobby")).toBe(404);
    expect(await attempt("lobby")).toMatchObject({ type: "ack", success: true });
    expect(await attempt("other")).toMatchObject(FORBIDDEN);
    expect((await sendRequest(emulator, `DELETE ${line(permission, client, "lobby")}`)).status).toBe(204);
    expect(await check("lobby")).toBe(404);
    expect(await attempt("lobby")).toMatchObject(FORBIDDEN);
  });

  test("apply to one permission of one connection", async () => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const other = await connectClient(emulator);
    await sendRequest(emulator, `PUT ${line(permission, client, "lobby")}`);
    const another = permission === "sendToGroup" ? "joinLeaveGroup" : "sendToGroup";
    expect((await sendRequest(emulator, `HEAD ${line(another, client, "lobby")}`)).status).toBe(404);
    expect((await sendRequest(emulator, `HEAD ${line(permission, other, "lobby")}`)).status).toBe(404);
  });

  test("take precedence over a role, for one group", async () => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator, { roles: [`webpubsub.${permission}`] });
    const check = async (group: string) =>
      (await sendRequest(emulator, `HEAD ${line(permission, client, group)}`)).status;
    expect(await check("lobby")).toBe(200);
    await sendRequest(emulator, `DELETE ${line(permission, client, "lobby")}`);
    expect(await check("lobby")).toBe(404);
    expect(await check("other")).toBe(200);
    expect(await client.sendAndReceive({ ...frame, group: "lobby", ackId: 1 })).toMatchObject(FORBIDDEN);
    await sendRequest(emulator, `PUT ${line(permission, client, "lobby")}`);
    expect(await check("lobby")).toBe(200);
  });

  test("treat * as the name of a group", async () => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    await sendRequest(emulator, `PUT ${line(permission, client, "*")}`);
    expect((await sendRequest(emulator, `HEAD ${line(permission, client, "*")}`)).status).toBe(200);
    expect((await sendRequest(emulator, `HEAD ${line(permission, client, "lobby")}`)).status).toBe(404);
  });
});

test("revokePermission › keeps the membership of the connection", async () => {
  const emulator = await startTestEmulator();
  const client = await connectClient(emulator, { groups: ["lobby"] });
  await sendRequest(emulator, `DELETE ${line("joinLeaveGroup", client, "lobby")}`);
  await sendRequest(emulator, "POST /api/hubs/chat/groups/lobby/:send", { type: "text/plain", body: "hello" });
  expect(await client.next()).toMatchObject({ data: "hello" });
  await expectNoFrame(emulator, client);
});

test("grantPermission › ignores the letter case of the permission", async () => {
  const emulator = await startTestEmulator();
  const client = await connectClient(emulator);
  await sendRequest(emulator, `PUT ${line("SENDTOGROUP", client, "lobby")}`);
  expect((await sendRequest(emulator, `HEAD ${line("sendtogroup", client, "lobby")}`)).status).toBe(200);
});

test("grantPermission › rejects the 1,001st rule of a connection with 409", async () => {
  const emulator = await startTestEmulator({ acceptUnverifiedEntraTokens: true });
  const client = await connectClient(emulator);
  const token = entraToken(emulator);
  const grant = (group: string) =>
    `PUT ${line("sendToGroup", client, group)}&api-version=2024-12-01 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const responses = await exchangeBytes(
    emulator,
    Array.from({ length: 1000 }, (_, index) => grant(`g${index}`)).join(""),
  );
  expect(responses.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(1000);
  const { status, headers, body } = await sendRequest(emulator, `PUT ${line("sendToGroup", client, "one-more")}`);
  expect(status).toBe(409);
  expect(headers["x-ms-error-code"]).toBe("Error.Connection.Conflict");
  expect(JSON.parse(body)).toMatchObject({ code: "Error.Connection.Conflict", target: "Connection" });
  expect((await sendRequest(emulator, `PUT ${line("sendToGroup", client, "g0")}`)).status).toBe(200);
});
