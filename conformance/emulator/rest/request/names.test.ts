import { describe, expect, test } from "vitest";
import { sendRequest } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, listMembers, startTestEmulator } from "../testing/running-emulator.js";

describe("RestEndpoint › names in paths", () => {
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
  ] as const)("reads the user %s as %j", async ([written, userId]) => {
    const emulator = await startTestEmulator();
    await connectClient(emulator, { userId });
    expect((await sendRequest(emulator, `HEAD /api/hubs/chat/users/${written}`)).status).toBe(200);
    expect(emulator.log.requests.at(-1)).toMatchObject({ parameters: { userId } });
  });

  test.for(["g%20h", "g+h", "%F0%9F%91%8B", "hasOwnProperty", "%24", "g%252Fh"])(
    "joins, lists and leaves the group %s",
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

test("RestEndpoint › distinguishes groups and users by letter case", async () => {
  const emulator = await startTestEmulator();
  await connectClient(emulator, { userId: "alice", groups: ["lobby"] });
  expect((await sendRequest(emulator, "HEAD /api/hubs/chat/users/Alice")).status).toBe(404);
  expect((await sendRequest(emulator, "HEAD /api/hubs/chat/groups/Lobby")).status).toBe(404);
});

test("RestEndpoint › ignores the letter case of hubs and keeps hubs apart", async () => {
  const emulator = await startTestEmulator();
  const chatClient = await connectClient(emulator, { hub: "Chat", userId: "alice", groups: ["lobby"] });
  const newsClient = await connectClient(emulator, { hub: "news", userId: "alice", groups: ["lobby"] });
  for (const hub of ["chat", "CHAT"]) {
    expect((await sendRequest(emulator, `HEAD /api/hubs/${hub}/connections/${chatClient.id}`)).status).toBe(200);
    expect((await sendRequest(emulator, `HEAD /api/hubs/${hub}/connections/${newsClient.id}`)).status).toBe(404);
    expect(await listMembers(emulator, "lobby", hub)).toEqual([chatClient.id]);
  }
  const text = { type: "text/plain", body: "hello" };
  for (const path of [":send", "groups/lobby/:send", "users/alice/:send", `connections/${newsClient.id}/:send`]) {
    await sendRequest(emulator, `POST /api/hubs/cHaT/${path}`, text);
  }
  for (let count = 0; count < 3; count++) expect(await chatClient.next()).toMatchObject({ data: "hello" });
  await expectNoFrame(emulator, newsClient, "news");
  await sendRequest(emulator, "POST /api/hubs/chat/:closeConnections");
  expect((await sendRequest(emulator, "HEAD /api/hubs/news/users/alice")).status).toBe(200);
  expect(emulator.log.requests.at(-2)).toMatchObject({ hub: "chat" });
});
