import { text } from "../../../wire/message-bodies.js";
import type { Level } from "../../case.js";
import type { ExpectedRejection } from "../../case-context.js";
import { kebab } from "../../case-ids.js";
import { connectClients } from "../../support/connect-clients.js";
import { RECEIVER, type Send, sendToAll, sendToGroup, sendToUser } from "../../support/sends/send-operations.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { ALL_CLIENTS, CLIENTS } from "./filter-clients.js";
import { DOCUMENTED, type Row, SHOWN } from "./filter-expressions.js";
import { INVALID, REFUSALS } from "./rejected-filters.js";

const { must, should, atLevel } = casesOf("filters", { aspect: "parameters", needs: ["state", "sockets"] });

/** The sends that have a filter. */
const FILTERED = [sendToAll, sendToGroup, sendToUser];

/** As recorded. */
const REFUSED: ExpectedRejection = { status: 400, code: "Error.BadRequest", target: "filter", format: "validation" };

export const filterCases: readonly WrittenCase[] = [
  ...DOCUMENTED.map((row) => selection("MUST", row)),
  ...SHOWN.map((row) => selection("SHOULD", row)),
  must(
    "groups-of-the-moment",
    "`groups` are the groups that the connection is in when the message is sent.",
    "parameter filter",
    async (context) => {
      const client = await context.connect({ groups: ["red"] });
      const path = { group: "green", connectionId: client.id };
      const values = { query: { filter: "'green' in groups" }, body: text("hello") };
      await context.expectAccepted("sendToAll", values);
      context.expectNothing(await context.received(client), "the client before it is in the group");
      await context.expectAccepted("addConnectionToGroup", { path });
      await context.expectAccepted("sendToAll", values);
      context.expectFrame((await context.received(client))[0], { data: "hello" });
      await context.expectAccepted("removeConnectionFromGroup", { path });
      await context.expectAccepted("sendToAll", values);
      context.expectNothing(await context.received(client), "the client after it left the group");
    },
    { operation: "sendToAll" },
  ),
  ...FILTERED.map(emptyFilter),
  ...FILTERED.flatMap(invalidFilter),
  ...REFUSALS.map(({ id, level, requirement, filter }) =>
    atLevel(
      level,
      `refused/${id}`,
      `${requirement} \`${filter}\` is refused.`,
      "parameter filter",
      async (context) =>
        void (await context.expectRejected("sendToAll", { query: { filter }, body: text("hello") }, REFUSED)),
      { operation: "sendToAll", aspect: "rejections", needs: ["state"] },
    ),
  ),
];

function selection(level: Level, { id, requirement, filter, selected }: Row): WrittenCase {
  return atLevel(
    level,
    id,
    requirement,
    "parameter filter",
    async (context) => {
      const cast = await connectClients(context, CLIENTS);
      const query = { filter: typeof filter === "string" ? filter : filter(cast) };
      await context.expectAccepted("sendToAll", { query, body: text("hello") });
      for (const name of ALL_CLIENTS) {
        const frames = await context.received(cast[name]);
        if (selected.includes(name)) context.expectFrame(frames[0], { data: "hello" });
        else context.expectNothing(frames, name);
      }
    },
    { operation: "sendToAll" },
  );
}

/** Only the official emulator shows it. */
function emptyFilter({ operation, path }: Send): WrittenCase {
  return should(
    `empty/${kebab(operation)}`,
    "An empty filter is no filter.",
    "parameter filter",
    async (context) => {
      const client = await context.connect(RECEIVER);
      await context.expectAccepted(operation, { path: path(client), query: { filter: "" }, body: text("hello") });
      context.expectFrame((await context.received(client))[0], { data: "hello" });
    },
    { operation },
  );
}

function invalidFilter({ operation, path }: Send): WrittenCase[] {
  const values = { query: { filter: INVALID }, body: text("hello") };
  return [
    must(
      `invalid/${kebab(operation)}`,
      "A filter that does not parse is refused with a problem that names it.",
      "E23",
      async (context) =>
        void (await context.expectRejected(operation, { path: path({ id: context.unknownId }), ...values }, REFUSED)),
      { operation, aspect: "rejections", needs: ["state"] },
    ),
    should(
      `invalid-sends-nothing/${kebab(operation)}`,
      "A message with a filter that does not parse reaches nobody.",
      "parameter filter",
      async (context) => {
        const client = await context.connect(RECEIVER);
        await context.sendRaw(operation, { path: path(client), ...values });
        context.expectNothing(await context.received(client), "the client");
      },
      { operation, aspect: "rejections" },
    ),
  ];
}
