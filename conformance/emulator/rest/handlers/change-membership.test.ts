import { describe, expect, test } from "vitest";
import { ask } from "../testing/rest-requests.js";
import { connect, membersOf, running } from "../testing/running-emulator.js";

const CHAT = "/api/hubs/chat";

test("a group is there while it has a member, and a user while there is a connection", async () => {
  const emulator = await running();
  const client = await connect(emulator, { userId: "alice" });
  const statuses = async () => [
    (await ask(emulator, `HEAD ${CHAT}/groups/lobby`)).status,
    (await ask(emulator, `HEAD ${CHAT}/users/alice`)).status,
  ];
  expect(await statuses()).toEqual([404, 200]);
  await ask(emulator, `PUT ${CHAT}/groups/lobby/connections/${client.id}`);
  expect(await statuses()).toEqual([200, 200]);
  client.socket.close();
  await emulator.log.waitFor((entry) => entry.kind === "connection" && entry.event === "closed");
  expect(await statuses()).toEqual([404, 404]);
});

test("joining twice and leaving twice are no mistakes", async () => {
  const emulator = await running();
  const { id } = await connect(emulator);
  const line = `${CHAT}/groups/lobby/connections/${id}`;
  expect((await ask(emulator, `PUT ${line}`)).status).toBe(200);
  expect((await ask(emulator, `PUT ${line}`)).status).toBe(200);
  expect(await membersOf(emulator, "lobby")).toEqual([id]);
  expect((await ask(emulator, `DELETE ${line}`)).status).toBe(204);
  expect((await ask(emulator, `DELETE ${line}`)).status).toBe(204);
  expect(await membersOf(emulator, "lobby")).toEqual([]);
});

test("a user joins with the connections that are there, and leaves with all", async () => {
  const emulator = await running();
  const first = await connect(emulator, { userId: "alice", groups: ["other"] });
  const second = await connect(emulator, { userId: "alice" });
  const stranger = await connect(emulator, { userId: "bob" });
  await ask(emulator, `PUT ${CHAT}/users/alice/groups/lobby`);
  const later = await connect(emulator, { userId: "alice" });
  expect(await membersOf(emulator, "lobby")).toEqual([first.id, second.id].sort());
  await ask(emulator, `PUT ${CHAT}/groups/lobby/connections/${later.id}`);
  await ask(emulator, `PUT ${CHAT}/groups/lobby/connections/${stranger.id}`);
  await ask(emulator, `DELETE ${CHAT}/users/alice/groups/lobby`);
  expect(await membersOf(emulator, "lobby")).toEqual([stranger.id]);
  expect(await membersOf(emulator, "other")).toEqual([first.id]);
  await ask(emulator, `DELETE ${CHAT}/users/alice/groups`);
  expect(await membersOf(emulator, "other")).toEqual([]);
});

test("a connection leaves all its groups, and no other one does", async () => {
  const emulator = await running();
  const leaving = await connect(emulator, { groups: ["a", "b"] });
  const staying = await connect(emulator, { groups: ["a", "b"] });
  await ask(emulator, `DELETE ${CHAT}/connections/${leaving.id}/groups`);
  expect(await membersOf(emulator, "a")).toEqual([staying.id]);
  expect(await membersOf(emulator, "b")).toEqual([staying.id]);
  expect((await ask(emulator, `HEAD ${CHAT}/connections/${leaving.id}`)).status).toBe(200);
});

describe("many connections and groups at once", () => {
  const json = (value: unknown) => ({ type: "application/json", body: JSON.stringify(value) });

  test.for<[what: string, filter: unknown, selected: ("alice" | "bob" | "anonymous")[]]>([
    ["without a filter", undefined, ["alice", "bob", "anonymous"]],
    ["with null for a filter", null, ["alice", "bob", "anonymous"]],
    ["with an empty filter", "", ["alice", "bob", "anonymous"]],
    ["with a filter", "userId eq 'alice'", ["alice"]],
    ["with a filter by group", "not ('old' in groups)", ["alice", "anonymous"]],
    ["with a filter that selects none", "userId eq 'nobody'", []],
  ])("%s", async ([, filter, selected]) => {
    const emulator = await running();
    const clients = {
      alice: await connect(emulator, { userId: "alice" }),
      bob: await connect(emulator, { userId: "bob", groups: ["old"] }),
      anonymous: await connect(emulator),
    };
    const ids = (names: typeof selected) => names.map((name) => clients[name].id).sort();
    const everybody = ids(["alice", "bob", "anonymous"]);
    await ask(emulator, `POST ${CHAT}/:addToGroups`, json({ filter, groups: ["a", "b"] }));
    expect(await membersOf(emulator, "a")).toEqual(ids(selected));
    expect(await membersOf(emulator, "b")).toEqual(ids(selected));
    await ask(emulator, `POST ${CHAT}/:addToGroups`, json({ groups: ["a", "b"] }));
    await ask(emulator, `POST ${CHAT}/:removeFromGroups`, json({ groups: ["a", "nobody's"], filter }));
    expect(await membersOf(emulator, "a")).toEqual(everybody.filter((id) => !ids(selected).includes(id)));
    expect(await membersOf(emulator, "b")).toEqual(everybody);
  });

  const LONG = "👋".repeat(1024);
  test.for<[what: string, body: unknown, target: string | undefined]>([
    ["a blank name", { groups: ["new", " "] }, "Groups"],
    ["an empty name", { groups: ["new", ""] }, "Groups"],
    ["a long name", { groups: ["new", `${LONG}a`] }, "Groups"],
    ["a name with a line feed", { groups: ["new", "a\nb"] }, "Groups"],
    ["a number for a name", { groups: ["new", 1] }, "Groups"],
    ["null for a name", { groups: ["new", null] }, "Groups"],
    ["a name instead of names", { groups: "new" }, "Groups"],
    ["null instead of names", { groups: null }, "Groups"],
    ["no names", { filter: "true" }, "Groups"],
    ["a list", ["new"], "Groups"],
    ["null", null, "Groups"],
    ["a wrong filter", { groups: ["new"], filter: "userId lt 1" }, "Filter"],
    ["a blank filter", { groups: ["new"], filter: " " }, "Filter"],
    ["a number for a filter", { groups: ["new"], filter: 1 }, "Filter"],
    ["a bool for a filter", { groups: ["new"], filter: true }, "Filter"],
    ["a list for a filter", { groups: ["new"], filter: ["true"] }, "Filter"],
    ["an object for a filter", { groups: ["new"], filter: {} }, "Filter"],
  ])("%s is refused, and changes nothing", async ([, body, target]) => {
    const emulator = await running();
    const { id } = await connect(emulator, { groups: ["old"] });
    for (const operation of [":addToGroups", ":removeFromGroups"]) {
      const text = JSON.stringify(body).replace("new", operation === ":addToGroups" ? "new" : "old");
      const answer = await ask(emulator, `POST ${CHAT}/${operation}`, { type: "application/json", body: text });
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({ target });
    }
    expect(await membersOf(emulator, "new")).toEqual([]);
    expect(await membersOf(emulator, "old")).toEqual([id]);
  });

  test("more than a thousand names, and the longest, are taken", async () => {
    const emulator = await running();
    const { id } = await connect(emulator);
    const groups = [...Array.from({ length: 1001 }, (_, index) => `g${index}`), LONG];
    expect((await ask(emulator, `POST ${CHAT}/:addToGroups`, json({ groups }))).status).toBe(200);
    expect(await membersOf(emulator, "g1000")).toEqual([id]);
  });

  test("members that nobody knows, and no groups at all, are no mistakes", async () => {
    const emulator = await running();
    const { status } = await ask(emulator, `POST ${CHAT}/:addToGroups`, json({ groups: [], colour: "red" }));
    expect(status).toBe(200);
  });
});
