import { describe, expect, test } from "vitest";
import { exchange } from "../testing/raw-connection.js";
import { ask, entraToken } from "../testing/rest-requests.js";
import { type Client, connect, expectNothing, running } from "../testing/running-emulator.js";

const line = (permission: string, { id }: Client, group: string) =>
  `/api/hubs/chat/permissions/${permission}/connections/${id}?targetName=${group}`;

const FORBIDDEN = { type: "ack", success: false, error: { name: "Forbidden" } };

describe.for([
  ["joinLeaveGroup", { type: "joinGroup" }],
  ["sendToGroup", { type: "sendToGroup", dataType: "text", data: "hello" }],
] as const)("%s", ([permission, frame]) => {
  test("is there from when it is granted until it is revoked, for that group only", async () => {
    const emulator = await running();
    const client = await connect(emulator);
    let ackId = 0;
    const attempt = (group: string) => client.ask({ ...frame, group, ackId: ++ackId });
    const check = async (group: string) => (await ask(emulator, `HEAD ${line(permission, client, group)}`)).status;

    expect(await check("lobby")).toBe(404);
    expect(await attempt("lobby")).toMatchObject(FORBIDDEN);
    expect((await ask(emulator, `PUT ${line(permission, client, "lobby")}`)).status).toBe(200);
    expect(await check("lobby")).toBe(200);
    expect(await check("Lobby")).toBe(404);
    expect(await attempt("lobby")).toMatchObject({ type: "ack", success: true });
    expect(await attempt("other")).toMatchObject(FORBIDDEN);
    expect((await ask(emulator, `DELETE ${line(permission, client, "lobby")}`)).status).toBe(204);
    expect(await check("lobby")).toBe(404);
    expect(await attempt("lobby")).toMatchObject(FORBIDDEN);
  });

  test("of one kind is not of the other, and of one connection is not of another", async () => {
    const emulator = await running();
    const client = await connect(emulator);
    const other = await connect(emulator);
    await ask(emulator, `PUT ${line(permission, client, "lobby")}`);
    const another = permission === "sendToGroup" ? "joinLeaveGroup" : "sendToGroup";
    expect((await ask(emulator, `HEAD ${line(another, client, "lobby")}`)).status).toBe(404);
    expect((await ask(emulator, `HEAD ${line(permission, other, "lobby")}`)).status).toBe(404);
  });

  test("from a role is told, and revoking wins over it for that one group", async () => {
    const emulator = await running();
    const client = await connect(emulator, { roles: [`webpubsub.${permission}`] });
    const check = async (group: string) => (await ask(emulator, `HEAD ${line(permission, client, group)}`)).status;
    expect(await check("lobby")).toBe(200);
    await ask(emulator, `DELETE ${line(permission, client, "lobby")}`);
    expect(await check("lobby")).toBe(404);
    expect(await check("other")).toBe(200);
    expect(await client.ask({ ...frame, group: "lobby", ackId: 1 })).toMatchObject(FORBIDDEN);
    await ask(emulator, `PUT ${line(permission, client, "lobby")}`);
    expect(await check("lobby")).toBe(200);
  });

  test("for a group called * is for that one", async () => {
    const emulator = await running();
    const client = await connect(emulator);
    await ask(emulator, `PUT ${line(permission, client, "*")}`);
    expect((await ask(emulator, `HEAD ${line(permission, client, "*")}`)).status).toBe(200);
    expect((await ask(emulator, `HEAD ${line(permission, client, "lobby")}`)).status).toBe(404);
  });
});

test("membership outlives the permission, and needs none where the application grants it", async () => {
  const emulator = await running();
  const client = await connect(emulator, { groups: ["lobby"] });
  await ask(emulator, `DELETE ${line("joinLeaveGroup", client, "lobby")}`);
  await ask(emulator, "POST /api/hubs/chat/groups/lobby/:send", { type: "text/plain", body: "hello" });
  expect(await client.next()).toMatchObject({ data: "hello" });
  await expectNothing(emulator, client);
});

test("a name in any letters is the same permission", async () => {
  const emulator = await running();
  const client = await connect(emulator);
  await ask(emulator, `PUT ${line("SENDTOGROUP", client, "lobby")}`);
  expect((await ask(emulator, `HEAD ${line("sendtogroup", client, "lobby")}`)).status).toBe(200);
});

test("a connection has room for a thousand rules", async () => {
  const emulator = await running({ acceptUnverifiedEntraTokens: true });
  const client = await connect(emulator);
  const token = entraToken(emulator);
  const grant = (group: string) =>
    `PUT ${line("sendToGroup", client, group)}&api-version=2024-12-01 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const answers = await exchange(emulator, Array.from({ length: 1000 }, (_, index) => grant(`g${index}`)).join(""));
  expect(answers.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(1000);
  const { status, headers, body } = await ask(emulator, `PUT ${line("sendToGroup", client, "one-more")}`);
  expect(status).toBe(409);
  expect(headers["x-ms-error-code"]).toBe("Error.Connection.Conflict");
  expect(JSON.parse(body)).toMatchObject({ code: "Error.Connection.Conflict", target: "Connection" });
  expect((await ask(emulator, `PUT ${line("sendToGroup", client, "g0")}`)).status).toBe(200);
});
