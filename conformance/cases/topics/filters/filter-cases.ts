import { text } from "../../../wire/message-bodies.js";
import type { Level } from "../../case.js";
import type { ExpectedRejection } from "../../case-context.js";
import { kebab } from "../../case-ids.js";
import { connectClients } from "../../support/connect-clients.js";
import { FILTERED_SENDS, RECEIVER, type Send } from "../../support/sends/send-operations.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { ALL_CLIENTS, CLIENTS } from "./filter-clients.js";
import { DOCUMENTED, type Row, SHOWN } from "./filter-expressions.js";
import { INVALID, REJECTED_FILTERS } from "./rejected-filters.js";

const { must, should, atLevel } = casesOf("filters", { aspect: "parameters", needs: ["state", "sockets"] });

const VALID = { query: { filter: "userId eq 'alice'" }, body: text("hello") };

/** The recorded rejection. */
const REJECTION: ExpectedRejection = { status: 400, code: "Error.BadRequest", target: "filter" };

export const filterCases: readonly WrittenCase[] = [
  ...DOCUMENTED.map((row) => selection("MUST", row)),
  ...SHOWN.map((row) => selection("SHOULD", row)),
  must(
    "groups-of-the-moment",
    "`groups` are the groups of the connection at the time of the request.",
    "parameter filter",
    async (context) => {
      const client = await context.connect({ groups: ["red"] });
      const path = { group: "green", connectionId: client.id };
      const values = { query: { filter: "'green' in groups" }, body: text("hello") };
      await context.expectAccepted("sendToAll", values);
      context.expectNothing(await context.received(client), "the client, before it joins the group");
      await context.expectAccepted("addConnectionToGroup", { path });
      await context.expectAccepted("sendToAll", values);
      context.expectFrame((await context.received(client))[0], { data: "hello" });
      await context.expectAccepted("removeConnectionFromGroup", { path });
      await context.expectAccepted("sendToAll", values);
      context.expectNothing(await context.received(client), "the client, after it leaves the group");
    },
    { operation: "sendToAll" },
  ),
  ...FILTERED_SENDS.map(emptyFilter),
  ...FILTERED_SENDS.flatMap(invalidFilter),
  ...REJECTED_FILTERS.map(({ id, level, requirement, filter }) =>
    atLevel(
      level,
      `refused/${id}`,
      requirement,
      "parameter filter",
      async (context) => {
        await context.expectRejected("sendToAll", { query: { filter }, body: text("hello") }, { status: 400 });
        await context.expectAccepted("sendToAll", VALID);
      },
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
      const clients = await connectClients(context, CLIENTS);
      const query = { filter: typeof filter === "string" ? filter : filter(clients) };
      await context.expectAccepted("sendToAll", { query, body: text("hello") });
      for (const name of ALL_CLIENTS) {
        const frames = await context.received(clients[name]);
        if (selected.includes(name)) context.expectFrame(frames[0], { data: "hello" });
        else context.expectNothing(frames, name);
      }
    },
    { operation: "sendToAll" },
  );
}

/** Only the official emulator shows what an empty filter means. */
function emptyFilter({ operation, path }: Send): WrittenCase {
  return should(
    `empty/${kebab(operation)}`,
    "An empty filter selects everything.",
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
  return [
    must(
      `invalid/${kebab(operation)}`,
      "A filter that does not parse is rejected as a validation error with the target `filter`.",
      "E23",
      async (context) => {
        const values = { path: path({ id: context.unknownId }), body: text("hello") };
        await context.expectRejected(operation, { ...values, query: { filter: INVALID } }, REJECTION);
        await context.expectAccepted(operation, values);
      },
      { operation, aspect: "rejections", needs: ["state"] },
    ),
    should(
      `invalid-sends-nothing/${kebab(operation)}`,
      "A message with a filter that does not parse is not delivered.",
      "parameter filter",
      async (context) => {
        const client = await context.connect(RECEIVER);
        await context.sendRaw(operation, { path: path(client), query: { filter: INVALID }, body: text("lost") });
        await context.expectAccepted(operation, { path: path(client), body: text("hello") });
        const [frame, ...others] = await context.received(client, operation);
        context.expectFrame(frame, { data: "hello" });
        context.expectNothing(others, "the client");
      },
      { operation, aspect: "rejections" },
    ),
  ];
}
