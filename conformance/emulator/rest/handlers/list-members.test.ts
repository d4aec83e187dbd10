import { describe, expect, test } from "vitest";
import { latestApiVersion } from "../../../../generated/versions.js";
import { type Emulator, startEmulator } from "../../index.js";
import { sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { connectClient, startTestEmulator } from "../testing/running-emulator.js";

const LIST = "/api/hubs/chat/groups/lobby/connections";

interface Page {
  value: { connectionId: string; userId: string | null }[];
  nextLink?: string;
}

async function page(emulator: Emulator, target: string, options?: TestRequest): Promise<Page> {
  const { status, body } = await sendRequest(emulator, `GET ${target}`, options);
  expect(status).toBe(200);
  return JSON.parse(body) as Page;
}

/** Follows the links unchanged. */
async function pages(emulator: Emulator, query: string): Promise<Page[]> {
  const found = [await page(emulator, `${LIST}${query}`)];
  for (let link = found[0]?.nextLink; link !== undefined; link = found.at(-1)?.nextLink) {
    expect(link.startsWith(`${emulator.endpoint}${LIST}?`)).toBe(true);
    found.push(await page(emulator, link.slice(emulator.endpoint.length), { apiVersion: null }));
  }
  return found;
}

const idsOf = (found: Page[]) => found.flatMap(({ value }) => value.map(({ connectionId }) => connectionId));

async function withMembers(count: number) {
  const emulator = await startTestEmulator();
  const members: string[] = [];
  for (let index = 0; index < count; index++) members.push((await connectClient(emulator, { groups: ["lobby"] })).id);
  await connectClient(emulator);
  return { emulator, members: members.sort() };
}

test.for<[query: string, sizes: number[]]>([
  ["", [6]],
  ["?top=6", [6]],
  ["?top=3", [3]],
  ["?top=7", [6]],
  ["?maxpagesize=2", [2, 2, 2]],
  ["?maxpagesize=6", [6]],
  ["?maxpagesize=4", [4, 2]],
  ["?top=5&maxpagesize=2", [2, 2, 1]],
  ["?top=4&maxpagesize=2", [2, 2]],
  ["?top=2&maxpagesize=5", [2]],
  ["?top=1", [1]],
])("listConnectionsInGroup › lists six members with %j in pages of %j", async ([query, sizes]) => {
  const { emulator, members } = await withMembers(6);
  const found = await pages(emulator, query);
  expect(found.map(({ value }) => value.length)).toEqual(sizes);
  const ids = idsOf(found);
  expect(new Set(ids).size).toBe(ids.length);
  expect(members).toEqual(expect.arrayContaining(ids));
  expect(found.at(-1)).not.toHaveProperty("nextLink");
});

test("listConnectionsInGroup › returns a nextLink with the parameters of the request in the recorded order", async () => {
  const { emulator } = await withMembers(6);
  const names = async (query: string) => {
    const { nextLink = "" } = await page(emulator, `${LIST}${query}`);
    return [...new URL(nextLink).searchParams].map(([name, value]) =>
      name === "continuationToken" ? name : `${name}=${value}`,
    );
  };
  expect(await names("?maxpagesize=2&top=5")).toEqual([
    "top=3",
    "maxpagesize=2",
    "continuationToken",
    `api-version=${latestApiVersion}`,
  ]);
  expect(await names("?maxpagesize=2")).toEqual([
    "maxpagesize=2",
    "continuationToken",
    `api-version=${latestApiVersion}`,
  ]);
  const older = await page(emulator, `${LIST}?maxpagesize=2`, { apiVersion: "2021-10-01" });
  expect(older.nextLink).toContain("&api-version=2021-10-01");
});

describe("listConnectionsInGroup › continuationToken", () => {
  test("continues from a token and from an entire nextLink", async () => {
    const { emulator, members } = await withMembers(6);
    const first = await page(emulator, `${LIST}?maxpagesize=2`);
    const link = first.nextLink ?? "";
    const token = new URL(link).searchParams.get("continuationToken") ?? "";
    for (const given of [token, link]) {
      const rest = await page(emulator, `${LIST}?continuationToken=${encodeURIComponent(given)}`);
      expect([...idsOf([first]), ...idsOf([rest])].sort()).toEqual(members);
    }
  });

  test.for(["nonsense", "https://example.org/", "%F0%9F%91%8B", "x".repeat(3000)])(
    "accepts the unknown token $0",
    async (token) => {
      const { emulator, members } = await withMembers(2);
      const { value } = await page(emulator, `${LIST}?continuationToken=${token}`);
      expect(members).toEqual(expect.arrayContaining(value.map(({ connectionId }) => connectionId)));
    },
  );

  test("continues after members of the previous page have left", async () => {
    const { emulator, members } = await withMembers(6);
    const first = await page(emulator, `${LIST}?maxpagesize=2`);
    for (const id of idsOf([first]))
      await sendRequest(emulator, `DELETE /api/hubs/chat/groups/lobby/connections/${id}`);
    const rest = await page(
      emulator,
      (first.nextLink ?? "").slice(emulator.endpoint.length).replace("maxpagesize=2&", ""),
      { apiVersion: null },
    );
    expect([...idsOf([first]), ...idsOf([rest])].sort()).toEqual(members);
  });
});

test("listConnectionsInGroup › returns the user of each connection, null for anonymous ones", async () => {
  const emulator = await startEmulator();
  try {
    const alice = await connectClient(emulator, { userId: "alice", groups: ["lobby"] });
    const anonymous = await connectClient(emulator, { groups: ["lobby"] });
    const { body } = await sendRequest(emulator, `GET ${LIST}`);
    const expected = [
      { connectionId: alice.id, userId: "alice" },
      { connectionId: anonymous.id, userId: null },
    ].sort((a, b) => (a.connectionId < b.connectionId ? -1 : 1));
    expect(body).toBe(JSON.stringify({ value: expected }));
  } finally {
    await emulator.close();
  }
});

test("listConnectionsInGroup › returns pages of 200 members by default", async () => {
  const { emulator, members } = await withMembers(201);
  const found = await pages(emulator, "?top=201");
  expect(found.map(({ value }) => value.length)).toEqual([200, 1]);
  expect(idsOf(found).sort()).toEqual(members);
});
