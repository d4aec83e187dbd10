import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import { type Exchange, jsonOf, mediaTypeOf } from "../../wire/exchange.js";
import { json, text } from "../../wire/message-bodies.js";
import { sendBytes, sendRawHttp } from "../../wire/raw-http.js";
import type { RawOptions } from "../../wire/raw-request.js";
import type { Level } from "../case.js";
import type { CaseContext, Values } from "../case-context.js";
import { kebab } from "../case-ids.js";
import { permissionRequest } from "../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should, may, atLevel } = casesOf("errors", { aspect: "rejections", needs: ["state"] });

type ErrorBody = Readonly<Record<string, unknown>>;

const message = { body: text("hello") };

/** Requests that an operation itself refuses, with a body. */
const refused: readonly (readonly [id: OperationId, status: number, values: (context: CaseContext) => Values])[] = [
  ["addUserToGroup", 404, () => ({ path: { userId: "nobody", group: "room" } })],
  ["addConnectionToGroup", 404, ({ unknownId }) => ({ path: { connectionId: unknownId, group: "room" } })],
  ["grantPermission", 404, ({ unknownId }) => permissionRequest("sendToGroup", { id: unknownId }, "room")],
  ["revokePermission", 400, ({ unknownId }) => permissionRequest("sendToGroup", { id: unknownId })],
];

/** The members of an ordinary error, and of a validation problem. */
const ERROR = ["code", "message", "target", "details", "inner"];
const PROBLEM = ["code", "message", "target", "errors", "type", "title", "status", "detail", "instance", "extensions"];

const invalidFilter: Values = { path: { group: "room" }, query: { filter: "invalid filter" }, ...message };

function bodyOf(context: CaseContext, exchange: Exchange): ErrorBody {
  const body = jsonOf(exchange);
  context.expect(
    typeof body === "object" && body !== null && !Array.isArray(body),
    "The body is no JSON object.",
    exchange,
  );
  return body as ErrorBody;
}

function expectTexts(context: CaseContext, exchange: Exchange, members: readonly string[]): void {
  const body = bodyOf(context, exchange);
  for (const name of members) {
    const value = body[name];
    context.expect(
      typeof value === "string" && value !== "",
      `${name} is ${JSON.stringify(value)}, and should be text.`,
      exchange,
    );
  }
  const header = exchange.response.headers.get("x-ms-error-code");
  context.expect(
    header === body.code,
    `x-ms-error-code is ${header}, and the code ${JSON.stringify(body.code)}.`,
    exchange,
  );
}

function expectNull(context: CaseContext, exchange: Exchange, members: readonly string[]): void {
  const body = bodyOf(context, exchange);
  for (const name of members) {
    context.expect(body[name] === null, `${name} is ${JSON.stringify(body[name])}, and should be null.`, exchange);
  }
}

function expectMembers(context: CaseContext, exchange: Exchange, members: readonly string[]): void {
  const found = Object.keys(bodyOf(context, exchange)).sort().join(", ");
  const expected = [...members].sort().join(", ");
  context.expect(found === expected, `The members are ${found}, and should be ${expected}.`, exchange);
}

/** Every byte of what is answered, by the connection itself. */
async function onWire(context: CaseContext, id: OperationId, values: Values): Promise<Exchange> {
  const exchange = await sendRawHttp(context.target, context.request(id, values), context.timeoutMs);
  context.transcript.push(exchange);
  return exchange;
}

function expectNoBody(context: CaseContext, exchange: Exchange): void {
  const { length } = exchange.response.body;
  context.expect(length === 0, `${length} bytes came after the head of the response, and none should.`, exchange);
}

function expectHeaders(
  context: CaseContext,
  exchange: Exchange,
  expected: Readonly<Record<string, string | null>>,
): void {
  for (const [name, value] of Object.entries(expected)) {
    const found = exchange.response.headers.get(name);
    const should = value === null ? "should not be there" : `should be ${value}`;
    context.expect(found === value, `${name} is ${found ?? "missing"}, and ${should}.`, exchange);
  }
}

/** What HEAD asks for and does not find. */
const heads: readonly (readonly [id: OperationId, values: (context: CaseContext) => Values])[] = [
  ["connectionExists", ({ unknownId }) => ({ path: { connectionId: unknownId } })],
  ["groupExists", () => ({ path: { group: "nobody's" } })],
  ["userExists", () => ({ path: { userId: "nobody" } })],
  ["checkPermission", ({ unknownId }) => permissionRequest("sendToGroup", { id: unknownId }, "room")],
];

const emptyResponses: readonly (readonly [id: OperationId, status: number, values: Values])[] = [
  ["sendToAll", 202, message],
  ["addConnectionsToGroups", 200, { body: json({ groups: ["room"] }) }],
  ["closeAllConnections", 204, {}],
  ["removeUserFromGroup", 204, { path: { userId: "nobody", group: "room" } }],
];

interface UnusualRequest {
  readonly id: string;
  readonly level: Level;
  readonly requirement: string;
  readonly operation: OperationId;
  readonly values: Values;
  readonly options: (context: CaseContext) => RawOptions;
  readonly isAllowed: (status: number) => boolean;
  readonly should: string;
}

const isRefusal = (status: number) => status >= 400 && status < 500;
const REFUSAL = "one of refusal, from 400 to 499";

/** Requests that no description speaks of. */
const unusualRequests: readonly UnusualRequest[] = [
  {
    id: "unknown-action-is-not-found",
    level: "SHOULD",
    requirement: "A path of no operation is answered with 404.",
    operation: "sendToAll",
    values: message,
    options: ({ hub }) => ({ path: `/api/hubs/${hub}/:unknown` }),
    isAllowed: (status) => status === 404,
    should: "404",
  },
  {
    id: "unknown-path-is-not-found",
    level: "SHOULD",
    requirement: "A path beside those of the API is answered with 404.",
    operation: "userExists",
    values: { path: { userId: "nobody" } },
    options: ({ hub }) => ({ path: `/api/hubs/${hub}/users/nobody/unknown`, method: "GET" }),
    isAllowed: (status) => status === 404,
    should: "404",
  },
  ...["PUT", "PATCH"].map(
    (method): UnusualRequest => ({
      id: `${method.toLowerCase()}-where-post-belongs`,
      level: "SHOULD",
      requirement: `A path of an operation with the method ${method}, which none has there, is answered with 404 or 405.`,
      operation: "sendToAll",
      values: message,
      options: () => ({ method }),
      isAllowed: (status) => status === 404 || status === 405,
      should: "404 or 405",
    }),
  ),
  {
    id: "huge-query-is-refused",
    level: "MAY",
    requirement: "A query of 32 KiB that is no filter is refused, and breaks nothing.",
    operation: "sendToAll",
    values: { ...message, query: { filter: "a".repeat(32 * 1024) } },
    options: () => ({}),
    isAllowed: isRefusal,
    should: REFUSAL,
  },
  {
    id: "parameter-given-twice-is-refused",
    level: "MAY",
    requirement: "A parameter that is no list is refused where it is given twice.",
    operation: "sendToAll",
    values: message,
    options: () => ({ more: "messageTtlSeconds=1&messageTtlSeconds=2" }),
    isAllowed: (status) => status === 400,
    should: "400",
  },
  {
    id: "percent-sign-of-nothing-breaks-nothing",
    level: "MAY",
    requirement: "A percent sign in a path that begins nothing is taken or refused, and breaks nothing.",
    operation: "sendToGroup",
    values: message,
    options: ({ hub }) => ({ path: `/api/hubs/${hub}/groups/100%zz/:send` }),
    isAllowed: (status) => status === 202 || isRefusal(status),
    should: `202 or ${REFUSAL}`,
  },
  {
    id: "bytes-of-no-text-break-nothing",
    level: "MAY",
    requirement: "Percent-encoded bytes in a path that are no UTF-8 are taken or refused, and break nothing.",
    operation: "sendToGroup",
    values: message,
    options: ({ hub }) => ({ path: `/api/hubs/${hub}/groups/%ff%fe/:send` }),
    isAllowed: (status) => status === 202 || isRefusal(status),
    should: `202 or ${REFUSAL}`,
  },
];

/** What is no HTTP, or nearly. */
const malformedHttp: readonly (readonly [
  id: string,
  words: string,
  request: (path: string, host: string) => string,
])[] = [
  ["without-host", "A request without Host", (path) => `GET ${path} HTTP/1.1\r\n\r\n`],
  ["of-one-word", "A request line of one word", (_, host) => `HELLO\r\nhost: ${host}\r\n\r\n`],
  [
    "with-a-space-in-a-header-name",
    "A header whose name has a space in it",
    (path, host) => `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nno name: x\r\n\r\n`,
  ],
  [
    "with-a-length-that-is-no-number",
    "A Content-Length that is no number",
    (path, host) => `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: many\r\n\r\n`,
  ],
];

export const errorCases: readonly WrittenCase[] = [
  ...refused.map(([operation, status, values]) =>
    must(
      `body-of-${kebab(operation)}`,
      "The error of an operation is a flat object with a code, which x-ms-error-code repeats, a message and a target.",
      "E12",
      async (context) => {
        const exchange = await context.expectRejected(operation, values(context), { status, format: "operation" });
        expectTexts(context, exchange, ["code", "message", "target"]);
        const body = bodyOf(context, exchange);
        for (const name of ["details", "inner"])
          context.expect(name in body, `The body has no member ${name}.`, exchange);
      },
      { operation },
    ),
  ),
  ...refused.map(([operation, status, values]) =>
    should(
      `members-of-${kebab(operation)}`,
      "In the error of an operation details and inner are null, and there is nothing else.",
      "E12",
      async (context) => {
        const exchange = await context.expectRejected(operation, values(context), { status });
        expectMembers(context, exchange, ERROR);
        expectNull(context, exchange, ["details", "inner"]);
      },
      { operation },
    ),
  ),
  must(
    "body-of-a-validation-problem",
    "A validation problem has a code, a message and a target, and its errors have the messages of the target.",
    "E13",
    async (context) => {
      const exchange = await context.expectRejected("sendToGroup", invalidFilter, {
        status: 400,
        format: "validation",
      });
      expectTexts(context, exchange, ["code", "message", "target", "title"]);
      const { message, target, errors, status } = bodyOf(context, exchange);
      const messages = (errors as Readonly<Record<string, readonly unknown[]>>)[String(target)] ?? [];
      context.expect(messages.includes(message), "The message is not among the errors of the target.", exchange);
      context.expect(status === 400, `The member status is ${JSON.stringify(status)}, and should be 400.`, exchange);
    },
    { operation: "sendToGroup", needs: ["validation", "state"] },
  ),
  should(
    "members-of-a-validation-problem",
    "In a validation problem type, detail and instance are null, and there is nothing beyond the ten members.",
    "E13",
    async (context) => {
      const exchange = await context.expectRejected("sendToGroup", invalidFilter, { status: 400 });
      expectMembers(context, exchange, PROBLEM);
      expectNull(context, exchange, ["type", "detail", "instance"]);
    },
    { operation: "sendToGroup", needs: ["validation", "state"] },
  ),
  ...heads.map(([operation, values]) =>
    must(
      `no-body-on-404-of-${kebab(operation)}`,
      "A 404 to HEAD has the Content-Type and the Content-Length of an error body, and not a byte of it.",
      "E15",
      async (context) => {
        const exchange = await onWire(context, operation, values(context));
        context.expectRejection(operation, exchange, { status: 404 });
        expectNoBody(context, exchange);
        const { headers } = exchange.response;
        const mediaType = mediaTypeOf(headers);
        context.expect(
          mediaType === "application/json",
          `The Content-Type is ${headers.get("content-type")}.`,
          exchange,
        );
        const length = headers.get("content-length");
        context.expect(
          Number(length) > 0,
          `The Content-Length is ${length}, and should be that of an error.`,
          exchange,
        );
      },
      { operation, aspect: "responses" },
    ),
  ),
  must(
    "no-body-on-200-of-head",
    "A 200 to HEAD has no Content-Type, no Content-Length and no body.",
    "response 200",
    async (context) => {
      const client = await context.connect();
      const exchange = await onWire(context, "connectionExists", { path: { connectionId: client.id } });
      context.expectResponse("connectionExists", exchange, 200);
      expectNoBody(context, exchange);
      expectHeaders(context, exchange, { "content-type": null, "content-length": null });
    },
    { operation: "connectionExists", aspect: "responses", needs: ["state", "sockets"] },
  ),
  ...emptyResponses.map(([operation, status, values]) =>
    must(
      `no-body-on-${status}-of-${kebab(operation)}`,
      `A ${status} without a body has no Content-Type, and ${status === 204 ? "no Content-Length" : "a Content-Length of 0"}.`,
      `response ${status}`,
      async (context) => {
        const exchange = await onWire(context, operation, values);
        context.expectResponse(operation, exchange, status);
        expectNoBody(context, exchange);
        expectHeaders(context, exchange, { "content-type": null, "content-length": status === 204 ? null : "0" });
      },
      { operation, aspect: "responses" },
    ),
  ),
  ...unusualRequests.map(({ id, level, requirement, operation, values, options, isAllowed: isRight, should }) =>
    atLevel(
      level,
      id,
      requirement,
      "operation",
      async (context) => {
        const exchange = await context.sendRaw(operation, values, options(context));
        const { status } = exchange.response;
        context.expect(isRight(status), `The status is ${status}, and should be ${should}.`, exchange);
      },
      { operation },
    ),
  ),
  should(
    "unknown-parameter-is-ignored",
    "A query parameter that the operation does not have is ignored.",
    "E30",
    async (context) => {
      const client = await context.connect();
      const exchange = await context.sendRaw("sendToAll", message, { more: "unknown=1&userId=nobody" });
      context.expectResponse("sendToAll", exchange, 202);
      const [frame] = await context.received(client);
      context.expectFrame(frame, { data: "hello" });
    },
    { operation: "sendToAll", aspect: "parameters", needs: ["state", "sockets"] },
  ),
  may(
    "message-beyond-the-limit-is-refused",
    "A message that is half as long again as a message may be is refused, and not delivered.",
    "request body",
    async (context) => {
      const client = await context.connect();
      const body = { mediaType: "application/octet-stream", value: new Uint8Array(1.5 * 1024 * 1024) };
      const exchange = await onWire(context, "sendToAll", { body });
      const { status } = exchange.response;
      context.expect(isRefusal(status), `The status is ${status}, and should be ${REFUSAL}.`, exchange);
      context.expectNothing(await context.received(client), "a client in the hub");
    },
    { operation: "sendToAll", needs: ["state", "sockets"] },
  ),
  ...malformedHttp.map(([id, words, request]) =>
    may(
      `request-${id}`,
      `${words} is refused with 400, or by the end of the connection, and the next request is served.`,
      "operation",
      async (context) => {
        const path = `/api/hubs/${context.hub}/:send?api-version=${context.description}`;
        const sent = request(path, new URL(context.target.endpoint).host);
        const answer = (await sendBytes(context.target, sent, context.timeoutMs)).toString("latin1");
        const [line = ""] = answer.split("\r\n");
        context.expect(answer === "" || / 400( |$)/.test(line), `To \`${sent.trim()}\` the answer is \`${line}\`.`);
        await context.expectAccepted("sendToAll", message);
      },
      { operation: "sendToAll" },
    ),
  ),
];
