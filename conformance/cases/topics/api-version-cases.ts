import { requests } from "../../../generated/index.js";
import { type OperationId, operations } from "../../../generated/operations.js";
import { apiVersions, latestApiVersion } from "../../../generated/versions.js";
import { exampleRequest, successStatus } from "../../description/example-requests.js";
import type { Exchange } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { kebab } from "../case-ids.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should, atLevel } = casesOf("api-version", { aspect: "responses", needs: ["state"] });

const HEADER = "api-supported-versions";
/** Requests of operations that every api-version has. */
const message = { body: text("hello") };
const unknownUser = { path: { userId: "nobody" } };

/** White space around the commas of a list is optional. */
function versionsIn(header: string): string[] {
  return header.split(",").map((version) => version.trim());
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
  await context.expectAccepted("sendToAll", message);
  const exchange = await context.sendRaw("sendToAll", { ...message, query: { "api-version": undefined } }, { more });
  context.expectStatus(exchange, 400);
}

async function expectNotDelivered(context: CaseContext, more: string): Promise<void> {
  const witness = await context.connect({ name: "witness" });
  await context.sendRaw("sendToAll", { body: text("lost"), query: { "api-version": undefined } }, { more });
  await context.expectAccepted("sendToAll", message);
  const [frame, ...others] = await context.received(witness);
  context.expectFrame(frame, { data: "hello" });
  context.expectNothing(others, "a client in the hub");
}

/** Values that are not the name of a single api-version. */
const unsupported: readonly (readonly [id: string, subject: string, level: Level, values: readonly string[]])[] = [
  ["that-never-was", "An unknown api-version", "MUST", ["1999-01-01"]],
  ["that-is-no-date", "An api-version that is not a date", "MUST", ["latest"]],
  ["with-more-behind-it", "An api-version with trailing characters", "MUST", [`${latestApiVersion}-x`]],
  ["given-twice", "An api-version that is given twice", "SHOULD", [latestApiVersion, latestApiVersion]],
  ["and-another-after-a-comma", "A list of two api-versions", "SHOULD", [`${latestApiVersion},${apiVersions[0]}`]],
];

export const apiVersionCases: readonly WrittenCase[] = [
  ...unsupported.flatMap(([id, subject, level, values]) => {
    const more = values.map((value) => `api-version=${value}`).join("&");
    return [
      atLevel(
        level,
        `refuses-a-version-${id}`,
        `${subject} is rejected with 400.`,
        "parameter api-version",
        (context) => expectVersionRejected(context, more),
        { operation: "sendToAll", aspect: "rejections", needs: ["validation", "state"] },
      ),
      should(
        `delivers-nothing-with-a-version-${id}`,
        `${subject} delivers no message; the next message is delivered.`,
        "parameter api-version",
        (context) => expectNotDelivered(context, more),
        { operation: "sendToAll", aspect: "rejections", needs: ["validation", "state", "sockets"] },
      ),
    ];
  }),
  ...apiVersions.flatMap((version) => [
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
  should(
    "not-listed-on-a-validation-problem",
    `A validation error has no ${HEADER}.`,
    "E35",
    async (context) => {
      const values = { ...message, query: { filter: "invalid filter" } };
      expectNotListed(context, await context.expectRejected("sendToAll", values, { status: 400 }));
      await context.expectAccepted("sendToAll", message);
    },
    { operation: "sendToAll", aspect: "rejections", needs: ["validation", "state"] },
  ),
  should(
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
      const [ofLate, ofAlways] = [late, always].map(({ response }) =>
        versionsIn(response.headers.get(HEADER) ?? "").sort(),
      );
      context.expectEqual(HEADER, ofLate, ofAlways, late);
    },
    { operation: "listConnectionsInGroup" },
  ),
  ...Object.entries(requests).flatMap(([id, { since, parameters }]) => [
    ...(since === undefined ? [] : [beforeItsVersion(id as OperationId, since)]),
    ...parameters.flatMap(({ name, since: added }) =>
      added === undefined ? [] : [beforeItsVersion(id as OperationId, added, name)],
    ),
  ]),
];

/** What the service does is not known, except that it rejected one such request with 400 in 2023. Ignoring it is as good. */
function beforeItsVersion(id: OperationId, since: string, parameter?: string): WrittenCase {
  const version = apiVersions.findLast((each) => each < since);
  const operation = operations[id];
  const subject = parameter === undefined ? id : `\`${parameter}\` of ${id}`;
  return atLevel(
    "MAY",
    [kebab(id), ...(parameter === undefined ? [] : [parameter]), "before", since].join("-"),
    `A request with the api-version ${version}, which does not have ${subject}, is performed or rejected with 400 or 404.`,
    parameter === undefined ? "operation" : `parameter ${parameter}`,
    async (context) => {
      const { query, ...values } = exampleRequest(operation, parameter === undefined ? [] : [parameter]);
      const exchange = await context.sendRaw(id, { ...values, query: { ...query, "api-version": version } });
      const { status } = exchange.response;
      const expected = [Number(successStatus(operation)), 400, 404];
      context.expect(
        expected.includes(status),
        `Expected one of the statuses ${expected.join(", ")}, got ${status}.`,
        exchange,
      );
      await context.expectAccepted("sendToAll", message);
    },
    { operation: id, aspect: "parameters", needs: ["validation", "state"] },
  );
}

function accepts(
  version: string,
  operation: "sendToAll" | "userExists",
  send: (context: CaseContext) => Promise<Exchange>,
  status: number,
): WrittenCase {
  return must(
    `${kebab(operation)}-accepts-${version}`,
    `${operation} accepts the api-version ${version}.`,
    "parameter api-version",
    async (context) => {
      context.expectResponse(operation, await send(context), status);
      await context.expectAccepted("sendToAll", message);
    },
    { operation, aspect: "parameters", needs: ["validation", "state"] },
  );
}
