import { descriptions } from "../../../generated/descriptions.js";
import { readDocument } from "../../description/documents.js";
import type { Exchange } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, atLevel } = casesOf("api-version", { aspect: "responses", needs: ["state"] });

const HEADER = "api-supported-versions";
/** Each as old as the API. */
const message = { body: text("hello") };
const unknownUser = { path: { userId: "nobody" } };

/** The api-versions that the service was recorded to name, oldest first. */
const recorded = listed(
  (readDocument("2024-12-01").components.headers?.[HEADER] as { example?: string } | undefined)?.example ?? "",
);

function listed(header: string): string[] {
  return header.split(", ");
}

function expectListed(context: CaseContext, exchange: Exchange): void {
  const header = exchange.response.headers.get(HEADER);
  context.expect(
    header !== null && listed(header).includes(context.description),
    `${HEADER} is ${header}, and should name ${context.description}.`,
    exchange,
  );
}

function expectNotListed(context: CaseContext, exchange: Exchange): void {
  const header = exchange.response.headers.get(HEADER);
  context.expect(header === null, `${HEADER} is ${header}, and should not be there.`, exchange);
}

/** The shape of the answer is not known. */
async function refuseVersion(context: CaseContext, more: string): Promise<void> {
  const witness = await context.connect({ name: "witness" });
  const exchange = await context.sendRaw("sendToAll", { ...message, query: { "api-version": undefined } }, { more });
  context.expectStatus(exchange, 400);
  context.expectNothing(await context.received(witness), "a client in the hub");
}

/** Values that name no api-version, or not one. */
const unsupported: readonly (readonly [id: string, words: string, level: Level, values: readonly string[]])[] = [
  ["that-never-was", "never was", "MUST", ["1999-01-01"]],
  ["that-is-no-date", "is no date", "MUST", ["latest"]],
  ["with-more-behind-it", "has more behind it", "MUST", [`${recorded.at(-1)}-x`]],
  ["given-twice", "is given twice", "SHOULD", ["2023-07-01", "2023-07-01"]],
  ["and-another-after-a-comma", "is followed by another after a comma", "SHOULD", ["2023-07-01,2021-10-01"]],
];

export const apiVersionCases: readonly WrittenCase[] = [
  ...unsupported.map(([id, words, level, values]) =>
    atLevel(
      level,
      `refuses-a-version-${id}`,
      `A request whose api-version ${words} is answered with 400, and does nothing.`,
      "parameter api-version",
      (context) => refuseVersion(context, values.map((value) => `api-version=${value}`).join("&")),
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
    `The api-version of the request is among those that ${HEADER} of a success lists.`,
    "E35",
    async (context) => {
      expectListed(context, await context.expectAccepted("sendToAll", message));
    },
    { operation: "sendToAll" },
  ),
  must(
    "listed-on-204",
    `A 204 lists the api-versions in ${HEADER}, as every success does.`,
    "E35",
    async (context) => {
      expectListed(context, await context.expectAccepted("closeAllConnections"));
    },
    { operation: "closeAllConnections" },
  ),
  must(
    "listed-on-the-error-of-an-operation",
    `The error of an operation lists the api-versions in ${HEADER}, as a success does.`,
    "E35",
    async (context) => {
      const values = { path: { userId: "nobody", group: "room" } };
      expectListed(context, await context.expectRejected("addUserToGroup", values, { status: 404 }));
    },
    { operation: "addUserToGroup", aspect: "rejections" },
  ),
  must(
    "listed-on-head-404",
    `A 404 to HEAD lists the api-versions in ${HEADER}, as a success does.`,
    "E35",
    async (context) => {
      expectListed(context, await context.expectRejected("userExists", unknownUser, { status: 404 }));
    },
    { operation: "userExists" },
  ),
  must(
    "not-listed-on-a-validation-problem",
    `What is refused before it reaches the operation is answered without ${HEADER}.`,
    "E35",
    async (context) => {
      const values = { ...message, query: { filter: "invalid filter" } };
      expectNotListed(context, await context.expectRejected("sendToAll", values, { status: 400 }));
    },
    { operation: "sendToAll", aspect: "rejections", needs: ["validation", "state"] },
  ),
  must(
    "not-listed-on-health",
    `The service tells its health without ${HEADER}.`,
    "E34",
    async (context) => {
      expectNotListed(context, await context.expectAccepted("getServiceStatus"));
    },
    { operation: "getServiceStatus" },
  ),
  must(
    "same-list-on-every-operation",
    `${HEADER} lists the versions of the service: the same on an operation that came late as on one that was always there.`,
    "E35",
    async (context) => {
      const late = await context.expectAccepted("listConnectionsInGroup", { path: { group: "room" } });
      const always = await context.expectAccepted("sendToAll", message);
      const [lists, other] = [late, always].map(({ response }) => response.headers.get(HEADER));
      context.expect(lists === other, `${HEADER} is ${lists}, and on sendToAll it is ${other}.`, late);
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
    `${operation} can be called with ${version}, ${described ? "as is described" : `which ${HEADER} lists`}.`,
    described ? "parameter api-version" : "E35",
    async (context) => {
      context.expectResponse(operation, await send(context), status);
    },
    { operation, aspect: "parameters", needs: ["validation", "state"] },
  );
}
