import { describe, expect, test } from "vitest";
import { waitForConnection } from "../../testing/log-entries.js";
import { sendRequest } from "../testing/rest-requests.js";
import { connectClient, listMembers, startTestEmulator } from "../testing/running-emulator.js";

const CHAT = "/api/hubs/chat";

test("addConnectionToGroup › makes a group exist while it has a member", async () => {
  const emulator = await startTestEmulator();
  const client = await connectClient(emulator, { userId: "alice" });
  const statuses = async () => [
    (await sendRequest(emulator, `HEAD ${CHAT}/groups/lobby`)).status,
    (await sendRequest(emulator, `HEAD ${CHAT}/users/alice`)).status,
  ];
  expect(await statuses()).toEqual([404, 200]);
  await sendRequest(emulator, `PUT ${CHAT}/groups/lobby/connections/${client.id}`);
  expect(await statuses()).toEqual([200, 200]);
  client.socket.close();
  await waitForConnection(emulator, "closed");
  expect(await statuses()).toEqual([404, 404]);
});

test("addConnectionToGroup and removeConnectionFromGroup › succeed when repeated", async () => {
  const emulator = await startTestEmulator();
  const { id } = await connectClient(emulator);
  const line = `${CHAT}/groups/lobby/connections/${id}`;
  expect((await sendRequest(emulator, `PUT ${line}`)).status).toBe(200);
  expect((await sendRequest(emulator, `PUT ${line}`)).status).toBe(200);
  expect(await listMembers(emulator, "lobby")).toEqual([id]);
  expect((await sendRequest(emulator, `DELETE ${line}`)).status).toBe(204);
  expect((await sendRequest(emulator, `DELETE ${line}`)).status).toBe(204);
  expect(await listMembers(emulator, "lobby")).toEqual([]);
});

test("addUserToGroup and removeUserFromGroup › apply to all open connections of the user", async () => {
  const emulator = await startTestEmulator();
  const first = await connectClient(emulator, { userId: "alice", groups: ["other"] });
  const second = await connectClient(emulator, { userId: "alice" });
  const stranger = await connectClient(emulator, { userId: "bob" });
  await sendRequest(emulator, `PUT ${CHAT}/users/alice/groups/lobby`);
  const later = await connectClient(emulator, { userId: "alice" });
  expect(await listMembers(emulator, "lobby")).toEqual([first.id, second.id].sort());
  await sendRequest(emulator, `PUT ${CHAT}/groups/lobby/connections/${later.id}`);
  await sendRequest(emulator, `PUT ${CHAT}/groups/lobby/connections/${stranger.id}`);
  await sendRequest(emulator, `DELETE ${CHAT}/users/alice/groups/lobby`);
  expect(await listMembers(emulator, "lobby")).toEqual([stranger.id]);
  expect(await listMembers(emulator, "other")).toEqual([first.id]);
  await sendRequest(emulator, `DELETE ${CHAT}/users/alice/groups`);
  expect(await listMembers(emulator, "other")).toEqual([]);
});

test("removeConnectionFromAllGroups › removes that connection only", async () => {
  const emulator = await startTestEmulator();
  const leaving = await connectClient(emulator, { groups: ["a", "b"] });
  const staying = await connectClient(emulator, { groups: ["a", "b"] });
  await sendRequest(emulator, `DELETE ${CHAT}/connections/${leaving.id}/groups`);
  expect(await listMembers(emulator, "a")).toEqual([staying.id]);
  expect(await listMembers(emulator, "b")).toEqual([staying.id]);
  expect((await sendRequest(emulator, `HEAD ${CHAT}/connections/${leaving.id}`)).status).toBe(200);
});

describe("addConnectionsToGroups and removeConnectionsFromGroups", () => {
  const json = (value: unknown) => ({ type: "application/json", body: JSON.stringify(value) });

  test.for<[condition: string, filter: unknown, selected: ("alice" | "bob" | "anonymous")[]]>([
    ["without a filter", undefined, ["alice", "bob", "anonymous"]],
    ["with null as the filter", null, ["alice", "bob", "anonymous"]],
    ["with an empty filter", "", ["alice", "bob", "anonymous"]],
    ["with a filter", "userId eq 'alice'", ["alice"]],
    ["with a filter by group", "not ('old' in groups)", ["alice", "anonymous"]],
    ["with a filter that selects none", "userId eq 'nobody'", []],
  ])("apply to $2 %s", async ([, filter, selected]) => {
    const emulator = await startTestEmulator();
    const clients = {
      alice: await connectClient(emulator, { userId: "alice" }),
      bob: await connectClient(emulator, { userId: "bob", groups: ["old"] }),
      anonymous: await connectClient(emulator),
    };
    const ids = (names: typeof selected) => names.map((name) => clients[name].id).sort();
    const all = ids(["alice", "bob", "anonymous"]);
    await sendRequest(emulator, `POST ${CHAT}/:addToGroups`, json({ filter, groups: ["a", "b"] }));
    expect(await listMembers(emulator, "a")).toEqual(ids(selected));
    expect(await listMembers(emulator, "b")).toEqual(ids(selected));
    await sendRequest(emulator, `POST ${CHAT}/:addToGroups`, json({ groups: ["a", "b"] }));
    await sendRequest(emulator, `POST ${CHAT}/:removeFromGroups`, json({ groups: ["a", "unknown"], filter }));
    expect(await listMembers(emulator, "a")).toEqual(all.filter((id) => !ids(selected).includes(id)));
    expect(await listMembers(emulator, "b")).toEqual(all);
  });

  const LONG = "👋".repeat(1024);
  test.for<[kind: string, body: unknown, target: string | undefined]>([
    ["a blank name", { groups: ["new", " "] }, "Groups"],
    ["an empty name", { groups: ["new", ""] }, "Groups"],
    ["a long name", { groups: ["new", `${LONG}a`] }, "Groups"],
    ["a name with a line feed", { groups: ["new", "a\nb"] }, "Groups"],
    ["a number as a name", { groups: ["new", 1] }, "Groups"],
    ["null as a name", { groups: ["new", null] }, "Groups"],
    ["a string as groups", { groups: "new" }, "Groups"],
    ["null as groups", { groups: null }, "Groups"],
    ["no groups", { filter: "true" }, "Groups"],
    ["an array", ["new"], "Groups"],
    ["null", null, "Groups"],
    ["an invalid filter", { groups: ["new"], filter: "userId lt 1" }, "Filter"],
    ["a blank filter", { groups: ["new"], filter: " " }, "Filter"],
    ["a number as the filter", { groups: ["new"], filter: 1 }, "Filter"],
    ["a boolean as the filter", { groups: ["new"], filter: true }, "Filter"],
    ["an array as the filter", { groups: ["new"], filter: ["true"] }, "Filter"],
    ["an object as the filter", { groups: ["new"], filter: {} }, "Filter"],
  ])("reject %s and change nothing", async ([, body, target]) => {
    const emulator = await startTestEmulator();
    const { id } = await connectClient(emulator, { groups: ["old"] });
    for (const operation of [":addToGroups", ":removeFromGroups"]) {
      const text = JSON.stringify(body).replace("new", operation === ":addToGroups" ? "new" : "old");
      const response = await sendRequest(emulator, `POST ${CHAT}/${operation}`, {
        type: "application/json",
        body: text,
      });
      expect(response.status).toBe(400);
      expect(JSON.parse(response.body)).toMatchObject({ target });
    }
    expect(await listMembers(emulator, "new")).toEqual([]);
    expect(await listMembers(emulator, "old")).toEqual([id]);
  });

  test("accept 1,002 groups and a name of 1,024 characters", async () => {
    const emulator = await startTestEmulator();
    const { id } = await connectClient(emulator);
    const groups = [...Array.from({ length: 1001 }, (_, index) => `g${index}`), LONG];
    expect((await sendRequest(emulator, `POST ${CHAT}/:addToGroups`, json({ groups }))).status).toBe(200);
    expect(await listMembers(emulator, "g1000")).toEqual([id]);
  });

  test("accept unknown members and an empty list of groups", async () => {
    const emulator = await startTestEmulator();
    const { status } = await sendRequest(emulator, `POST ${CHAT}/:addToGroups`, json({ groups: [], colour: "red" }));
    expect(status).toBe(200);
  });
});
