import { descriptions } from "../../../generated/descriptions.js";
import { readDocument } from "../../description/documents.js";
import type { Exchange } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, atLevel } = casesOf("api-version", { aspect: "responses", needs: ["state"] });

const HEADER = "api-supported-versions";
/** Requests of operations that every api-version has. */
const message = { body: text("hello") };
const unknownUser = { path: { userId: "nobody" } };

/** The api-versions that the service lists, as recorded, oldest first. */
const recorded = versionsIn(
  (readDocument("2024-12-01").components.headers?.[HEADER] as { example?: string } | undefined)?.example ?? "",
);

function versionsIn(header: string): string[] {
  return header.split(", ");
}

function expectListed(context: CaseContext, exchange: Exchange): void {
  const header = exchange.response.headers.get(HEADER);
  context.expect(
    header !== null && versionsIn(header).includes(context.description),
    `Expected ${HEADER} to list ${context.description}, got ${header ?? "none"}.`,
    exchange,
  );
}

function expectNotListed(context: CaseContext, exchange: Exchange): void {
  context.expectHeader(exchange, HEADER, undefined);
}

/** Checks the status alone: the form of the rejection is not known. */
async function expectVersionRejected(context: CaseContext, more: string): Promise<void> {
  const witness = await context.connect({ name: "witness" });
  const exchange = await context.sendRaw("sendToAll", { ...message, query: { "api-version": undefined } }, { more });
  context.expectStatus(exchange, 400);
  context.expectNothing(await context.received(witness), "a client in the hub");
}

/** Values that are not the name of a single api-version. */
const unsupported: readonly (readonly [id: string, subject: string, level: Level, values: readonly string[]])[] = [
  ["that-never-was", "An unknown api-version", "MUST", ["1999-01-01"]],
  ["that-is-no-date", "An api-version that is not a date", "MUST", ["latest"]],
  ["with-more-behind-it", "An api-version with trailing characters", "MUST", [`${recorded.at(-1)}-x`]],
  ["given-twice", "An api-version that is given twice", "SHOULD", ["2023-07-01", "2023-07-01"]],
  ["and-another-after-a-comma", "A list of two api-versions", "SHOULD", ["2023-07-01,2021-10-01"]],
];

export const apiVersionCases: readonly WrittenCase[] = [
  ...unsupported.map(([id, subject, level, values]) =>
    atLevel(
      level,
      `refuses-a-version-${id}`,
      `${subject} is rejected with 400, and no message is delivered.`,
      "parameter api-version",
      (context) => expectVersionRejected(context, values.map((value) => `api-version=${value}`).join("&")),
      { operation: "sendToAll", aspect: "rejections", needs: ["validation", "state", "sockets"] },
    ),
  ),
  ...recorded.flatMap((version) => [
    accepts(
      version,
      "sendToAll",
      (context) => context.sendRaw("sendToAll", { ...message, query: { "api-version": version } }),
      202,
    ),
    accepts(
      version,
      "userExists",
      (context) => context.sendRaw("userExists", { ...unknownUser, query: { "api-version": version } }),
      404,
    ),
  ]),
  must(
    "listed-on-success",
    `A successful response lists the api-version of the request in ${HEADER}.`,
    "E35",
    async (context) => {
      expectListed(context, await context.expectAccepted("sendToAll", message));
    },
    { operation: "sendToAll" },
  ),
  must(
    "listed-on-204",
    `A 204 lists the api-version of the request in ${HEADER}.`,
    "E35",
    async (context) => {
      expectListed(context, await context.expectAccepted("closeAllConnections"));
    },
    { operation: "closeAllConnections" },
  ),
  must(
    "listed-on-the-error-of-an-operation",
    `An error of an operation lists the api-version of the request in ${HEADER}.`,
    "E35",
    async (context) => {
      const values = { path: { userId: "nobody", group: "room" } };
      expectListed(context, await context.expectRejected("addUserToGroup", values, { status: 404 }));
    },
    { operation: "addUserToGroup", aspect: "rejections" },
  ),
  must(
    "listed-on-head-404",
    `A 404 to HEAD lists the api-version of the request in ${HEADER}.`,
    "E35",
    async (context) => {
      expectListed(context, await context.expectRejected("userExists", unknownUser, { status: 404 }));
    },
    { operation: "userExists" },
  ),
  must(
    "not-listed-on-a-validation-problem",
    `A validation error has no ${HEADER}.`,
    "E35",
    async (context) => {
      const values = { ...message, query: { filter: "invalid filter" } };
      expectNotListed(context, await context.expectRejected("sendToAll", values, { status: 400 }));
    },
    { operation: "sendToAll", aspect: "rejections", needs: ["validation", "state"] },
  ),
  must(
    "not-listed-on-health",
    `The health response has no ${HEADER}.`,
    "E34",
    async (context) => {
      expectNotListed(context, await context.expectAccepted("getServiceStatus"));
    },
    { operation: "getServiceStatus" },
  ),
  must(
    "same-list-on-every-operation",
    `${HEADER} lists the same api-versions on every operation, whichever api-version introduced it.`,
    "E35",
    async (context) => {
      const late = await context.expectAccepted("listConnectionsInGroup", { path: { group: "room" } });
      const always = await context.expectAccepted("sendToAll", message);
      context.expectHeader(late, HEADER, always.response.headers.get(HEADER) ?? undefined);
    },
    { operation: "listConnectionsInGroup" },
  ),
];

function accepts(
  version: string,
  operation: "sendToAll" | "userExists",
  send: (context: CaseContext) => Promise<Exchange>,
  status: number,
): WrittenCase {
  const described = version in descriptions;
  return atLevel(
    described ? "MUST" : "SHOULD",
    `${operation === "sendToAll" ? "send-to-all" : "user-exists"}-accepts-${version}`,
    `${operation} accepts the api-version ${version}${described ? "" : `, which ${HEADER} lists`}.`,
    described ? "parameter api-version" : "E35",
    async (context) => {
      context.expectResponse(operation, await send(context), status);
    },
    { operation, aspect: "parameters", needs: ["validation", "state"] },
  );
}
