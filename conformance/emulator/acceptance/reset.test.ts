import { describe, expect, test } from "vitest";
import { createClient } from "webpubsub-fetch";
import { startEmulator } from "../index.js";
import { sendRequest } from "../rest/testing/rest-requests.js";
import {
  connectClient,
  expectNoFrame,
  listMembers,
  startTestEmulator,
  timerStarted,
} from "../rest/testing/running-emulator.js";
import { waitForEntry } from "../testing/log-entries.js";

describe("startEmulator", () => {
  test("reset › removes connections, groups, faults and log entries, and keeps the endpoint", async () => {
    const emulator = await startTestEmulator();
    const { endpoint } = emulator;
    const client = await connectClient(emulator, { userId: "alice", groups: ["lobby"] });
    emulator.addFault({ action: "throttle", times: 100 });
    await sendRequest(emulator, "HEAD /api/health");
    await emulator.reset();
    expect(emulator.endpoint).toBe(endpoint);
    expect(emulator.log.entries).toEqual([]);
    expect(await client.closed).toMatchObject({ code: 1001 });
    expect((await sendRequest(emulator, `HEAD /api/hubs/chat/connections/${client.id}`)).status).toBe(404);
    expect((await sendRequest(emulator, "HEAD /api/hubs/chat/users/alice")).status).toBe(404);
    expect(await listMembers(emulator, "lobby")).toEqual([]);
  });

  test("shares nothing between two emulators", async () => {
    const [first, second] = [
      await startTestEmulator(),
      await startTestEmulator({ accessKey: "another-key-of-more-than-32-characters" }),
    ];
    expect(first.endpoint).not.toBe(second.endpoint);
    const client1 = await connectClient(first, { groups: ["lobby"] });
    const client2 = await connectClient(second, { groups: ["lobby"] });
    first.addFault({ match: { operation: "userExists" }, action: "throttle" });
    const client = createClient(second.connectionString);
    expect(
      (await client.HEAD("/api/hubs/{hub}/users/{userId}", { params: { path: { hub: "chat", userId: "u" } } })).response
        .status,
    ).toBe(404);
    await sendRequest(first, "POST /api/hubs/chat/:send", { type: "text/plain", body: "hello" });
    expect(await client1.next()).toMatchObject({ data: "hello" });
    const sent = await client.POST("/api/hubs/{hub}/connections/{connectionId}/:send", {
      params: { path: { hub: "chat", connectionId: client2.id } },
      headers: { "Content-Type": "text/plain" },
      body: "barrier",
    });
    expect(sent.response.status).toBe(202);
    expect(await client2.next()).toMatchObject({ data: "barrier" });
    await first.reset();
    expect(second.log.requests).not.toEqual([]);
    await first.close();
    expect((await sendRequest(second, "HEAD /api/health")).status).toBe(200);
  });

  test("close › disconnects clients, drops delayed requests and releases the port", async () => {
    const emulator = await startEmulator({ clock: "manual" });
    const client = await connectClient(emulator);
    emulator.addFault({ match: { operation: "userExists" }, action: "delay" });
    const delayed = timerStarted(emulator);
    const lost = sendRequest(emulator, "HEAD /api/hubs/chat/users/u");
    lost.catch(() => {});
    await delayed;
    await emulator.close();
    await expect(lost).rejects.toThrow(/hang up|ECONNRESET/);
    expect((await client.closed).code).toBe(1001);
    await expect(sendRequest(emulator, "HEAD /api/health")).rejects.toThrow("ECONNREFUSED");
    await emulator.clock.advance(10);
  });

  test("log › contains the parsed parameters of a request and its deliveries", async () => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator, { userId: "alice" });
    const logged = waitForEntry(emulator, (entry) => entry.kind === "request" && entry.operation === "sendToUser");
    await sendRequest(emulator, "POST /api/hubs/Chat/users/alice/:send?messageTtlSeconds=5&filter=true", {
      type: "text/plain",
      body: "hello",
    });
    expect(await logged).toMatchObject({
      method: "POST",
      path: "/api/hubs/Chat/users/alice/:send",
      hub: "chat",
      parameters: { hub: "Chat", userId: "alice", messageTtlSeconds: 5, filter: "true" },
      status: 202,
      principal: "access-key",
    });
    expect(emulator.log.deliveries.filter(({ causedBy }) => causedBy === "sendToUser")).toMatchObject([
      { hub: "chat", connectionId: client.id, userId: "alice", frame: { data: "hello" } },
    ]);
    expect(await client.next()).toMatchObject({ data: "hello" });
    await expectNoFrame(emulator, client);
  });
});
