import {
  SendMessageError,
  WebPubSubClient,
  type WebPubSubClientOptions,
  WebPubSubJsonProtocol,
  WebPubSubJsonReliableProtocol,
} from "@azure/web-pubsub-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { waitForConnection } from "../../testing/log-entries.js";
import { allRoles, sendToAll, startEndpoint, type TestEndpoint } from "../testing/test-endpoint.js";

/** A client with its events in order. */
interface ObservedClient {
  readonly client: WebPubSubClient;
  /** The next event. */
  next(): Promise<unknown>;
}

const bytes = (...values: number[]) => Uint8Array.from(values).buffer;
const protocols = [WebPubSubJsonProtocol(), WebPubSubJsonReliableProtocol()].map((each) => [each.name, each] as const);

async function start(
  endpoint: TestEndpoint,
  options: WebPubSubClientOptions,
  userId = "alice",
): Promise<ObservedClient> {
  const url = endpoint.url({ userId, roles: allRoles });
  const client = new WebPubSubClient({ getClientAccessUrl: async () => url }, { autoReconnect: false, ...options });
  const events: unknown[] = [];
  const waiters: ((event: unknown) => void)[] = [];
  const record = (event: unknown) => {
    const first = waiters.shift();
    if (first === undefined) events.push(event);
    else first(event);
  };
  client.on("connected", ({ userId }) => record({ connected: userId }));
  client.on("disconnected", ({ message }) => record({ disconnected: message?.message }));
  client.on("stopped", () => record("stopped"));
  client.on("group-message", ({ message }) => record(message));
  client.on("server-message", ({ message }) => record(message));
  onTestFinished(() => client.stop());
  await client.start();
  const next = () =>
    events.length > 0 ? Promise.resolve(events.shift()) : new Promise<unknown>((resolve) => waiters.push(resolve));
  expect(await next()).toEqual({ connected: userId });
  return { client, next };
}

describe("@azure/web-pubsub-client on the emulator", () => {
  test.for(protocols)("%s › joins, sends, receives, leaves and stops", async ([, protocol]) => {
    const endpoint = await startEndpoint();
    const alice = await start(endpoint, { protocol });
    const bob = await start(endpoint, { protocol }, "bob");
    await alice.client.joinGroup("a");
    await bob.client.joinGroup("a");

    const contents = [
      ["text", "hi"],
      ["json", { n: [1.5, null] }],
      ["binary", bytes(0, 254, 255)],
    ] as const;
    for (const [dataType, data] of contents) {
      await alice.client.sendToGroup("a", data, dataType);
      for (const { next } of [alice, bob]) {
        const message = (await next()) as { data: unknown };
        expect(message).toMatchObject({ kind: "groupData", group: "a", fromUserId: "alice", dataType });
        expect(message.data).toEqual(data);
      }
    }

    await alice.client.sendToGroup("a", "for bob", "text", { noEcho: true });
    expect(await bob.next()).toMatchObject({ data: "for bob" });
    await bob.client.leaveGroup("a");
    await alice.client.sendToGroup("a", "for alice", "text");
    sendToAll(endpoint, "for both");
    expect(await alice.next()).toMatchObject({ data: "for alice" });
    for (const { next } of [alice, bob]) {
      expect(await next()).toMatchObject({ kind: "serverData", dataType: "text", data: "for both" });
    }

    alice.client.stop();
    expect(await alice.next()).toEqual({ disconnected: undefined });
    expect(await alice.next()).toBe("stopped");
    await waitForConnection(endpoint, "closed");
    expect(endpoint.context.hubs.get("chat").connectionsOf("alice").size).toBe(0);
  });

  test.for(protocols)("%s › sends events, with and without a handler", async ([, protocol]) => {
    const endpoint = await startEndpoint();
    const alice = await start(endpoint, { protocol, messageRetryOptions: { maxRetries: 0 } });
    await expect(alice.client.sendEvent("order", "tea", "text")).rejects.toMatchObject({
      errorDetail: { name: "InternalServerError" },
    });
    endpoint.context.userEventHandler = ({ payload }) => payload;
    expect(await alice.client.sendEvent("order", bytes(1), "binary")).toMatchObject({ isDuplicated: false });
    expect(await alice.next()).toMatchObject({ kind: "serverData", dataType: "binary", data: bytes(1) });
  });

  test("reports a rejected request and a duplicate", async () => {
    const endpoint = await startEndpoint();
    const { client } = await start(endpoint, { messageRetryOptions: { maxRetries: 0 } });
    const [connection] = endpoint.context.hubs.get("chat").connections.values();
    connection?.permissions.revoke("joinLeaveGroup", "a");
    await expect(client.joinGroup("a")).rejects.toBeInstanceOf(SendMessageError);
    expect(await client.joinGroup("b", { ackId: 77 })).toEqual({ ackId: 77, isDuplicated: false });
    expect(await client.joinGroup("b", { ackId: 77 })).toEqual({ ackId: 77, isDuplicated: true });
  });

  test("reports the reason when the application closes the connection", async () => {
    const endpoint = await startEndpoint();
    const { next } = await start(endpoint, { protocol: WebPubSubJsonProtocol() });
    const hub = endpoint.context.hubs.get("chat");
    hub.close(hub.connections.values(), "maintenance");
    expect(await next()).toEqual({ disconnected: expect.stringMatching(/application server.* Reason: maintenance$/) });
    expect(await next()).toBe("stopped");
  });

  test("recovers after it loses its socket, and receives every message exactly once", async () => {
    const endpoint = await startEndpoint();
    const { client, next } = await start(endpoint, {});
    await client.joinGroup("a");
    sendToAll(endpoint, "before");
    expect(await next()).toMatchObject({ data: "before" });
    endpoint.streams[0]?.resetAndDestroy();
    await waitForConnection(endpoint, "suspended");
    sendToAll(endpoint, "meanwhile");
    expect(await next()).toMatchObject({ data: "meanwhile", sequenceId: 2 });
    sendToAll(endpoint, "after");
    expect(await next()).toMatchObject({ data: "after", sequenceId: 3 });
    await client.sendToGroup("a", "still a member", "text");
    expect(await next()).toMatchObject({ group: "a", data: "still a member" });
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(1);
  });

  test("connects again if it cannot recover", async () => {
    const endpoint = await startEndpoint();
    const { next } = await start(endpoint, { autoReconnect: true });
    const hub = endpoint.context.hubs.get("chat");
    const [first] = hub.connections.keys();
    hub.close(hub.connections.values(), undefined);
    expect(await next()).toEqual({ disconnected: expect.any(String) });
    expect(await next()).toEqual({ connected: "alice" });
    const [second] = hub.connections.keys();
    expect(second).not.toBe(first);
  });
});
