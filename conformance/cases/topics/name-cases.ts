import { jsonOf } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import { JSON_PROTOCOL, type SocketClient } from "../../wire/socket-client.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should, atLevel } = casesOf("names", { aspect: "effects", needs: ["state", "sockets"] });

interface Name {
  readonly id: string;
  /** What is odd about it, after "a name with". */
  readonly words: string;
  /** MUST where decoding a path once, as every URL is, is all that it takes. */
  readonly level: Level;
  readonly name: string;
  /** A name that a careless server takes for it. */
  readonly like: string;
  /** What stands for it in a path, before that is percent-encoded. @default the name */
  readonly inPath?: string;
}

const names: readonly Name[] = [
  { id: "spaces", words: "spaces", level: "MUST", name: "a b c", like: "abc" },
  { id: "plus-sign", words: "a plus sign", level: "MUST", name: "a+b", like: "a b" },
  { id: "percent-sign", words: "a percent sign", level: "MUST", name: "100%", like: "100" },
  {
    id: "marks-of-urls",
    words: "marks that mean something in a URL",
    level: "MUST",
    name: "a?b#c&d=e;f,g@h",
    like: "a",
  },
  { id: "quotes", words: "quotes", level: "MUST", name: `it's "so" \`here\``, like: "its so here" },
  {
    id: "letters-beyond-ascii",
    words: "letters beyond ASCII",
    level: "MUST",
    name: "tête-à-tête",
    like: "tete-a-tete",
  },
  { id: "emoji", words: "emoji", level: "MUST", name: "👩‍🚀 👋", like: "👩🚀 👋" },
  { id: "word-of-paths", words: "the letters of a path's own word", level: "MUST", name: "groups", like: "users" },
  {
    id: "word-of-javascript",
    words: "letters that JavaScript objects begin with",
    level: "MUST",
    name: "__proto__",
    like: "constructor",
  },
  { id: "encoding-as-it-is", words: "what looks percent-encoded", level: "SHOULD", name: "%41", like: "A" },
  {
    id: "encoded-slash",
    words: "`%2F`, which a slash in a path is kept as",
    level: "SHOULD",
    name: "a%2Fb",
    inPath: "a/b",
    like: "a/b",
  },
  {
    id: "encoded-encoded-slash",
    words: "`%2F`, encoded once more in a path",
    level: "SHOULD",
    name: "a%2Fb",
    like: "a/b",
  },
  { id: "backslash", words: "a backslash", level: "SHOULD", name: "a\\b", like: "ab" },
  { id: "dots", words: "nothing but dots, and more than two", level: "SHOULD", name: "...", like: "...." },
  { id: "dot-at-the-end", words: "a dot at the end", level: "SHOULD", name: "v1.", like: "v1" },
  {
    id: "colon-at-the-beginning",
    words: "a colon at the beginning, as actions have",
    level: "SHOULD",
    name: ":send",
    like: "send",
  },
  { id: "spaces-around", words: "spaces around it", level: "SHOULD", name: " a ", like: "a" },
  { id: "capital-letter", words: "a capital letter", level: "SHOULD", name: "Room", like: "room" },
];

const longest: Name = {
  id: "1024-characters",
  words: "1024 characters",
  level: "MUST",
  name: `${"n".repeat(1023)}a`,
  like: `${"n".repeat(1023)}b`,
};

/** Once as it is in a path, and once as it is in JSON, where nothing is encoded: that is the name which it has to be. */
async function useGroup(context: CaseContext, { name, like, inPath = name }: Name): Promise<void> {
  const byPath = await context.connect({ name: "who joined by path" });
  const byToken = await context.connect({ name: "who joined by token", groups: [name] });
  const other = await context.connect({ name: "who is in the other group", groups: [like] });
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
  context.expectNothing(await context.received(byPath), "who was removed by path");
}

async function useUserId(context: CaseContext, { name, like, inPath = name }: Name): Promise<void> {
  const client = await context.connect({ name: "the user", userId: name });
  const other = await context.connect({ name: "the other user", userId: like });
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
  ...[...names, longest].map((each) =>
    atLevel(
      each.level,
      `group-with-${each.id}`,
      `A group can have a name with ${each.words}, and is no other group: joined, found, sent to and left by path.`,
      each === longest ? "E38" : "parameter group",
      (context) => useGroup(context, each),
      { operation: "sendToGroup" },
    ),
  ),
  ...names.map((each) =>
    atLevel(
      each.level,
      `user-with-${each.id}`,
      `A user can have an id with ${each.words}, and is no other user: found, sent to and closed by path.`,
      "parameter userId",
      (context) => useUserId(context, each),
      { operation: "sendToUser" },
    ),
  ),
  should(
    "plus-sign-of-a-path-is-no-space",
    "A plus sign that stands in a path as it is is a plus sign.",
    "parameter group",
    async (context) => {
      const plus = await context.connect({ name: "who is in a+b", groups: ["a+b"] });
      const space = await context.connect({ name: "who is in a b", groups: ["a b"] });
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
    "A hub is the same in capital and in small letters.",
    "parameter hub",
    async (context) => {
      const hub = context.hub.toUpperCase();
      const small = await context.connect({ name: "who wrote it in small letters" });
      const capital = await context.connect({ name: "who wrote it in capital letters", hub });
      await context.expectAccepted("sendToAll", { path: { hub }, body: text("hello") });
      for (const client of [small, capital]) await expectHello(context, client, {});
    },
    { operation: "sendToAll" },
  ),
  should(
    "hub-with-every-mark",
    "A hub can have every mark in its name that the pattern has, and is no other hub.",
    "E37",
    async (context) => {
      const hub = `${context.hub}_\`,.[a]`;
      const client = await context.connect({ name: "who is in the hub", hub });
      const other = await context.connect({ name: "who is in a hub of the same beginning" });
      await context.expectAccepted("sendToAll", { path: { hub }, body: text("hello") });
      context.expectFrame(await client.next(), { data: "hello" });
      context.expectNothing(await context.received(other), other.name);
    },
    { operation: "sendToAll" },
  ),
  must(
    "of-a-generated-token",
    "Each `group` and each `role` is one name, percent-decoded and not split at commas; so is `userId`.",
    "E07",
    async (context) => {
      const userId = "a+b & c";
      const group = ["a&b", "c,d", "e+f g"];
      const role = ["webpubsub.sendToGroup.h,i", "webpubsub.joinLeaveGroup.j&k"];
      const exchange = await context.expectAccepted("generateClientToken", { query: { userId, group, role } });
      const { token } = jsonOf(exchange) as { token: string };
      const client = await context.open({
        name: "who has the token",
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
      context.expect(sent.ack.success === true, "The client may not send to the group that its role names.");
      const joined = await client.sendAndAwaitAck({ type: "joinGroup", group: "j&k", ackId: 2 });
      context.expect(joined.ack.success === true, "The client may not join the group that its role names.");
    },
    { operation: "generateClientToken" },
  ),
  ...(["users", "groups", "connections"] as const).map((kind): WrittenCase => {
    const operation = ({ users: "sendToUser", groups: "sendToGroup", connections: "sendToConnection" } as const)[kind];
    return must(
      `empty-segment-of-${kind}`,
      "A path with nothing where the name belongs is of no operation: it is answered with 404.",
      "E44",
      async (context) => {
        const path = `/api/hubs/${context.hub}/${kind}//:send`;
        const exchange = await context.sendRaw(operation, { body: text("hello") }, { path });
        context.expectStatus(exchange, 404);
      },
      { operation, aspect: "rejections", needs: ["state"] },
    );
  }),
  ...blanks.flatMap(([id, words, blank]) => [
    blankName(`user-of-${id}`, `A user id of ${words}`, "sendToUser", "userId", blank),
    blankName(`connection-of-${id}`, `A connection id of ${words}`, "sendToConnection", "connectionId", blank),
  ]),
  blankName("group-of-tab", "A group name of a tab", "sendToGroup", "group", "\t"),
];

function blankName(
  id: string,
  words: string,
  operation: "sendToUser" | "sendToConnection" | "sendToGroup",
  parameter: "userId" | "connectionId" | "group",
  blank: string,
): WrittenCase {
  return atLevel(
    // Only of groups does the description say that a name is not white space alone.
    parameter === "group" ? "MUST" : "SHOULD",
    `blank-${id}`,
    `${words} alone is refused with 400.`,
    parameter === "group" ? "E38" : "E44",
    async (context) => {
      await context.expectRejected(operation, { path: { [parameter]: blank }, body: text("hello") }, { status: 400 });
    },
    { operation, aspect: "rejections", needs: ["validation", "state"] },
  );
}
