import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import type { UserEvent, UserEventHandler } from "../../emulator-context.js";
import { waitForConnection } from "../../testing/log-entries.js";
import { RELIABLE_V1, TestClient } from "../testing/test-client.js";
import { startEndpoint } from "../testing/test-endpoint.js";

const event = (more = {}) => ({ type: "event", event: "order", dataType: "text", data: "tea", ackId: 1, ...more });

const large = "x".repeat(100_000);

describe("raiseUserEvent", () => {
  test("passes the event to the handler, and its result to the sender before the ack", async () => {
    const events: UserEvent[] = [];
    const endpoint = await startEndpoint({}, async (each) => {
      events.push(each);
      return { dataType: "json", data: { ok: true }, text: '{"ok":true}' };
    });
    const client = await TestClient.connectJson(endpoint.url({ userId: "alice" }));
    expect(await client.sendAndReceive(event({ metadata: { trace: "1" } }))).toEqual({
      type: "message",
      from: "server",
      dataType: "json",
      data: { ok: true },
    });
    expect(await client.next()).toEqual({ type: "ack", ackId: 1, success: true });
    expect(events).toMatchObject([
      { hub: "chat", event: "order", payload: { dataType: "text", data: "tea" }, metadata: { trace: "1" } },
    ]);
    expect(events[0]?.connection.id).toBe(client.id);
  });

  test.for<[string, UserEventHandler | undefined, string]>([
    ["no handler", undefined, 'No event handler. Register one with emulator.on("userEvent", …).'],
    [
      "a handler that throws",
      () => {
        throw new Error("no tea");
      },
      "The userEvent handler failed: no tea",
    ],
    ["a handler that rejects", () => Promise.reject(new Error("no tea")), "The userEvent handler failed: no tea"],
    [
      "a handler that returns no payload",
      () => ({ dataType: "json" }) as never,
      "The userEvent handler failed: it must return { dataType, data }, with data a string (text), a Buffer (binary), or JSON and its text.",
    ],
  ])(
    "rejects an event with %s as InternalServerError, and accepts the same ackId later",
    async ([, handler, message]) => {
      const endpoint = await startEndpoint({}, handler);
      const client = await TestClient.connectJson(endpoint.url());
      expect(await client.sendAndReceive(event())).toEqual({
        type: "ack",
        ackId: 1,
        success: false,
        error: { name: "InternalServerError", message },
      });
      endpoint.context.userEventHandler = () => undefined;
      expect(await client.sendAndReceive(event())).toMatchObject({ ackId: 1, success: true });
      expect(await client.sendAndReceive(event())).toMatchObject({ error: { name: "Duplicate" } });
    },
  );

  test("holds later frames of the client, but not of others, until the event is handled", async () => {
    const { handle, finish } = slowHandler();
    const endpoint = await startEndpoint({}, handle);
    const client = await TestClient.connectJson(endpoint.url());
    const other = await TestClient.connectJson(endpoint.url());
    client.send(event());
    client.send({ type: "ping" });
    expect(await other.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
    expect(endpoint.log.deliveries.filter(({ connectionId }) => connectionId === client.id)).toHaveLength(1);
    finish();
    expect(await client.next()).toMatchObject({ type: "message", data: "tea" });
    expect(await client.next()).toMatchObject({ type: "ack" });
    expect(await client.next()).toMatchObject({ type: "pong" });
  });

  test("stops reading from a client beyond incomingBytes while its event is handled, and continues afterwards", async () => {
    const { handle, finish } = slowHandler();
    const endpoint = await startEndpoint({ incomingBytes: 10_000 }, handle);
    const client = await TestClient.connectJson(endpoint.url());
    await flood(client, endpoint.streams[0]);
    finish();
    expect(await client.next()).toMatchObject({ data: "tea" });
    expect(await client.next()).toMatchObject({ type: "ack" });
    for (let count = 0; count < 100; count += 1) expect(await client.next()).toMatchObject({ data: large });
    expect(await client.next()).toEqual({ type: "pong" });
  });

  test("does not read from the new socket of a recovered client while its event is handled", async () => {
    const { handle, finish } = slowHandler();
    const endpoint = await startEndpoint({ incomingBytes: 10_000 }, handle);
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    await flood(client, endpoint.streams[0]);
    const query = `&awps_connection_id=${client.id}&awps_reconnection_token=${client.token}`;
    const again = await TestClient.connectJson(endpoint.url({}, query), RELIABLE_V1);
    expect(endpoint.streams[1]?.isPaused()).toBe(true);
    again.send({ type: "sequenceAck", sequenceId: 1 });
    finish();
    expect(await again.next()).toMatchObject({ data: "tea", sequenceId: 1 });
    expect(await again.next()).toMatchObject({ type: "ack" });
  });

  test("closes a client while it does not read from it", async () => {
    const endpoint = await startEndpoint({ incomingBytes: 10_000 }, slowHandler().handle);
    const client = await TestClient.connectJson(endpoint.url());
    await flood(client, endpoint.streams[0]);
    const hub = endpoint.context.hubs.get("chat");
    hub.close(hub.connections.values(), undefined);
    expect(await client.closed).toMatchObject({ code: 1000 });
  });

  test("sends the result of the handler to a client that recovered in the meantime", async () => {
    const { handle, finish } = slowHandler();
    const endpoint = await startEndpoint({}, handle);
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    client.send(event());
    client.send({ type: "ping" });
    await new Promise((resolve) => client.socket.once("pong", resolve).ping());
    client.socket.terminate();
    await waitForConnection(endpoint, "suspended");
    const query = `&awps_connection_id=${client.id}&awps_reconnection_token=${client.token}`;
    const again = await TestClient.connectJson(endpoint.url({}, query), RELIABLE_V1);
    finish();
    expect(await again.next()).toMatchObject({ from: "server", data: "tea", sequenceId: 1 });
    expect(await again.next()).toMatchObject({ type: "ack", ackId: 1, success: true });
    expect(await again.next()).toMatchObject({ type: "pong" });
  });
});

/** A handler that finishes when the test calls `finish`. */
function slowHandler(): { handle: UserEventHandler; finish: () => void } {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { handle: ({ payload }) => finished.then(() => payload), finish: () => finish() };
}

/** Sends an event and many more, until the endpoint stops reading. */
async function flood(client: TestClient, stream: Socket | undefined): Promise<void> {
  client.send(event());
  for (let count = 0; count < 100; count += 1) client.send(event({ ackId: undefined, data: large }));
  client.send({ type: "ping" });
  await new Promise<void>((resolve) => {
    const poll = () => (stream?.isPaused() ? resolve() : setImmediate(poll));
    poll();
  });
  expect(stream?.bytesRead).toBeLessThan(5_000_000);
}
