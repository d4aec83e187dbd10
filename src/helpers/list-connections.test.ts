import { once } from "node:events";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { type Emulator, startEmulator } from "../../conformance/emulator/index.js";
import { createClient } from "../client/client.js";
import type { ClientBaseOptions } from "../client/client-options.js";
import { ThrottledError, WebPubSubError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedRequest, type RecordingServer, startRecordingServer } from "../testing/recording-server.js";
import { type GroupMember, listConnections, type PagedConnections } from "./list-connections.js";

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const LIST = "/api/hubs/chat/groups/lobby/connections";
const lobby = { hub: "chat", group: "lobby" };

async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

const idsOf = (members: readonly GroupMember[]) => members.map(({ connectionId }) => connectionId);

/** An emulator with so many anonymous members in the group `lobby`, and `alice` in another. */
async function withMembers(count: number) {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const members: string[] = [];
  for (let index = 0; index < count; index += 1) members.push(await connect(emulator, "lobby"));
  await connect(emulator, "other");
  emulator.log.clear();
  const client = createClient(emulator.connectionString);
  onTestFinished(() => client.close());
  return { emulator, client, members: members.sort() };
}

async function connect(emulator: Emulator, group: string, userId?: string): Promise<string> {
  const url = emulator.clientUrl("chat", { groups: [group], ...(userId !== undefined && { userId }) });
  const socket = new WebSocket(url, "json.webpubsub.azure.v1");
  onTestFinished(() => socket.terminate());
  const [frame] = await once(socket, "message");
  return (JSON.parse(String(frame)) as { connectionId: string }).connectionId;
}

function clientFor(server: RecordingServer, options: ClientBaseOptions<"2024-12-01"> = {}) {
  const client = createClient({ endpoint: server.origin, accessKey: KEY, retry: false, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** A server that answers with one member, called by the number of the request, and with the link that is given. */
function startLinking(link: (number: number, request: RecordedRequest) => unknown) {
  let number = 0;
  return startRecordingServer((request) => {
    number += 1;
    const nextLink = link(number, request);
    return {
      status: 200,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ value: [{ connectionId: `c${number}`, userId: null }], nextLink }),
    };
  });
}

describe("members of a group", () => {
  test.for([
    [{}, [6]],
    [{ top: 6 }, [6]],
    [{ top: 3 }, [3]],
    [{ maxpagesize: 2 }, [2, 2, 2]],
    [{ maxpagesize: 4 }, [4, 2]],
    [{ top: 5, maxpagesize: 2 }, [2, 2, 1]],
  ] as const)("come in pages, each asked for once: %j, in pages of %j", async ([query, sizes]) => {
    const { emulator, client, members } = await withMembers(6);
    const listed = await all(listConnections(client, { ...lobby, ...query }));
    const count = sizes.reduce((sum, size) => sum + size, 0);
    expect(listed).toHaveLength(count);
    expect(new Set(idsOf(listed)).size).toBe(count);
    expect(members).toEqual(expect.arrayContaining(idsOf(listed)));
    expect(emulator.log.requests).toHaveLength(sizes.length);

    const pages = await all(listConnections(client, { ...lobby, ...query }).byPage());
    expect(pages.map((page) => page.members.length)).toEqual(sizes);
    expect(pages.map(({ continuationToken }) => continuationToken !== undefined)).toEqual(
      sizes.map((_, index) => index < sizes.length - 1),
    );
    expect(emulator.log.requests).toHaveLength(2 * sizes.length);
  });

  test("are none of an empty group, in one page", async () => {
    const { client } = await withMembers(0);
    expect(await all(listConnections(client, lobby))).toEqual([]);
    expect(await all(listConnections(client, lobby).byPage())).toEqual([{ members: [], continuationToken: undefined }]);
  });

  test("have their user as the service gives it, null where they are anonymous", async () => {
    const { emulator, client } = await withMembers(1);
    await connect(emulator, "lobby", "alice");
    const listed = await all(listConnections(client, lobby));
    expectTypeOf(listed).toEqualTypeOf<{ connectionId: string; userId?: string | null }[]>();
    expect(listed.map(({ userId }) => userId).sort()).toEqual(["alice", null]);
  });

  test("of a group and a hub with names that need encoding are followed over pages", async () => {
    const emulator = await startEmulator();
    onTestFinished(() => emulator.close());
    const group = "a b ü%2F'#?";
    for (let index = 0; index < 3; index += 1) {
      const socket = new WebSocket(emulator.clientUrl("Ch[a]t", { groups: [group] }), "json.webpubsub.azure.v1");
      onTestFinished(() => socket.terminate());
      await once(socket, "message");
    }
    const client = createClient(emulator.connectionString);
    expect(await all(listConnections(client, { hub: "Ch[a]t", group, maxpagesize: 1 }))).toHaveLength(3);
  });

  test("can be listed again from the same listing", async () => {
    const { emulator, client, members } = await withMembers(2);
    const listing = listConnections(client, lobby);
    expect(idsOf(await all(listing)).sort()).toEqual(members);
    expect(idsOf(await all(listing)).sort()).toEqual(members);
    expect(emulator.log.requests).toHaveLength(2);
  });
});

describe("a listing is resumed from the continuation token of a page", () => {
  test.for(["byPage", "listConnections"] as const)("given to %s", async (where) => {
    const { client, members } = await withMembers(5);
    const listing = listConnections(client, { ...lobby, maxpagesize: 2 });
    const { value: first } = await listing.byPage().next();
    const continuationToken = first?.continuationToken ?? "";
    const rest =
      where === "byPage"
        ? (await all(listing.byPage({ continuationToken }))).flatMap((page) => page.members)
        : await all(listConnections(client, { ...lobby, continuationToken }));
    expect([...idsOf(first?.members ?? []), ...idsOf(rest)].sort()).toEqual(members);
    expect(first?.members).toHaveLength(2);
  });

  test("and `top` counts from there", async () => {
    const { client } = await withMembers(5);
    const { value: first } = await listConnections(client, { ...lobby, top: 4, maxpagesize: 1 })
      .byPage()
      .next();
    const continuationToken = first?.continuationToken;
    expect(await all(listConnections(client, { ...lobby, top: 3, continuationToken }))).toHaveLength(3);
  });
});

describe("nothing is requested that is not asked for:", () => {
  const endless = () => startLinking((number) => `?continuationToken=${number}`);

  test("nothing at all before the first member or page", async () => {
    await using server = await endless();
    const listing = listConnections(clientFor(server), lobby);
    const pages = listing.byPage();
    await server.barrier();
    expect(server.requests.map(({ line }) => line)).toEqual(["GET /barrier HTTP/1.1"]);
    await pages.next();
    expect(server.requests).toHaveLength(2);
  });

  test("no further page while the members of one last", async () => {
    await using server = await endless();
    const members = listConnections(clientFor(server), lobby)[Symbol.asyncIterator]();
    expect((await members.next()).value).toEqual({ connectionId: "c1", userId: null });
    expect(server.requests).toHaveLength(1);
    expect((await members.next()).value).toEqual({ connectionId: "c2", userId: null });
    expect(server.requests).toHaveLength(2);
  });

  test("no further page once the consumer has stopped", async () => {
    await using server = await endless();
    const client = clientFor(server);
    for await (const { connectionId } of listConnections(client, lobby)) if (connectionId === "c3") break;
    for await (const page of listConnections(client, lobby).byPage()) if (page.members.length > 0) break;
    await server.barrier();
    expect(server.requests.map(({ target }) => target)).toEqual([
      `${LIST}?api-version=2024-12-01`,
      `${LIST}?api-version=2024-12-01&continuationToken=1`,
      `${LIST}?api-version=2024-12-01&continuationToken=2`,
      `${LIST}?api-version=2024-12-01`,
      "/barrier",
    ]);
  });
});

describe("each page", () => {
  test("is asked for with what the link says, and a token of its own", async () => {
    await using server = await startLinking((number) =>
      number === 1
        ? `${server.origin}${LIST}?top=3&maxpagesize=2&continuationToken=a%2Bb%26c&api-version=x`
        : undefined,
    );
    await all(listConnections(clientFor(server), { ...lobby, top: 5, maxpagesize: 2 }));
    expect(server.requests.map(({ target }) => target)).toEqual([
      `${LIST}?api-version=2024-12-01&top=5&maxpagesize=2`,
      `${LIST}?api-version=2024-12-01&top=3&maxpagesize=2&continuationToken=a%2Bb%26c`,
    ]);
    const [first, second] = server.requests.map(({ headers }) => audienceOf(headers.authorization?.[0]));
    expect([first, second]).toEqual(server.requests.map(({ target }) => server.origin + target));
  });

  test("that fails throws, after the members before it", async () => {
    const { emulator, client } = await withMembers(3);
    emulator.addFault({ match: { operation: "listConnectionsInGroup", nth: 2 }, action: "status", status: 429 });
    const seen: GroupMember[] = [];
    const listing = async () => {
      for await (const member of listConnections(client, { ...lobby, maxpagesize: 2, retry: false })) seen.push(member);
    };
    const error = await listing().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ operation: "listConnectionsInGroup", status: 429, attempts: 1 });
    expect(seen).toHaveLength(2);
  });

  test("is retried on its own", async () => {
    const { emulator, client, members } = await withMembers(4);
    const match = { operation: "listConnectionsInGroup" };
    emulator.addFault({ match: { ...match, nth: 2 }, action: "drop-before" });
    emulator.addFault({ match: { ...match, nth: 3 }, action: "status", status: 503 });
    const listed = await all(listConnections(client, { ...lobby, maxpagesize: 2, retry: { baseDelay: 1 } }));
    expect(idsOf(listed).sort()).toEqual(members);
    expect(emulator.log.requests.map(({ status }) => status)).toEqual([200, 0, 503, 200]);
  });

  test.for([
    ["null", "null"],
    ["no list", '{"value":{}}'],
    ["another object", '{"token":"a"}'],
  ])("that is %s is an error", async ([, body]) => {
    await using server = await startRecordingServer(() => ({ status: 200, body: body ?? "" }));
    await expect(all(listConnections(clientFor(server), lobby))).rejects.toThrow(
      "listConnectionsInGroup was answered with a page that has no list of members.",
    );
  });

  test("that is no list after a retry says how often it was asked for", async () => {
    const answers = [{ status: 500 }, { status: 200, body: "{}" }];
    await using server = await startRecordingServer(() => answers.shift() ?? { status: 204 });
    const listing = listConnections(clientFor(server), { ...lobby, retry: { maxRetries: 1, baseDelay: 1 } });
    await expect(all(listing)).rejects.toMatchObject({ attempts: 2, retryable: false, status: 200 });
  });

  test("is given up when the signal aborts", async () => {
    const { emulator, client } = await withMembers(3);
    const controller = new AbortController();
    const pages = listConnections(client, { ...lobby, maxpagesize: 2, signal: controller.signal }).byPage();
    await pages.next();
    controller.abort();
    await expect(pages.next()).rejects.toMatchObject({ name: "AbortError", operation: "listConnectionsInGroup" });
    expect(emulator.log.requests).toHaveLength(1);
  });

  test("has the timeout that is given", async () => {
    const { emulator, client } = await withMembers(1);
    emulator.addFault({ match: { operation: "listConnectionsInGroup" }, action: "delay", delayMs: 60_000 });
    const listing = all(listConnections(client, { ...lobby, timeout: 20, retry: false }));
    await expect(listing).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

describe("a nextLink", () => {
  const query = "?continuationToken=t";

  test.for([
    ["to another host", () => `http://evil.example${LIST}${query}`],
    ["to another port", (_, elsewhere) => `${elsewhere}${LIST}${query}`],
    ["with another scheme", (origin) => `${origin.replace("http", "https")}${LIST}${query}`],
    ["to another host, with ours as the user name", (origin) => `${origin}@evil.example${LIST}${query}`],
    ["without a scheme, to another host", () => `//evil.example${LIST}${query}`],
    ["to another group", (origin) => `${origin}/api/hubs/chat/groups/Lobby/connections${query}`],
    ["to another hub", (origin) => `${origin}/api/hubs/other/groups/lobby/connections${query}`],
    ["to another operation", (origin) => `${origin}/api/hubs/chat/groups/lobby${query}`],
    ["up the path", (origin) => `${origin}${LIST}/../../../../..${query}`],
    ["of another kind", () => `data:text/plain,${query}`],
  ] as const satisfies [string, (origin: string, elsewhere: string) => string][])(
    "%s is an error, and not followed",
    async ([, link]) => {
      await using elsewhere = await startRecordingServer();
      await using server = await startLinking((number) =>
        number === 1 ? link(server.origin, elsewhere.origin) : undefined,
      );
      const listing = all(listConnections(clientFor(server), lobby));
      const error = await listing.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WebPubSubError);
      expect(error).toMatchObject({ operation: "listConnectionsInGroup", status: 200, retryable: false });
      expect((error as Error).message).toMatch(
        /^listConnectionsInGroup gave a nextLink to .*, which is not where the listing is, http:\S+\. /,
      );
      expect(server.requests).toHaveLength(1);
      expect(elsewhere.requests).toHaveLength(0);
    },
  );

  test.for([
    ["no address", "http://", "that is no address"],
    ["no text", 5, "that is no address"],
    ["without a token", `${LIST}?top=1`, "without a continuationToken"],
    ["with an empty token", `${LIST}?continuationToken=`, "without a continuationToken"],
    ["with a top of 0", `${LIST}${query}&top=0`, 'whose top is "0", which is no whole number from 1'],
    ["with a page size of a half", `${LIST}${query}&maxpagesize=0.5`, 'whose maxpagesize is "0.5"'],
    ["with a top that is empty", `${LIST}${query}&top=`, 'whose top is ""'],
  ] as const)("%s is an error, and not followed", async ([, link, problem]) => {
    await using server = await startLinking(() => link);
    await expect(all(listConnections(clientFor(server), lobby))).rejects.toThrow(
      `listConnectionsInGroup gave a nextLink ${problem}`,
    );
    expect(server.requests).toHaveLength(1);
  });

  test.for([
    ["that is null", null],
    ["that is empty", ""],
  ] as const)("%s is the end", async ([, link]) => {
    await using server = await startLinking(() => link);
    expect(await all(listConnections(clientFor(server), lobby))).toHaveLength(1);
  });

  test.for([
    ["percent-encoded otherwise", "/api/hubs/%63hat/groups/l%6Fbby/connections?continuationToken=t"],
    ["with the hub in other letter case", "/api/hubs/CHAT/groups/lobby/connections?continuationToken=t"],
    ["relative to the request", "?continuationToken=t"],
  ] as const)("%s is followed", async ([, link]) => {
    await using server = await startLinking((number) => (number === 1 ? link : undefined));
    expect(await all(listConnections(clientFor(server), lobby))).toHaveLength(2);
    expect(server.requests[1]?.target).toBe(`${LIST}?api-version=2024-12-01&continuationToken=t`);
  });

  test("is followed where the service has decoded a name more than once", async () => {
    await using server = await startLinking((number) =>
      number === 1 ? "/api/hubs/chat/groups/a%2Fb/connections?continuationToken=t" : undefined,
    );
    const listing = listConnections(clientFor(server), { hub: "chat", group: "a%2Fb" });
    expect(await all(listing)).toHaveLength(2);
    expect(server.requests[1]?.target).toMatch("/api/hubs/chat/groups/a%252Fb/connections?");
  });

  test.for([
    ["the same again and again", () => "t", 2],
    ["two in turn", (number: number) => `t${number % 2}`, 3],
    ["the one that the listing was resumed from", () => "start", 1],
  ] as const)("that was followed before is an error: %s", async ([, token, requests]) => {
    await using server = await startLinking((number) => `${LIST}?continuationToken=${token(number)}`);
    const listing = all(listConnections(clientFor(server), { ...lobby, continuationToken: "start" }));
    await expect(listing).rejects.toThrow(
      "listConnectionsInGroup gave a nextLink that was followed before, and would never end.",
    );
    expect(server.requests).toHaveLength(requests);
  });
});

describe("behind a reverse proxy", () => {
  const endpoint = "https://contoso.webpubsub.azure.com";

  test.for([
    ["the service's own address", () => endpoint],
    ["the proxy's host, without the path that the proxy takes off", (origin) => origin],
    ["the proxy's address, with its path", (origin) => `${origin}/pubsub`],
  ] as const satisfies [string, (origin: string) => string][])(
    "a nextLink may be to %s, and is requested of the proxy",
    async ([, address]) => {
      await using server = await startLinking((number) =>
        number === 1 ? `${address(server.origin)}${LIST}?continuationToken=t` : undefined,
      );
      const reverseProxyEndpoint = `${server.origin}/pubsub`;
      const client = createClient({ endpoint, accessKey: KEY, reverseProxyEndpoint });
      onTestFinished(() => client.close());
      expect(await all(listConnections(client, lobby))).toHaveLength(2);
      expect(server.requests.map(({ target }) => target)).toEqual([
        `/pubsub${LIST}?api-version=2024-12-01`,
        `/pubsub${LIST}?api-version=2024-12-01&continuationToken=t`,
      ]);
      expect(audienceOf(server.requests[1]?.headers.authorization?.[0])).toBe(
        `${endpoint}${LIST}?api-version=2024-12-01&continuationToken=t`,
      );
    },
  );

  test("a nextLink to a third address is an error", async () => {
    await using server = await startLinking(() => `https://other.example${LIST}?continuationToken=t`);
    const client = createClient({ endpoint, accessKey: KEY, reverseProxyEndpoint: server.origin });
    onTestFinished(() => client.close());
    await expect(all(listConnections(client, lobby))).rejects.toThrow("to https://other.example/api/hubs/chat/");
    expect(server.requests).toHaveLength(1);
  });
});

describe("a listing is not made", () => {
  test("with values that do not fit the description; nothing is sent", async () => {
    await using server = await startRecordingServer();
    const client = clientFor(server);
    for (const wrong of [
      { ...lobby, group: "" },
      { ...lobby, group: "\ud800" },
      { ...lobby, hub: "1" },
      { ...lobby, top: 0 },
      { ...lobby, maxpagesize: 201 },
      { ...lobby, timeout: 0 },
    ]) {
      await expect(all(listConnections(client, wrong))).rejects.toThrow(InvalidInputError);
    }
    await server.barrier();
    expect(server.requests).toHaveLength(1);
  });

  test("of what is no client", async () => {
    await using server = await startRecordingServer();
    const copy = { ...clientFor(server) };
    await expect(all(listConnections(copy, lobby))).rejects.toThrow("This is no client that createClient made.");
    expect(server.requests).toHaveLength(0);
  });

  test("with an api-version that has none: neither by the compiler nor when it runs", async () => {
    await using server = await startRecordingServer();
    const old = createClient({ apiVersion: "2023-07-01", endpoint: server.origin, accessKey: KEY });
    const listing = listConnections(
      // @ts-expect-error: the operation came with 2024-12-01.
      old,
      lobby,
    );
    await expect(all(listing)).rejects.toThrow("api-version 2023-07-01 has no GET");
    expect(server.requests).toHaveLength(0);
  });

  test("of a client that throws by itself otherwise than of any other", () => {
    const client = createClient({ endpoint: "https://a.example", accessKey: KEY, throwOnError: true });
    expectTypeOf(listConnections(client, lobby)).toEqualTypeOf<PagedConnections>();
    // @ts-expect-error: `group` is missing.
    expect(() => listConnections(client, { hub: "chat" })).not.toThrow();
  });
});

function audienceOf(authorization = ""): unknown {
  const payload = Buffer.from(authorization.split(".")[1] ?? "", "base64url").toString();
  return (JSON.parse(payload) as { aud?: unknown }).aud;
}
