import { jsonOf } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import { JSON_PROTOCOL, type SocketClient } from "../../wire/socket-client.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should, atLevel } = casesOf("names", { aspect: "effects", needs: ["state", "sockets"] });

/** A name of a group, or an id of a user, that a server may read wrongly. */
interface UnusualName {
  readonly id: string;
  /** What is unusual, after "Group names" or "User ids". */
  readonly words: string;
  /** MUST if percent-decoding the path once is enough to read the name. */
  readonly level: Level;
  readonly name: string;
  /** Another name, which a careless server takes for the same. */
  readonly lookalike: string;
  /** The form of the name in a path, before percent-encoding. @default the name */
  readonly inPath?: string;
}

const names: readonly UnusualName[] = [
  { id: "spaces", words: "with spaces", level: "MUST", name: "a b c", lookalike: "abc" },
  { id: "plus-sign", words: "with a plus sign", level: "MUST", name: "a+b", lookalike: "a b" },
  { id: "percent-sign", words: "with a percent sign", level: "MUST", name: "100%", lookalike: "100" },
  {
    id: "marks-of-urls",
    words: "with URL punctuation",
    level: "MUST",
    name: "a?b#c&d=e;f,g@h",
    lookalike: "a",
  },
  { id: "quotes", words: "with quotes", level: "MUST", name: `it's "so" \`here\``, lookalike: "its so here" },
  {
    id: "letters-beyond-ascii",
    words: "with non-ASCII letters",
    level: "MUST",
    name: "tête-à-tête",
    lookalike: "tete-a-tete",
  },
  { id: "emoji", words: "with emoji", level: "MUST", name: "👩‍🚀 👋", lookalike: "👩🚀 👋" },
  {
    id: "word-of-paths",
    words: "equal to a path segment of the API (`groups`)",
    level: "MUST",
    name: "groups",
    lookalike: "users",
  },
  {
    id: "word-of-javascript",
    words: "equal to a JavaScript property (`__proto__`)",
    level: "MUST",
    name: "__proto__",
    lookalike: "constructor",
  },
  { id: "encoding-as-it-is", words: "with `%41`", level: "SHOULD", name: "%41", lookalike: "A" },
  {
    id: "encoded-slash",
    words: "with `%2F` (sent as `%2F`)",
    level: "SHOULD",
    name: "a%2Fb",
    inPath: "a/b",
    lookalike: "a/b",
  },
  {
    id: "encoded-encoded-slash",
    words: "with `%2F` (sent as `%252F`)",
    level: "SHOULD",
    name: "a%2Fb",
    lookalike: "a/b",
  },
  { id: "backslash", words: "with a backslash", level: "SHOULD", name: "a\\b", lookalike: "ab" },
  { id: "dots", words: "of three dots", level: "SHOULD", name: "...", lookalike: "...." },
  { id: "dot-at-the-end", words: "with a trailing dot", level: "SHOULD", name: "v1.", lookalike: "v1" },
  {
    id: "colon-at-the-beginning",
    words: "with a leading colon",
    level: "SHOULD",
    name: ":send",
    lookalike: "send",
  },
  { id: "spaces-around", words: "with surrounding spaces", level: "SHOULD", name: " a ", lookalike: "a" },
  { id: "capital-letter", words: "with a capital letter", level: "SHOULD", name: "Room", lookalike: "room" },
];

const longName: UnusualName = {
  id: "1024-characters",
  words: "of 1,024 characters",
  level: "MUST",
  name: `${"n".repeat(1023)}a`,
  lookalike: `${"n".repeat(1023)}b`,
};

/** Uses a group by path, and checks it by token and by frame, where names are not encoded. */
async function checkGroupName(context: CaseContext, { name, lookalike, inPath = name }: UnusualName): Promise<void> {
  const byPath = await context.connect({ name: "member that joined by path" });
  const byToken = await context.connect({ name: "member that joined by token", groups: [name] });
  const other = await context.connect({ name: "member of the other group", groups: [lookalike] });
  const member = { path: { group: inPath, connectionId: byPath.id } };
  const message = { path: { group: inPath }, body: text("hello") };

  await context.expectAccepted("addConnectionToGroup", member);
  await context.expectAccepted("groupExists", { path: { group: inPath } });
  await context.expectAccepted("sendToGroup", message);
  for (const client of [byPath, byToken]) await expectHello(context, client, { group: name });
  context.expectNothing(await context.received(other), other.name);

  await context.expectAccepted("removeConnectionFromGroup", member);
  await context.expectAccepted("sendToGroup", message);
  await expectHello(context, byToken, { group: name });
  context.expectNothing(await context.received(byPath), "the member that was removed by path");
}

async function checkUserId(context: CaseContext, { name, lookalike, inPath = name }: UnusualName): Promise<void> {
  const client = await context.connect({ name: "the user", userId: name });
  const other = await context.connect({ name: "the other user", userId: lookalike });
  await context.expectAccepted("userExists", { path: { userId: inPath } });
  await context.expectAccepted("sendToUser", { path: { userId: inPath }, body: text("hello") });
  await expectHello(context, client, {});
  context.expectNothing(await context.received(other), other.name);

  await context.expectAccepted("closeUserConnections", { path: { userId: inPath } });
  await client.closed();
  await context.expectRejected("userExists", { path: { userId: inPath } }, { status: 404 });
  context.expectNothing(await context.received(other), other.name);
}

async function expectHello(context: CaseContext, client: SocketClient, members: { group?: string }): Promise<void> {
  const [frame, ...more] = await context.received(client);
  context.expectFrame(frame, { data: "hello", ...members });
  context.expectNothing(more, `${client.name}, after the message`);
}

const blanks = [
  ["space", "a space", " "],
  ["tab", "a tab", "\t"],
] as const;

export const nameCases: readonly WrittenCase[] = [
  ...[...names, longName].map((each) =>
    atLevel(
      each.level,
      `group-with-${each.id}`,
      `Group names ${each.words} work in paths and are not confused with other names.`,
      each === longName ? "E38" : "parameter group",
      (context) => checkGroupName(context, each),
      { operation: "sendToGroup" },
    ),
  ),
  ...names.map((each) =>
    atLevel(
      each.level,
      `user-with-${each.id}`,
      `User ids ${each.words} work in paths and are not confused with other ids.`,
      "parameter userId",
      (context) => checkUserId(context, each),
      { operation: "sendToUser" },
    ),
  ),
  should(
    "plus-sign-of-a-path-is-no-space",
    "`+` in a path is a plus sign, not a space.",
    "parameter group",
    async (context) => {
      const plus = await context.connect({ name: "member of a+b", groups: ["a+b"] });
      const space = await context.connect({ name: "member of a b", groups: ["a b"] });
      const path = `/api/hubs/${context.hub}/groups/a+b/:send`;
      const exchange = await context.sendRaw("sendToGroup", { body: text("hello") }, { path });
      context.expectResponse("sendToGroup", exchange, 202);
      await expectHello(context, plus, { group: "a+b" });
      context.expectNothing(await context.received(space), space.name);
    },
    { operation: "sendToGroup" },
  ),
  should(
    "hub-in-any-letter-case",
    "Hub names are case-insensitive.",
    "parameter hub",
    async (context) => {
      const hub = context.hub.toUpperCase();
      const small = await context.connect({ name: "client of the hub in lower case" });
      const capital = await context.connect({ name: "client of the hub in upper case", hub });
      await context.expectAccepted("sendToAll", { path: { hub }, body: text("hello") });
      for (const client of [small, capital]) await expectHello(context, client, {});
    },
    { operation: "sendToAll" },
  ),
  should(
    "hub-with-every-mark",
    "Hub names with all punctuation that the pattern allows work and are not confused with other names.",
    "E37",
    async (context) => {
      const hub = `${context.hub}_\`,.[a]`;
      const client = await context.connect({ name: "client of the hub", hub });
      const other = await context.connect({ name: "client of a hub with a shorter name" });
      await context.expectAccepted("sendToAll", { path: { hub }, body: text("hello") });
      context.expectFrame(await client.next(), { data: "hello" });
      context.expectNothing(await context.received(other), other.name);
    },
    { operation: "sendToAll" },
  ),
  must(
    "of-a-generated-token",
    "`group`, `role` and `userId` are percent-decoded and not split at commas.",
    "E07",
    async (context) => {
      const userId = "a+b & c";
      const group = ["a&b", "c,d", "e+f g"];
      const role = ["webpubsub.sendToGroup.h,i", "webpubsub.joinLeaveGroup.j&k"];
      const exchange = await context.expectAccepted("generateClientToken", { query: { userId, group, role } });
      const { token } = jsonOf(exchange) as { token: string };
      const client = await context.open({
        name: "client with the token",
        query: { access_token: token },
        protocols: [JSON_PROTOCOL],
      });
      for (const each of group) {
        await context.expectAccepted("sendToGroup", { path: { group: each }, body: text("hello") });
        await expectHello(context, client, { group: each });
      }
      for (const each of ["c", "d"]) {
        await context.expectRejected("groupExists", { path: { group: each } }, { status: 404 });
      }
      await context.expectAccepted("sendToUser", { path: { userId }, body: text("hello") });
      await expectHello(context, client, {});
      const sent = await client.sendAndAwaitAck({
        type: "sendToGroup",
        group: "h,i",
        dataType: "text",
        data: "hello",
        ackId: 1,
      });
      context.expect(sent.ack.success === true, "The client cannot send to the group that its role names.");
      const joined = await client.sendAndAwaitAck({ type: "joinGroup", group: "j&k", ackId: 2 });
      context.expect(joined.ack.success === true, "The client cannot join the group that its role names.");
    },
    { operation: "generateClientToken", uses: ["generateClientToken group"] },
  ),
  ...(["users", "groups", "connections"] as const).map((kind): WrittenCase => {
    const operation = ({ users: "sendToUser", groups: "sendToGroup", connections: "sendToConnection" } as const)[kind];
    return must(
      `empty-segment-of-${kind}`,
      "A path with an empty segment instead of a name is unknown (404).",
      "E44",
      async (context) => {
        const path = `/api/hubs/${context.hub}/${kind}//:send`;
        const exchange = await context.sendRaw(operation, { body: text("hello") }, { path });
        context.expectStatus(exchange, 404);
        if (kind !== "connections") {
          const named = { path: { [kind === "users" ? "userId" : "group"]: "room" }, body: text("hello") };
          await context.expectAccepted(operation, named);
        } else await context.expectAccepted("sendToAll", { body: text("hello") });
      },
      { operation, aspect: "rejections", needs: ["state"] },
    );
  }),
  ...blanks.flatMap(([id, words, blank]) => [
    blankName(`user-of-${id}`, `A user id that consists of ${words}`, "sendToUser", "userId", blank),
    blankName(
      `connection-of-${id}`,
      `A connection id that consists of ${words}`,
      "sendToConnection",
      "connectionId",
      blank,
    ),
  ]),
  blankName("group-of-tab", "A group name that consists of a tab", "sendToGroup", "group", "\t"),
];

function blankName(
  id: string,
  words: string,
  operation: "sendToUser" | "sendToConnection" | "sendToGroup",
  parameter: "userId" | "connectionId" | "group",
  blank: string,
): WrittenCase {
  return atLevel(
    // The description states of groups only that a name is not blank.
    parameter === "group" ? "MUST" : "SHOULD",
    `blank-${id}`,
    `${words} is rejected with 400.`,
    parameter === "group" ? "E38" : "E44",
    async (context) => {
      await context.expectRejected(operation, { path: { [parameter]: blank }, body: text("hello") }, { status: 400 });
      await context.expectAccepted("sendToAll", { body: text("hello") });
    },
    { operation, aspect: "rejections", needs: ["validation", "state"] },
  );
}
