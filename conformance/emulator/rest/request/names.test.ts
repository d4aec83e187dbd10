import { describe, expect, test } from "vitest";
import { sendRequest } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, listMembers, startTestEmulator } from "../testing/running-emulator.js";

describe("a name is decoded once, and `/` separates only where it is written", () => {
  test.for([
    ["a%20b", "a b"],
    ["a+b", "a+b"],
    ["a%2Bb", "a+b"],
    ["a%2Fb", "a%2Fb"],
    ["a%252Fb", "a%2Fb"],
    ["%F0%9F%91%8B", "👋"],
    [":send", ":send"],
    ["%3Asend", ":send"],
    ["a'b\"%22", 'a\'b""'],
    ["constructor", "constructor"],
    ["__proto__", "__proto__"],
    ["a%00b", "a\0b"],
  ] as const)("the user %s is %s", async ([written, userId]) => {
    const emulator = await startTestEmulator();
    await connectClient(emulator, { userId });
    expect((await sendRequest(emulator, `HEAD /api/hubs/chat/users/${written}`)).status).toBe(200);
    expect(emulator.log.requests.at(-1)).toMatchObject({ parameters: { userId } });
  });

  test.for(["g%20h", "g+h", "%F0%9F%91%8B", "hasOwnProperty", "%24", "g%252Fh"])(
    "a connection joins, is found in and leaves the group %s",
    async (group) => {
      const emulator = await startTestEmulator();
      const { id } = await connectClient(emulator, { groups: [decodeURIComponent(group)] });
      expect(await listMembers(emulator, group)).toEqual([id]);
      await sendRequest(emulator, `DELETE /api/hubs/chat/groups/${group}/connections/${id}`);
      expect((await sendRequest(emulator, `HEAD /api/hubs/chat/groups/${group}`)).status).toBe(404);
      await sendRequest(emulator, `PUT /api/hubs/chat/groups/${group}/connections/${id}`);
      expect(await listMembers(emulator, group)).toEqual([id]);
    },
  );
});

test("groups and users are told apart by letter case", async () => {
  const emulator = await startTestEmulator();
  await connectClient(emulator, { userId: "alice", groups: ["lobby"] });
  expect((await sendRequest(emulator, "HEAD /api/hubs/chat/users/Alice")).status).toBe(404);
  expect((await sendRequest(emulator, "HEAD /api/hubs/chat/groups/Lobby")).status).toBe(404);
});

test("hubs are not, and are told nothing of one another", async () => {
  const emulator = await startTestEmulator();
  const here = await connectClient(emulator, { hub: "Chat", userId: "alice", groups: ["lobby"] });
  const there = await connectClient(emulator, { hub: "news", userId: "alice", groups: ["lobby"] });
  for (const hub of ["chat", "CHAT"]) {
    expect((await sendRequest(emulator, `HEAD /api/hubs/${hub}/connections/${here.id}`)).status).toBe(200);
    expect((await sendRequest(emulator, `HEAD /api/hubs/${hub}/connections/${there.id}`)).status).toBe(404);
    expect(await listMembers(emulator, "lobby", hub)).toEqual([here.id]);
  }
  const text = { type: "text/plain", body: "hello" };
  for (const path of [":send", "groups/lobby/:send", "users/alice/:send", `connections/${there.id}/:send`]) {
    await sendRequest(emulator, `POST /api/hubs/cHaT/${path}`, text);
  }
  for (let count = 0; count < 3; count++) expect(await here.next()).toMatchObject({ data: "hello" });
  await expectNoFrame(emulator, there, "news");
  await sendRequest(emulator, "POST /api/hubs/chat/:closeConnections");
  expect((await sendRequest(emulator, "HEAD /api/hubs/news/users/alice")).status).toBe(200);
  expect(emulator.log.requests.at(-2)).toMatchObject({ hub: "chat" });
});
