import { describe, expect, test } from "vitest";
import type { Fault } from "../index.js";
import { RawConnection } from "../rest/testing/raw-connection.js";
import { sendRequest, signTokenFor } from "../rest/testing/rest-requests.js";
import {
  connectClient,
  expectNoFrame,
  timerStarted,
  listMembers,
  startTestEmulator,
} from "../rest/testing/running-emulator.js";

const PATH = "/api/hubs/chat/groups/lobby/connections";

/** Lets a connection join, whatever comes of it, and tells what came on the wire and whether it is a member. */
async function joinWith(fault: Fault) {
  const emulator = await startTestEmulator();
  const { id } = await connectClient(emulator);
  emulator.addFault(fault);
  const target = `${PATH}/${id}?api-version=2024-12-01`;
  const wire = await RawConnection.open(emulator);
  let error: NodeJS.ErrnoException | undefined;
  wire.socket.on("error", (thrown) => {
    error = thrown;
  });
  wire.write(
    `PUT ${target} HTTP/1.1\r\nHost: ${new URL(emulator.endpoint).host}\r\nAuthorization: Bearer ${signTokenFor(emulator, target)}\r\nConnection: close\r\n\r\n`,
  );
  const received = await wire.all;
  const joined = (await listMembers(emulator, "lobby")).includes(id);
  return { received, joined, error: error?.code, logged: emulator.log.requests[0] };
}

describe("without effect", () => {
  test("status: the answer is what was asked for", async () => {
    const { received, joined } = await joinWith({ action: "status", status: 503, headers: { "X-Why": "a test" } });
    expect(received).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\nX-Why: a test\r\nContent-Length: 0\r\n/);
    expect(joined).toBe(false);
  });

  test("status: 500 by default", async () => {
    expect((await joinWith({ action: "status" })).received).toMatch(/^HTTP\/1\.1 500 /);
  });

  test.for([
    [undefined, "1"],
    [30, "30"],
    [0, "0"],
  ] as const)("throttle: 429, and to come again after %s seconds", async ([retryAfterSeconds, expected]) => {
    const fault: Fault = { action: "throttle", ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
    const { received, joined, logged } = await joinWith(fault);
    expect(received).toMatch(new RegExp(`^HTTP/1.1 429 Too Many Requests\r\nRetry-After: ${expected}\r\n`));
    expect(joined).toBe(false);
    expect(logged).toMatchObject({ operation: "addConnectionToGroup", status: 429 });
  });

  test("drop-before: the connection ends", async () => {
    const { received, joined, error, logged } = await joinWith({ action: "drop-before" });
    expect({ received, joined, error }).toEqual({ received: "", joined: false, error: undefined });
    expect(logged).toMatchObject({ operation: "addConnectionToGroup", status: 0 });
  });

  test("reset: the connection is reset", async () => {
    const { received, joined, error } = await joinWith({ action: "reset" });
    expect({ received, joined, error }).toEqual({ received: "", joined: false, error: "ECONNRESET" });
  });
});

describe("with its effect", () => {
  test("drop-after: the client sees no answer", async () => {
    const { received, joined, error, logged } = await joinWith({ action: "drop-after" });
    expect({ received, joined, error }).toEqual({ received: "", joined: true, error: undefined });
    expect(logged).toMatchObject({ operation: "addConnectionToGroup", status: 0 });
  });

  test("truncate: the client sees half an answer", async () => {
    const { received, joined } = await joinWith({ action: "truncate" });
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(received).not.toContain("\r\n\r\n");
    expect(joined).toBe(true);
  });
});

describe("truncate", () => {
  test.for<[line: string, status: number, asked?: Parameters<typeof sendRequest>[2]]>([
    ["POST /api/hubs/chat/:send", 202, { type: "text/plain", body: "hello" }],
    ["POST /api/hubs/chat/:generateToken", 200],
    ["GET /api/hubs/chat/groups/lobby/connections", 200],
    ["HEAD /api/hubs/chat/groups/lobby", 200],
    ["HEAD /api/hubs/chat/groups/nobody", 404],
    ["PUT /api/hubs/chat/users/nobody/groups/g", 404],
    ["DELETE /api/hubs/chat/users/nobody/groups", 204],
  ])("%s never arrives as a whole", async ([line, status, asked]) => {
    const emulator = await startTestEmulator();
    await connectClient(emulator, { groups: ["lobby"] });
    emulator.addFault({ action: "truncate" });
    await expect(sendRequest(emulator, line, asked)).rejects.toThrow(/aborted|hang up|ECONNRESET|Parse Error/);
    expect(emulator.log.requests).toMatchObject([{ status }]);
    expect((await sendRequest(emulator, line, asked)).status).toBe(status);
  });

  test("of a body is half of it", async () => {
    const emulator = await startTestEmulator();
    const target = "/api/hubs/chat/users/nobody/groups/g?api-version=2024-12-01";
    const head = `PUT ${target} HTTP/1.1\r\nHost: ${new URL(emulator.endpoint).host}\r\nAuthorization: Bearer ${signTokenFor(emulator, target)}`;
    emulator.addFault({ action: "truncate" });
    const wire = await RawConnection.open(emulator);
    const [, body = ""] = (await wire.write(`${head}\r\n\r\n`).all).split("\r\n\r\n");
    expect(body).toMatch(/^\{"code":"Warning/);
    expect(body).not.toContain("}");
  });
});

describe("delay", () => {
  const text = { type: "text/plain", body: "hello" };

  test.for([
    [undefined, 1],
    [2500, 2.5],
    [0, 0],
  ] as const)("of %s milliseconds ends after %s seconds of the clock", async ([milliseconds, seconds]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const arrived = timerStarted(emulator);
    emulator.addFault({
      match: { operation: "sendToAll" },
      action: "delay",
      ...(milliseconds !== undefined && { delayMs: milliseconds }),
    });
    const late = sendRequest(emulator, "POST /api/hubs/chat/:send", text);
    await arrived;
    if (seconds > 0) await emulator.clock.advance(seconds - 0.001);
    await expectNoFrame(emulator, client);
    expect(emulator.log.requests).toMatchObject([{ operation: "sendToConnection" }]);
    await emulator.clock.advance(0.001);
    expect((await late).status).toBe(202);
    expect(await client.next()).toMatchObject({ data: "hello" });
  });

  test("is given up where the client has gone with half of its message", async () => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    emulator.addFault({ action: "delay", delayMs: 1000 });
    const target = `/api/hubs/chat/connections/${client.id}/:send?api-version=2024-12-01`;
    const waiting = timerStarted(emulator);
    const wire = await RawConnection.open(emulator);
    wire.write(
      `POST ${target} HTTP/1.1\r\nHost: ${new URL(emulator.endpoint).host}\r\nAuthorization: Bearer ${signTokenFor(emulator, target)}\r\nContent-Length: 10\r\n\r\nhalf`,
    );
    await waiting;
    wire.socket.resetAndDestroy();
    await wire.all;
    await expectNoFrame(emulator, client);
    await emulator.clock.advance(1);
    await emulator.log.waitFor(
      (entry) => entry.kind === "request" && entry.operation === "sendToConnection" && entry.status === 0,
    );
    await expectNoFrame(emulator, client);
  });

  test("ends without effect or answer when the emulator is reset", async () => {
    const emulator = await startTestEmulator();
    const arrived = timerStarted(emulator);
    emulator.addFault({ action: "delay" });
    const lost = sendRequest(emulator, "POST /api/hubs/chat/:send", text);
    lost.catch(() => {});
    await arrived;
    await emulator.reset();
    await expect(lost).rejects.toThrow(/hang up|ECONNRESET/);
    const client = await connectClient(emulator);
    await emulator.clock.advance(10);
    await expectNoFrame(emulator, client);
  });
});

test("operation, hub, the how many-th and how often decide which requests are met", async () => {
  const emulator = await startTestEmulator();
  emulator.addFault({
    match: { operation: "groupExists", hub: "CHAT", nth: 2 },
    action: "status",
    status: 503,
    times: 2,
  });
  const statuses: number[] = [];
  for (const path of [
    "chat/groups/g",
    "news/groups/g",
    "chat/users/u",
    "Chat/groups/g",
    "news/groups/g",
    "chat/groups/h",
    "chat/groups/g",
  ]) {
    statuses.push((await sendRequest(emulator, `HEAD /api/hubs/${path}`)).status);
  }
  expect(statuses).toEqual([404, 404, 404, 503, 404, 503, 404]);
});

test("a fault meets a request before it is looked at", async () => {
  const emulator = await startTestEmulator();
  emulator.addFault({ action: "throttle" });
  expect((await sendRequest(emulator, "HEAD /api/hubs/chat/users/u", { token: null, apiVersion: null })).status).toBe(
    429,
  );
  emulator.addFault({ action: "throttle" });
  expect((await sendRequest(emulator, "GET /api/nothing")).status).toBe(404);
  expect((await sendRequest(emulator, "HEAD /api/hubs/chat/users/u")).status).toBe(429);
});

test("the refusal of a request is lost as well", async () => {
  const emulator = await startTestEmulator();
  emulator.addFault({ action: "drop-after" });
  await expect(sendRequest(emulator, "HEAD /api/hubs/chat/users/u", { token: null })).rejects.toThrow(
    /hang up|ECONNRESET/,
  );
});
