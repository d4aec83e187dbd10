import { describe, expect, test } from "vitest";
import type { Fault } from "../index.js";
import { RawConnection } from "../rest/testing/raw-connection.js";
import { sendRequest, signTokenFor } from "../rest/testing/rest-requests.js";
import {
  connectClient,
  expectNoFrame,
  listMembers,
  startTestEmulator,
  timerStarted,
} from "../rest/testing/running-emulator.js";
import { waitForEntry } from "../testing/log-entries.js";

const PATH = "/api/hubs/chat/groups/lobby/connections";

/** Adds a connection to a group under a fault. @returns the bytes received, whether it is a member, and the log entry */
async function joinWith(fault: Fault) {
  const emulator = await startTestEmulator();
  const { id } = await connectClient(emulator);
  emulator.addFault(fault);
  const target = `${PATH}/${id}?api-version=2024-12-01`;
  const connection = await RawConnection.open(emulator);
  let error: NodeJS.ErrnoException | undefined;
  connection.socket.on("error", (thrown) => {
    error = thrown;
  });
  connection.write(
    `PUT ${target} HTTP/1.1\r\nHost: ${new URL(emulator.endpoint).host}\r\nAuthorization: Bearer ${signTokenFor(emulator, target)}\r\nConnection: close\r\n\r\n`,
  );
  const received = await connection.all;
  const joined = (await listMembers(emulator, "lobby")).includes(id);
  return { received, joined, error: error?.code, logged: emulator.log.requests[0] };
}

describe("addFault", () => {
  describe("without performing the operation", () => {
    test("status › returns the status and headers of the fault", async () => {
      const { received, joined } = await joinWith({ action: "status", status: 503, headers: { "X-Why": "a test" } });
      expect(received).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\nX-Why: a test\r\nContent-Length: 0\r\n/);
      expect(joined).toBe(false);
    });

    test("status › returns 500 by default", async () => {
      expect((await joinWith({ action: "status" })).received).toMatch(/^HTTP\/1\.1 500 /);
    });

    test.for([
      [undefined, "1"],
      [30, "30"],
      [0, "0"],
    ] as const)("throttle › returns 429 with Retry-After for %s seconds", async ([retryAfterSeconds, expected]) => {
      const fault: Fault = { action: "throttle", ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
      const { received, joined, logged } = await joinWith(fault);
      expect(received).toMatch(new RegExp(`^HTTP/1.1 429 Too Many Requests\r\nRetry-After: ${expected}\r\n`));
      expect(joined).toBe(false);
      expect(logged).toMatchObject({ operation: "addConnectionToGroup", status: 429 });
    });

    test("drop-before › closes the connection", async () => {
      const { received, joined, error, logged } = await joinWith({ action: "drop-before" });
      expect({ received, joined, error }).toEqual({ received: "", joined: false, error: undefined });
      expect(logged).toMatchObject({ operation: "addConnectionToGroup", status: 0 });
    });

    test("reset › resets the connection", async () => {
      const { received, joined, error } = await joinWith({ action: "reset" });
      expect({ received, joined, error }).toEqual({ received: "", joined: false, error: "ECONNRESET" });
    });
  });

  describe("after performing the operation", () => {
    test("drop-after › closes the connection without a response", async () => {
      const { received, joined, error, logged } = await joinWith({ action: "drop-after" });
      expect({ received, joined, error }).toEqual({ received: "", joined: true, error: undefined });
      expect(logged).toMatchObject({ operation: "addConnectionToGroup", status: 0 });
    });

    test("truncate › sends half of the head of a response without a body", async () => {
      const { received, joined } = await joinWith({ action: "truncate" });
      expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(received).not.toContain("\r\n\r\n");
      expect(joined).toBe(true);
    });
  });

  describe("truncate", () => {
    test.for<[line: string, status: number, options?: Parameters<typeof sendRequest>[2]]>([
      ["POST /api/hubs/chat/:send", 202, { type: "text/plain", body: "hello" }],
      ["POST /api/hubs/chat/:generateToken", 200],
      ["GET /api/hubs/chat/groups/lobby/connections", 200],
      ["HEAD /api/hubs/chat/groups/lobby", 200],
      ["HEAD /api/hubs/chat/groups/nobody", 404],
      ["PUT /api/hubs/chat/users/nobody/groups/g", 404],
      ["DELETE /api/hubs/chat/users/nobody/groups", 204],
    ])("sends an incomplete response to %s", async ([line, status, options]) => {
      const emulator = await startTestEmulator();
      await connectClient(emulator, { groups: ["lobby"] });
      emulator.addFault({ action: "truncate" });
      await expect(sendRequest(emulator, line, options)).rejects.toThrow(/aborted|hang up|ECONNRESET|Parse Error/);
      expect(emulator.log.requests).toMatchObject([{ status }]);
      expect((await sendRequest(emulator, line, options)).status).toBe(status);
    });

    test("sends half of a body", async () => {
      const emulator = await startTestEmulator();
      const target = "/api/hubs/chat/users/nobody/groups/g?api-version=2024-12-01";
      const head = `PUT ${target} HTTP/1.1\r\nHost: ${new URL(emulator.endpoint).host}\r\nAuthorization: Bearer ${signTokenFor(emulator, target)}`;
      emulator.addFault({ action: "truncate" });
      const connection = await RawConnection.open(emulator);
      const [, body = ""] = (await connection.write(`${head}\r\n\r\n`).all).split("\r\n\r\n");
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
    ] as const)("holds a request with delayMs %s for %s seconds of the clock", async ([delayMs, seconds]) => {
      const emulator = await startTestEmulator();
      const client = await connectClient(emulator);
      const delayed = timerStarted(emulator);
      emulator.addFault({
        match: { operation: "sendToAll" },
        action: "delay",
        ...(delayMs !== undefined && { delayMs }),
      });
      const late = sendRequest(emulator, "POST /api/hubs/chat/:send", text);
      await delayed;
      if (seconds > 0) await emulator.clock.advance(seconds - 0.001);
      await expectNoFrame(emulator, client);
      expect(emulator.log.requests).toMatchObject([{ operation: "sendToConnection" }]);
      await emulator.clock.advance(0.001);
      expect((await late).status).toBe(202);
      expect(await client.next()).toMatchObject({ data: "hello" });
    });

    test("drops the request if the client disconnects in the meantime", async () => {
      const emulator = await startTestEmulator();
      const client = await connectClient(emulator);
      emulator.addFault({ action: "delay", delayMs: 1000 });
      const target = `/api/hubs/chat/connections/${client.id}/:send?api-version=2024-12-01`;
      const delayed = timerStarted(emulator);
      const connection = await RawConnection.open(emulator);
      connection.write(
        `POST ${target} HTTP/1.1\r\nHost: ${new URL(emulator.endpoint).host}\r\nAuthorization: Bearer ${signTokenFor(emulator, target)}\r\nContent-Length: 10\r\n\r\nhalf`,
      );
      await delayed;
      connection.socket.resetAndDestroy();
      await connection.all;
      await expectNoFrame(emulator, client);
      await emulator.clock.advance(1);
      await waitForEntry(
        emulator,
        (entry) => entry.kind === "request" && entry.operation === "sendToConnection" && entry.status === 0,
      );
      await expectNoFrame(emulator, client);
    });

    test("drops the request without a response if the emulator is reset", async () => {
      const emulator = await startTestEmulator();
      const delayed = timerStarted(emulator);
      emulator.addFault({ action: "delay" });
      const lost = sendRequest(emulator, "POST /api/hubs/chat/:send", text);
      lost.catch(() => {});
      await delayed;
      await emulator.reset();
      await expect(lost).rejects.toThrow(/hang up|ECONNRESET/);
      const client = await connectClient(emulator);
      await emulator.clock.advance(10);
      await expectNoFrame(emulator, client);
    });
  });

  test("applies to the requests that match operation, hub, nth and times", async () => {
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

  test("applies before the token and the api-version are checked, but not to unknown paths", async () => {
    const emulator = await startTestEmulator();
    emulator.addFault({ action: "throttle" });
    expect((await sendRequest(emulator, "HEAD /api/hubs/chat/users/u", { token: null, apiVersion: null })).status).toBe(
      429,
    );
    emulator.addFault({ action: "throttle" });
    expect((await sendRequest(emulator, "GET /api/nothing")).status).toBe(404);
    expect((await sendRequest(emulator, "HEAD /api/hubs/chat/users/u")).status).toBe(429);
  });

  test("applies to rejected requests", async () => {
    const emulator = await startTestEmulator();
    emulator.addFault({ action: "drop-after" });
    await expect(sendRequest(emulator, "HEAD /api/hubs/chat/users/u", { token: null })).rejects.toThrow(
      /hang up|ECONNRESET/,
    );
  });
});
