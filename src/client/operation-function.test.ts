import { once } from "node:events";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { startEmulator } from "../../conformance/emulator/index.js";
import * as functions from "../../generated/functions.js";
import { requests } from "../../generated/index.js";
import { isServiceHealthy } from "../helpers/health.js";
import { listConnections } from "../helpers/list-connections.js";
import { bytes, text } from "../helpers/message.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedRequest, type RecordedResponse, startRecordingServer } from "../testing/recording-server.js";
import { createClient } from "./client.js";
import type { ClientBaseOptions } from "./client-options.js";

const { addUserToGroup, generateClientToken, getServiceStatus, listConnectionsInGroup, sendToAll, sendToGroup } =
  functions;
const byId = new Map<string, (client: never, options: never) => Promise<unknown>>(Object.entries(functions));
const json = { "Content-Type": "application/json" };

async function startServer(respond?: (request: RecordedRequest) => RecordedResponse, options: ClientBaseOptions = {}) {
  const server = await startRecordingServer(respond);
  const client = createClient({ endpoint: server.origin, accessKey: "a-key", retry: false, ...options });
  onTestFinished(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  });
  return { server, client };
}

describe("operation functions", () => {
  test("are one for each operation", () => {
    expect(Object.keys(functions).toSorted()).toEqual(Object.keys(requests).toSorted());
  });

  test.for(Object.entries(requests))(
    "%s sends its method and path",
    async ([id, { method, path, parameters, bodyRequired }]) => {
      const { server, client } = await startServer(() => ({ status: 200, headers: json, body: "{}" }));
      const values = Object.fromEntries(
        parameters
          .filter((each) => each.in === "path")
          .map(({ name }) => [name, name === "permission" ? "sendToGroup" : "a"]),
      );
      await byId.get(id)?.(client as never, { ...values, ...(bodyRequired && { body: { groups: ["a"] } }) } as never);
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
      expect(server.onlyRequest().line).toMatch(`${method} ${filled}?api-version=`);
    },
  );

  test("sendToGroup delivers a message to the members that match the filter", async () => {
    const emulator = await startEmulator();
    onTestFinished(() => emulator.close());
    const client = createClient(emulator.connectionString);
    onTestFinished(() => client.close());
    const received = await Promise.all(
      ["alice", "bob"].map(async (userId) => {
        const socket = new WebSocket(emulator.clientUrl("chat", { userId, groups: ["lobby"] }));
        onTestFinished(() => socket.terminate());
        await once(socket, "open");
        const frames: string[] = [];
        socket.on("message", (frame) => frames.push(String(frame)));
        return { socket, frames };
      }),
    );
    const lobby = { hub: "chat", group: "lobby" };
    const last = Promise.all(
      received.map(
        ({ socket }) =>
          new Promise<void>((resolve) => {
            socket.on("message", (frame) => String(frame) === "last" && resolve());
          }),
      ),
    );
    await sendToGroup(client, { ...lobby, body: { for: "alice" }, filter: "userId eq 'alice'" });
    await sendToGroup(client, { ...lobby, ...text("last") });
    await last;
    expect(received.map(({ frames }) => frames)).toEqual([['{"for":"alice"}', "last"], ["last"]]);
  });

  test("send parameters, body, headers and limits, each in its place", async () => {
    const { server, client } = await startServer();
    await sendToAll(client, {
      hub: "chat",
      excluded: ["a", "b"],
      messageTtlSeconds: 60,
      ...bytes(Uint8Array.of(1, 2)),
      headers: { "Content-Type": "application/octet-stream", "X-Own": "1" },
      timeout: 5000,
    });
    const { target, headers, body } = server.onlyRequest();
    expect(target).toBe("/api/hubs/chat/:send?api-version=2024-12-01&excluded=a&excluded=b&messageTtlSeconds=60");
    expect(headers).toMatchObject({ "x-own": ["1"], "content-type": ["application/octet-stream"] });
    expect([...body]).toEqual([1, 2]);
  });

  test("resolve to the JSON of the response, or to undefined", async () => {
    const { client } = await startServer(({ line }) =>
      line.includes("generateToken") ? { status: 200, headers: json, body: '{"token":"a.b.c"}' } : { status: 202 },
    );
    const issued = await generateClientToken(client, { hub: "chat", userId: "alice" });
    expectTypeOf(issued).toEqualTypeOf<{ token: string }>();
    expect(issued).toEqual({ token: "a.b.c" });
    expect(await sendToAll(client, { hub: "chat", body: {} })).toBeUndefined();
    expect(await getServiceStatus(client)).toBeUndefined();
  });

  test("reject after a failure, also of a client that resolves with errors", async () => {
    const { client } = await startServer(() => ({ status: 404 }));
    const call = addUserToGroup(client, { hub: "chat", group: "lobby", userId: "alice" });
    await expect(call).rejects.toThrow(WebPubSubError);
    await expect(call).rejects.toMatchObject({ operation: "addUserToGroup", status: 404, attempts: 1 });
  });

  test.for([["filters"], ["params"], ["cache"], ["toString"]])(
    "reject the unknown option %s, and send nothing",
    async ([name = ""]) => {
      const { server, client } = await startServer();
      const call = sendToAll(client, { hub: "chat", body: {}, [name]: "a" });
      await expect(call).rejects.toThrow(InvalidInputError);
      await expect(call).rejects.toThrow(
        `"${name}" is not an option of sendToAll. It has hub, excluded, filter, messageTtlSeconds, body, headers,`,
      );
      expect(server.requests).toEqual([]);
    },
  );

  test("name what an operation has, and no body where it has none", async () => {
    const { client } = await startServer();
    const call = addUserToGroup(client, { hub: "chat", group: "lobby", userId: "alice", body: {} } as never);
    await expect(call).rejects.toThrow(
      '"body" is not an option of addUserToGroup. It has hub, userId, group, headers,',
    );
  });

  test("reject arguments that are not options", async () => {
    const { client } = await startServer();
    await expect(sendToAll(client, "hello" as never)).rejects.toThrow("The options of sendToAll must be an object.");
    const create = () => createClient("Endpoint=http://localhost;AccessKey=k", "chat" as never);
    expect(create).toThrow("The options of createClient must be an object.");
  });

  test.for([
    [
      "hooks",
      () => createClient({ endpoint: "https://a.example", accessKey: "k", hooks: { onrequest() {} } as never }),
    ],
    ["isServiceHealthy", (client: never) => isServiceHealthy(client, { tiemout: 1 } as never)],
    [
      "listConnections",
      (client: never) =>
        listConnections(client, { hub: "a", group: "b", tiemout: 1 } as never)
          .byPage()
          .next(),
    ],
  ] as const)("are as strict as %s about names", async ([subject, act]) => {
    const { client } = await startServer();
    const acting = (async () => act(client as never))();
    await expect(acting).rejects.toThrow(`is not an option of ${subject}. It has `);
  });

  test("reject what the api-version of the client does not have", async () => {
    const { client } = await startServer(undefined, { apiVersion: "2023-07-01" });
    const group = { hub: "chat", group: "lobby" };
    // @ts-expect-error: 2024-12-01 added the operation.
    await expect(listConnectionsInGroup(client as Client2023, group)).rejects.toThrow(
      "was added by api-version 2024-12-01",
    );
  });

  test("require what the operation requires by their types", async () => {
    const { client } = await startServer();
    // @ts-expect-error: `body` is missing.
    await expect(sendToAll(client, { hub: "chat" })).rejects.toThrow(InvalidInputError);
    // @ts-expect-error: a text needs its Content-Type.
    await expect(sendToAll(client, { hub: "chat", body: "a" })).rejects.toThrow(InvalidInputError);
    // @ts-expect-error: `filters` is not a parameter.
    await expect(sendToAll(client, { hub: "chat", body: {}, filters: "a" })).rejects.toThrow(InvalidInputError);
    // @ts-expect-error: sendToAll has no group.
    await expect(sendToAll(client, { hub: "chat", group: "lobby", body: {} })).rejects.toThrow(InvalidInputError);
  });
});

type Client2023 = ReturnType<typeof createClient<"2023-07-01">>;
