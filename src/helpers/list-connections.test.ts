import { once } from "node:events";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { type Emulator, startEmulator } from "../../conformance/emulator/index.js";
import { type LatestApiVersion, latestApiVersion } from "../../generated/versions.js";
import { createClient } from "../client/client.js";
import type { ClientBaseOptions } from "../client/client-options.js";
import { ThrottledError, WebPubSubError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedRequest, type RecordingServer, startRecordingServer } from "../testing/recording-server.js";
import { typesOnly } from "../testing/types-only.js";
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

/** An emulator with so many anonymous members in the group `lobby`, and one more in another group. */
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

function clientFor(server: RecordingServer, options: ClientBaseOptions<LatestApiVersion> = {}) {
  const client = createClient({ endpoint: server.origin, accessKey: KEY, retry: false, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** A server whose pages have one member, named by the number of the request, and the given link. */
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

describe("listConnections", () => {
  test.for([
    [{}, [6]],
    [{ top: 6 }, [6]],
    [{ top: 3 }, [3]],
    [{ maxPageSize: 2 }, [2, 2, 2]],
    [{ maxPageSize: 4 }, [4, 2]],
    [{ top: 5, maxPageSize: 2 }, [2, 2, 1]],
  ] as const)("requests each page once: %j gives pages of %j", async ([query, sizes]) => {
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

  test("returns one empty page for an empty group", async () => {
    const { client } = await withMembers(0);
    expect(await all(listConnections(client, lobby))).toEqual([]);
    expect(await all(listConnections(client, lobby).byPage())).toEqual([{ members: [], continuationToken: undefined }]);
  });

  test("returns the user of each member, null if it is anonymous", async () => {
    const { emulator, client } = await withMembers(1);
    await connect(emulator, "lobby", "alice");
    const listed = await all(listConnections(client, lobby));
    expectTypeOf(listed).toEqualTypeOf<{ connectionId: string; userId?: string | null }[]>();
    expect(listed.map(({ userId }) => userId).sort()).toEqual(["alice", null]);
  });

  test("follows the pages of a hub and a group whose names need encoding", async () => {
    const emulator = await startEmulator();
    onTestFinished(() => emulator.close());
    const group = "a b ü%2F'#?";
    for (let index = 0; index < 3; index += 1) {
      const socket = new WebSocket(emulator.clientUrl("Ch[a]t", { groups: [group] }), "json.webpubsub.azure.v1");
      onTestFinished(() => socket.terminate());
      await once(socket, "message");
    }
    const client = createClient(emulator.connectionString);
    expect(await all(listConnections(client, { hub: "Ch[a]t", group, maxPageSize: 1 }))).toHaveLength(3);
  });

  test("lists again when it is iterated again", async () => {
    const { emulator, client, members } = await withMembers(2);
    const listing = listConnections(client, lobby);
    expect(idsOf(await all(listing)).sort()).toEqual(members);
    expect(idsOf(await all(listing)).sort()).toEqual(members);
    expect(emulator.log.requests).toHaveLength(2);
  });
});

describe("listConnections, with a continuation token", () => {
  test.for(["byPage", "listConnections"] as const)(
    "continues after the page, with the token given to %s",
    async (where) => {
      const { client, members } = await withMembers(5);
      const listing = listConnections(client, { ...lobby, maxPageSize: 2 });
      const { value: first } = await listing.byPage().next();
      const continuationToken = first?.continuationToken ?? "";
      const rest =
        where === "byPage"
          ? (await all(listing.byPage({ continuationToken }))).flatMap((page) => page.members)
          : await all(listConnections(client, { ...lobby, continuationToken }));
      expect([...idsOf(first?.members ?? []), ...idsOf(rest)].sort()).toEqual(members);
      expect(first?.members).toHaveLength(2);
    },
  );

  test("counts `top` from there", async () => {
    const { client } = await withMembers(5);
    const { value: first } = await listConnections(client, { ...lobby, top: 4, maxPageSize: 1 })
      .byPage()
      .next();
    const continuationToken = first?.continuationToken;
    expect(await all(listConnections(client, { ...lobby, top: 3, continuationToken }))).toHaveLength(3);
  });
});

describe("listConnections, iterated in part", () => {
  const endless = () => startLinking((number) => `?continuationToken=${number}`);

  test("sends nothing before the first member or page is requested", async () => {
    await using server = await endless();
    const listing = listConnections(clientFor(server), lobby);
    const pages = listing.byPage();
    await server.barrier();
    expect(server.requests.map(({ line }) => line)).toEqual(["GET /barrier HTTP/1.1"]);
    await pages.next();
    expect(server.requests).toHaveLength(2);
  });

  test("requests the next page when the members of the current one are used up", async () => {
    await using server = await endless();
    const members = listConnections(clientFor(server), lobby)[Symbol.asyncIterator]();
    expect((await members.next()).value).toEqual({ connectionId: "c1", userId: null });
    expect(server.requests).toHaveLength(1);
    expect((await members.next()).value).toEqual({ connectionId: "c2", userId: null });
    expect(server.requests).toHaveLength(2);
  });

  test("requests no further page after the iteration stopped", async () => {
    await using server = await endless();
    const client = clientFor(server);
    for await (const { connectionId } of listConnections(client, lobby)) if (connectionId === "c3") break;
    for await (const page of listConnections(client, lobby).byPage()) if (page.members.length > 0) break;
    await server.barrier();
    expect(server.requests.map(({ target }) => target)).toEqual([
      `${LIST}?api-version=${latestApiVersion}`,
      `${LIST}?api-version=${latestApiVersion}&continuationToken=1`,
      `${LIST}?api-version=${latestApiVersion}&continuationToken=2`,
      `${LIST}?api-version=${latestApiVersion}`,
      "/barrier",
    ]);
  });
});

describe("listConnections, for each page", () => {
  test("sends the values of the link, with a new token", async () => {
    await using server = await startLinking((number) =>
      number === 1
        ? `${server.origin}${LIST}?top=3&maxpagesize=2&continuationToken=a%2Bb%26c&api-version=x`
        : undefined,
    );
    await all(listConnections(clientFor(server), { ...lobby, top: 5, maxPageSize: 2 }));
    expect(server.requests.map(({ target }) => target)).toEqual([
      `${LIST}?api-version=${latestApiVersion}&top=5&maxpagesize=2`,
      `${LIST}?api-version=${latestApiVersion}&top=3&maxpagesize=2&continuationToken=a%2Bb%26c`,
    ]);
    const [first, second] = server.requests.map(({ headers }) => audienceOf(headers.authorization?.[0]));
    expect([first, second]).toEqual(server.requests.map(({ target }) => server.origin + target));
  });

  test("rejects when a page fails, after it returned the members before it", async () => {
    const { emulator, client } = await withMembers(3);
    emulator.addFault({ match: { operation: "listConnectionsInGroup", nth: 2 }, action: "status", status: 429 });
    const seen: GroupMember[] = [];
    const listing = async () => {
      for await (const member of listConnections(client, { ...lobby, maxPageSize: 2, retry: false })) seen.push(member);
    };
    const error = await listing().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ operation: "listConnectionsInGroup", status: 429, attempts: 1 });
    expect(seen).toHaveLength(2);
  });

  test("retries each page", async () => {
    const { emulator, client, members } = await withMembers(4);
    const match = { operation: "listConnectionsInGroup" };
    emulator.addFault({ match: { ...match, nth: 2 }, action: "drop-before" });
    emulator.addFault({ match: { ...match, nth: 3 }, action: "status", status: 503 });
    const listed = await all(listConnections(client, { ...lobby, maxPageSize: 2, retry: { baseDelay: 1 } }));
    expect(idsOf(listed).sort()).toEqual(members);
    expect(emulator.log.requests.map(({ status }) => status)).toEqual([200, 0, 503, 200]);
  });

  test.for([
    ["null", "null"],
    ["an object without an array", '{"value":{}}'],
    ["another object", '{"token":"a"}'],
  ])("rejects a page that is %s", async ([, body]) => {
    await using server = await startRecordingServer(() => ({ status: 200, body: body ?? "" }));
    await expect(all(listConnections(clientFor(server), lobby))).rejects.toThrow(
      "listConnectionsInGroup returned a page without a `value` array.",
    );
  });

  test("reports the attempts of an invalid page after a retry", async () => {
    const responses = [{ status: 500 }, { status: 200, body: "{}" }];
    await using server = await startRecordingServer(() => responses.shift() ?? { status: 204 });
    const listing = listConnections(clientFor(server), { ...lobby, retry: { maxRetries: 1, baseDelay: 1 } });
    await expect(all(listing)).rejects.toMatchObject({ attempts: 2, retryable: false, status: 200 });
  });

  test("stops when the signal is aborted", async () => {
    const { emulator, client } = await withMembers(3);
    const controller = new AbortController();
    const pages = listConnections(client, { ...lobby, maxPageSize: 2, signal: controller.signal }).byPage();
    await pages.next();
    controller.abort();
    await expect(pages.next()).rejects.toMatchObject({ name: "AbortError", operation: "listConnectionsInGroup" });
    expect(emulator.log.requests).toHaveLength(1);
  });

  test("applies the given timeout", async () => {
    const { emulator, client } = await withMembers(1);
    emulator.addFault({ match: { operation: "listConnectionsInGroup" }, action: "delay", delayMs: 60_000 });
    const listing = all(listConnections(client, { ...lobby, timeout: 20, retry: false }));
    await expect(listing).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

describe("listConnections, for a nextLink", () => {
  const query = "?continuationToken=t";

  test.for([
    ["to another host", () => `http://evil.example${LIST}${query}`],
    ["to another port", (_, elsewhere) => `${elsewhere}${LIST}${query}`],
    ["to another host, with ours as the user name", (origin) => `${origin}@evil.example${LIST}${query}`],
    ["without a scheme, to another host", () => `//evil.example${LIST}${query}`],
    ["to another group", (origin) => `${origin}/api/hubs/chat/groups/Lobby/connections${query}`],
    ["to another hub", (origin) => `${origin}/api/hubs/other/groups/lobby/connections${query}`],
    ["to another operation", (origin) => `${origin}/api/hubs/chat/groups/lobby${query}`],
    ["up the path", (origin) => `${origin}${LIST}/../../../../..${query}`],
    ["of another kind", () => `data:text/plain,${query}`],
  ] as const satisfies [string, (origin: string, elsewhere: string) => string][])(
    "rejects a link %s, and does not follow it",
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
        /^listConnectionsInGroup returned a `nextLink` to .*, but the listing is at http:\S+\. /,
      );
      expect(server.requests).toHaveLength(1);
      expect(elsewhere.requests).toHaveLength(0);
    },
  );

  test.for([
    ["that is not a URL", "http://", "that is not a URL"],
    ["that is not a string", 5, "that is not a URL"],
    ["without a token", `${LIST}?top=1`, "without continuationToken"],
    ["with an empty token", `${LIST}?continuationToken=`, "without continuationToken"],
    ["with a top of 0", `${LIST}${query}&top=0`, 'with top="0" (must be an integer of at least 1)'],
    ["with a page size of a half", `${LIST}${query}&maxpagesize=0.5`, 'with maxpagesize="0.5"'],
    ["with a top that is empty", `${LIST}${query}&top=`, 'with top=""'],
  ] as const)("rejects a link %s, and does not follow it", async ([, link, problem]) => {
    await using server = await startLinking(() => link);
    await expect(all(listConnections(clientFor(server), lobby))).rejects.toThrow(
      `listConnectionsInGroup returned a \`nextLink\` ${problem}`,
    );
    expect(server.requests).toHaveLength(1);
  });

  test.for([
    ["null", null],
    ["an empty string", ""],
  ] as const)("treats %s as the last page", async ([, link]) => {
    await using server = await startLinking(() => link);
    expect(await all(listConnections(clientFor(server), lobby))).toHaveLength(1);
  });

  test.for([
    ["with another percent-encoding", "/api/hubs/%63hat/groups/l%6Fbby/connections?continuationToken=t"],
    ["with the hub in other letter case", "/api/hubs/CHAT/groups/lobby/connections?continuationToken=t"],
    ["relative to the request", "?continuationToken=t"],
  ] as const)("follows a link %s", async ([, link]) => {
    await using server = await startLinking((number) => (number === 1 ? link : undefined));
    expect(await all(listConnections(clientFor(server), lobby))).toHaveLength(2);
    expect(server.requests[1]?.target).toBe(`${LIST}?api-version=${latestApiVersion}&continuationToken=t`);
  });

  test("follows a link in which the service decoded a name twice", async () => {
    await using server = await startLinking((number) =>
      number === 1 ? "/api/hubs/chat/groups/a%2Fb/connections?continuationToken=t" : undefined,
    );
    const listing = listConnections(clientFor(server), { hub: "chat", group: "a%2Fb" });
    expect(await all(listing)).toHaveLength(2);
    expect(server.requests[1]?.target).toMatch("/api/hubs/chat/groups/a%252Fb/connections?");
  });

  test.for([
    ["the same each time", () => "t", 2],
    ["two in turn", (number: number) => `t${number % 2}`, 3],
    ["the one that the listing continued from", () => "start", 1],
  ] as const)("rejects a link that was followed before: %s", async ([, token, requests]) => {
    await using server = await startLinking((number) => `${LIST}?continuationToken=${token(number)}`);
    const listing = all(listConnections(clientFor(server), { ...lobby, continuationToken: "start" }));
    await expect(listing).rejects.toThrow(
      "listConnectionsInGroup returned a `nextLink` that was already followed; listing stopped to avoid an endless loop.",
    );
    expect(server.requests).toHaveLength(requests);
  });

  test("ends a chain of empty pages after 100 of them", async () => {
    let page = 0;
    await using server = await startRecordingServer(() => {
      page += 1;
      return {
        status: 200,
        body: JSON.stringify({ value: [], nextLink: `${server.origin}${LIST}?continuationToken=${page}` }),
      };
    });
    await expect(all(listConnections(clientFor(server), lobby))).rejects.toThrow(
      "listConnectionsInGroup returned 101 empty pages one after the other.",
    );
    expect(server.requests).toHaveLength(101);
  });

  test("follows a link that differs in its scheme only, as behind a proxy that ends TLS", async () => {
    let page = 0;
    await using server = await startRecordingServer(() => {
      page += 1;
      const nextLink = page === 1 && `https://${new URL(server.origin).host}${LIST}?continuationToken=1`;
      const body = JSON.stringify({ value: [{ connectionId: `${page}` }], ...(nextLink && { nextLink }) });
      return { status: 200, headers: { "Content-Type": "application/json" }, body };
    });
    expect(await all(listConnections(clientFor(server), lobby))).toHaveLength(2);
    expect(server.requests).toHaveLength(2);
  });

  test("shows a rejected link without control characters", async () => {
    await using server = await startLinking(
      () => "data:\u001b[2J\u009b1m\u2028\rinfo: all is well?continuationToken=t",
    );
    await expect(all(listConnections(clientFor(server), lobby))).rejects.toThrow(/^[ -~]+$/);
  });

  test("gives the members of a page before it rejects its link", async () => {
    const body = JSON.stringify({ value: [{ connectionId: "a" }], nextLink: "javascript:alert(1)" });
    await using server = await startRecordingServer(() => ({ status: 200, body }));
    const seen: string[] = [];
    const list = async () => {
      for await (const { connectionId } of listConnections(clientFor(server), lobby)) seen.push(connectionId);
    };
    await expect(list()).rejects.toThrow("returned a `nextLink` to javascript:alert(1), but the listing is at ");
    expect(seen).toEqual(["a"]);
  });
});

describe("listConnections, from a server that ignores `top`", () => {
  /** A server of twenty pages of two members each. */
  async function startIgnoring() {
    let page = 0;
    const server = await startRecordingServer(() => {
      page += 1;
      const value = ["a", "b"].map((name) => ({ connectionId: `${page}${name}` }));
      const body = JSON.stringify({ value, nextLink: page < 20 ? `${LIST}?continuationToken=${page}` : null });
      return { status: 200, headers: { "Content-Type": "application/json" }, body };
    });
    onTestFinished(() => server[Symbol.asyncDispose]());
    return server;
  }

  test.for([
    [1, ["1a"], 1],
    [2, ["1a", "1b"], 1],
    [3, ["1a", "1b", "2a"], 2],
  ] as const)("gives %i members and makes no further request", async ([top, ids, requests]) => {
    const server = await startIgnoring();
    const listed = await all(listConnections(clientFor(server), { ...lobby, top }));
    expect(listed.map(({ connectionId }) => connectionId)).toEqual(ids);
    expect(server.requests).toHaveLength(requests);
  });

  test("gives the last page without a continuation token, which would lead past the members that were left out", async () => {
    const server = await startIgnoring();
    const pages = await all(listConnections(clientFor(server), { ...lobby, top: 3 }).byPage());
    expect(pages.map(({ members, continuationToken }) => [idsOf(members), continuationToken])).toEqual([
      [["1a", "1b"], "1"],
      [["2a"], undefined],
    ]);
  });
});

describe("listConnections, for very many pages", () => {
  /**
   * Lists a group whose links lead in a circle of so many pages, until the server ends it after 1,100. Returns the number of requests.
   * Without a real server, because they are many.
   */
  async function listCircle(pages: number): Promise<number> {
    let requests = 0;
    const fetch = async () => {
      requests += 1;
      const nextLink = requests < 1100 ? `${LIST}?continuationToken=${requests % pages}` : null;
      return Response.json({ value: [{ connectionId: "a" }], nextLink });
    };
    const client = createClient({ endpoint: "https://contoso.webpubsub.azure.com", accessKey: KEY, fetch });
    await all(listConnections(client, lobby)).catch((error: unknown) => {
      if (!String(error).includes("that was already followed")) throw error;
    });
    return requests;
  }

  test("recognizes a link that was followed 1,000 pages ago", async () => {
    expect(await listCircle(1000)).toBe(1001);
  });

  test("forgets links that were followed earlier, so that memory stays bounded", async () => {
    expect(await listCircle(1001)).toBe(1100);
  });
});

describe("listConnections, behind a reverse proxy", () => {
  const endpoint = "https://contoso.webpubsub.azure.com";

  test.for([
    ["the service's own URL", () => endpoint],
    ["the proxy's host, without the path that the proxy removes", (origin) => origin],
    ["the proxy's URL with its path", (origin) => `${origin}/pubsub`],
  ] as const satisfies [string, (origin: string) => string][])(
    "follows a link to %s through the proxy",
    async ([, address]) => {
      await using server = await startLinking((number) =>
        number === 1 ? `${address(server.origin)}${LIST}?continuationToken=t` : undefined,
      );
      const reverseProxyEndpoint = `${server.origin}/pubsub`;
      const client = createClient({ endpoint, accessKey: KEY, reverseProxyEndpoint });
      onTestFinished(() => client.close());
      expect(await all(listConnections(client, lobby))).toHaveLength(2);
      expect(server.requests.map(({ target }) => target)).toEqual([
        `/pubsub${LIST}?api-version=${latestApiVersion}`,
        `/pubsub${LIST}?api-version=${latestApiVersion}&continuationToken=t`,
      ]);
      expect(audienceOf(server.requests[1]?.headers.authorization?.[0])).toBe(
        `${endpoint}${LIST}?api-version=${latestApiVersion}&continuationToken=t`,
      );
    },
  );

  test("rejects a link to a third host", async () => {
    await using server = await startLinking(() => `https://other.example${LIST}?continuationToken=t`);
    const client = createClient({ endpoint, accessKey: KEY, reverseProxyEndpoint: server.origin });
    onTestFinished(() => client.close());
    await expect(all(listConnections(client, lobby))).rejects.toThrow("to https://other.example/api/hubs/chat/");
    expect(server.requests).toHaveLength(1);
  });
});

describe("listConnections, for invalid input", () => {
  test("rejects invalid values and sends nothing", async () => {
    await using server = await startRecordingServer();
    const client = clientFor(server);
    for (const invalid of [
      { ...lobby, group: "" },
      { ...lobby, group: "\ud800" },
      { ...lobby, hub: "1" },
      { ...lobby, top: 0 },
      { ...lobby, maxPageSize: 201 },
      { ...lobby, timeout: 0 },
    ]) {
      await expect(all(listConnections(client, invalid))).rejects.toThrow(InvalidInputError);
    }
    await server.barrier();
    expect(server.requests).toHaveLength(1);
  });

  test("rejects a copy of a client", async () => {
    await using server = await startRecordingServer();
    const copy = { ...clientFor(server) };
    await expect(all(listConnections(copy, lobby))).rejects.toThrow("Not a client made by createClient.");
    expect(server.requests).toHaveLength(0);
  });

  test("rejects a client of an api-version without the operation, also at compile time", async () => {
    await using server = await startRecordingServer();
    const old = createClient({ apiVersion: "2023-07-01", endpoint: server.origin, accessKey: KEY });
    const listing = listConnections(
      // @ts-expect-error: the operation came with 2024-12-01.
      old,
      lobby,
    );
    await expect(all(listing)).rejects.toThrow(
      "listConnectionsInGroup was added by api-version 2024-12-01; this client sends 2023-07-01.",
    );
    expect(server.requests).toHaveLength(0);
  });

  test("accepts a client with throwOnError, and requires a group, by its types", () => {
    typesOnly();
    const client = createClient({ endpoint: "https://a.example", accessKey: KEY, throwOnError: true });
    expectTypeOf(listConnections(client, lobby)).toEqualTypeOf<PagedConnections>();
    // @ts-expect-error: `group` is missing.
    expectTypeOf(listConnections(client, { hub: "chat" })).toEqualTypeOf<PagedConnections>();
  });
});

function audienceOf(authorization = ""): unknown {
  const payload = Buffer.from(authorization.split(".")[1] ?? "", "base64url").toString();
  return (JSON.parse(payload) as { aud?: unknown }).aud;
}
