import type { Operation } from "../../../generated/operation.js";
import { type OperationId, operations } from "../../../generated/operations.js";
import { exampleRequest } from "../../description/example-requests.js";
import { type Exchange, jsonOf, mediaTypeOf } from "../../wire/exchange.js";
import { json, text } from "../../wire/message-bodies.js";
import { rawHttpOf, sendBytes, sendRawHttp } from "../../wire/raw-http.js";
import type { RawOptions } from "../../wire/raw-request.js";
import type { Level } from "../case.js";
import type { CaseContext, Values } from "../case-context.js";
import { kebab } from "../case-ids.js";
import { permissionRequest } from "../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should, may, atLevel } = casesOf("errors", { aspect: "rejections", needs: ["state"] });

type ErrorBody = Readonly<Record<string, unknown>>;

const message = { body: text("hello") };

/** Requests that an operation itself rejects, with a body. */
const rejected: readonly (readonly [id: OperationId, status: number, values: (context: CaseContext) => Values])[] = [
  ["addUserToGroup", 404, () => ({ path: { userId: "nobody", group: "room" } })],
  ["addConnectionToGroup", 404, ({ unknownId }) => ({ path: { connectionId: unknownId, group: "room" } })],
  ["grantPermission", 404, ({ unknownId }) => permissionRequest("sendToGroup", { id: unknownId }, "room")],
  ["revokePermission", 400, ({ unknownId }) => permissionRequest("sendToGroup", { id: unknownId })],
];

const invalidFilter: Values = { path: { group: "room" }, query: { filter: "invalid filter" }, ...message };

function bodyOf(context: CaseContext, exchange: Exchange): ErrorBody {
  const body = jsonOf(exchange);
  context.expect(
    typeof body === "object" && body !== null && !Array.isArray(body),
    "Expected a JSON object as the body.",
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
      `Expected ${name} to be a non-empty string, got ${JSON.stringify(value)}.`,
      exchange,
    );
  }
}

function expectCode(context: CaseContext, exchange: Exchange): void {
  expectTexts(context, exchange, ["code"]);
  context.expectHeader(exchange, "x-ms-error-code", String(bodyOf(context, exchange).code));
}

function expectNull(context: CaseContext, exchange: Exchange, members: readonly string[]): void {
  const body = bodyOf(context, exchange);
  for (const name of members) {
    context.expectEqual(name, body[name], null, exchange);
  }
}

/** Sends a request over a socket of its own, and reads every byte of the response. */
async function sendOverSocket(context: CaseContext, id: OperationId, values: Values): Promise<Exchange> {
  const exchange = await sendRawHttp(context.target, context.request(id, values), context.timeoutMs);
  context.transcript.push(exchange);
  return exchange;
}

function expectNoBody(context: CaseContext, exchange: Exchange): void {
  const { length } = exchange.response.body;
  context.expectEqual("body length", length, 0, exchange);
}

function expectHeaders(
  context: CaseContext,
  exchange: Exchange,
  expected: Readonly<Record<string, string | undefined>>,
): void {
  for (const [name, value] of Object.entries(expected)) context.expectHeader(exchange, name, value);
}

/** The HEAD operations that return 404 for what does not exist. */
const heads = Object.entries(operations)
  .filter(([, { method, responses }]) => method === "HEAD" && responses["404"] !== undefined)
  .map(([id]) => id as OperationId);

/** A request for something that does not exist. */
function unknownValues(operation: Operation, { unknownId }: CaseContext): Values {
  const { path, query } = exampleRequest(operation, ["targetName"]);
  const { hub: _, permission, ...names } = path;
  const unknown = Object.fromEntries(Object.keys(names).map((name) => [name, unknownId]));
  return { path: { ...unknown, ...(permission !== undefined && { permission }) }, query };
}

const emptyResponses: readonly (readonly [id: OperationId, status: number, values: Values])[] = [
  ["sendToAll", 202, message],
  ["addConnectionsToGroups", 200, { body: json({ groups: ["room"] }) }],
  ["closeAllConnections", 204, {}],
  ["removeUserFromGroup", 204, { path: { userId: "nobody", group: "room" } }],
];

/** A case about the rejection of an invalid filter, the recorded error of model validation. */
function validationProblem(
  level: "must" | "should" | "may",
  id: string,
  requirement: string,
  check: (context: CaseContext, exchange: Exchange) => void,
): WrittenCase[] {
  const run = async (context: CaseContext) =>
    check(context, await expectErrorBesideSuccess(context, "sendToGroup", invalidFilter, 400));
  const write = { must, should, may }[level];
  return [write(id, requirement, "E13", run, { operation: "sendToGroup", needs: ["validation", "state"] })];
}

/** An error of an operation. A request that succeeds follows, so that a server that returns the same to everything does not pass. */
async function expectErrorBesideSuccess(
  context: CaseContext,
  id: OperationId,
  values: Values,
  status: number,
): Promise<Exchange> {
  const exchange = await context.expectRejected(id, values, { status });
  await context.expectAccepted("sendToAll", message);
  return exchange;
}

const hugeMessage: Values = {
  body: { mediaType: "application/octet-stream", value: new Uint8Array(1.5 * 1024 * 1024) },
};

/** A server may close the connection instead of reading on: a reset can overtake its response. */
async function expectRejectedOrClosed(context: CaseContext, id: OperationId, values: Values): Promise<void> {
  const received = await sendBytes(context.target, rawHttpOf(context.request(id, values)), context.timeoutMs);
  const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(received.toString("latin1", 0, 16)) ?? [];
  if (status === undefined) return;
  context.expect(isRejection(Number(status)), `Expected status ${REJECTION} or a closed connection, got ${status}.`);
}

/** The response to HEAD for a connection that exists, with every byte of it. */
async function existingConnection(context: CaseContext): Promise<Exchange> {
  const client = await context.connect();
  const exchange = await sendOverSocket(context, "connectionExists", { path: { connectionId: client.id } });
  context.expectResponse("connectionExists", exchange, 200);
  return exchange;
}

interface UnusualRequest {
  readonly id: string;
  readonly level: Level;
  readonly requirement: string;
  readonly operation: OperationId;
  readonly values: Values;
  readonly options: (context: CaseContext) => RawOptions;
  readonly isAllowed: (status: number) => boolean;
  /** The allowed statuses, in words. */
  readonly allowed: string;
}

const isRejection = (status: number) => status >= 400 && status < 500;
const REJECTION = "400 to 499";

/** Requests that the description does not mention. */
const unusualRequests: readonly UnusualRequest[] = [
  {
    id: "unknown-action-is-not-found",
    level: "SHOULD",
    requirement: "An unknown action returns 404.",
    operation: "sendToAll",
    values: message,
    options: ({ hub }) => ({ path: `/api/hubs/${hub}/:unknown` }),
    isAllowed: (status) => status === 404,
    allowed: "404",
  },
  {
    id: "unknown-path-is-not-found",
    level: "SHOULD",
    requirement: "An unknown path returns 404.",
    operation: "userExists",
    values: { path: { userId: "nobody" } },
    options: ({ hub }) => ({ path: `/api/hubs/${hub}/users/nobody/unknown`, method: "GET" }),
    isAllowed: (status) => status === 404,
    allowed: "404",
  },
  ...["PUT", "PATCH"].map(
    (method): UnusualRequest => ({
      id: `${method.toLowerCase()}-where-post-belongs`,
      level: "SHOULD",
      requirement: `${method} on a path that has only POST returns 404 or 405.`,
      operation: "sendToAll",
      values: message,
      options: () => ({ method }),
      isAllowed: (status) => status === 404 || status === 405,
      allowed: "404 or 405",
    }),
  ),
  {
    id: "parameter-given-twice-is-refused",
    level: "MAY",
    requirement: "A parameter that is not a list is rejected if it is given twice.",
    operation: "sendToAll",
    values: message,
    options: () => ({ more: "messageTtlSeconds=1&messageTtlSeconds=2" }),
    isAllowed: (status) => status === 400,
    allowed: "400",
  },
  {
    id: "percent-sign-of-nothing-breaks-nothing",
    level: "MAY",
    requirement:
      "A percent sign without two hexadecimal digits in a path is accepted or rejected, but is not a server error.",
    operation: "sendToGroup",
    values: message,
    options: ({ hub }) => ({ path: `/api/hubs/${hub}/groups/100%zz/:send` }),
    isAllowed: (status) => status === 202 || isRejection(status),
    allowed: `202 or ${REJECTION}`,
  },
  {
    id: "bytes-of-no-text-break-nothing",
    level: "MAY",
    requirement:
      "Percent-encoded bytes that are not UTF-8 in a path are accepted or rejected, but are not a server error.",
    operation: "sendToGroup",
    values: message,
    options: ({ hub }) => ({ path: `/api/hubs/${hub}/groups/%ff%fe/:send` }),
    isAllowed: (status) => status === 202 || isRejection(status),
    allowed: `202 or ${REJECTION}`,
  },
];

/** Requests that are not valid HTTP. */
const malformedHttp: readonly (readonly [
  id: string,
  words: string,
  request: (path: string, host: string) => string,
])[] = [
  ["without-host", "A request without Host", (path) => `GET ${path} HTTP/1.1\r\n\r\n`],
  ["of-one-word", "A request line of one word", (_, host) => `HELLO\r\nhost: ${host}\r\n\r\n`],
  [
    "with-a-space-in-a-header-name",
    "A header name with a space",
    (path, host) => `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nno name: x\r\n\r\n`,
  ],
  [
    "with-a-length-that-is-no-number",
    "A Content-Length that is not a number",
    (path, host) => `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: many\r\n\r\n`,
  ],
];

export const errorCases: readonly WrittenCase[] = [
  ...rejected.flatMap(([operation, status, values]) => [
    must(
      `body-of-${kebab(operation)}`,
      "An error of an operation is a flat object with a code, which x-ms-error-code repeats.",
      "E12",
      async (context) => {
        const exchange = await expectErrorBesideSuccess(context, operation, values(context), status);
        expectCode(context, exchange);
      },
      { operation },
    ),
    must(
      `media-type-of-${kebab(operation)}`,
      "An error of an operation is application/json.",
      "E12",
      async (context) => {
        const exchange = await expectErrorBesideSuccess(context, operation, values(context), status);
        context.expectEqual("Content-Type", mediaTypeOf(exchange.response.headers), "application/json", exchange);
      },
      { operation },
    ),
    should(
      `texts-of-${kebab(operation)}`,
      "An error of an operation has a message and a target.",
      "E12",
      async (context) => {
        const exchange = await expectErrorBesideSuccess(context, operation, values(context), status);
        expectTexts(context, exchange, ["message", "target"]);
      },
      { operation },
    ),
    may(
      `members-of-${kebab(operation)}`,
      "In an error of an operation, details and inner are null.",
      "E12",
      async (context) => {
        const exchange = await expectErrorBesideSuccess(context, operation, values(context), status);
        expectNull(context, exchange, ["details", "inner"]);
      },
      { operation },
    ),
  ]),
  ...validationProblem(
    "must",
    "body-of-a-validation-problem",
    "A validation error is a flat object with a code, which x-ms-error-code repeats.",
    expectCode,
  ),
  ...validationProblem(
    "must",
    "target-of-a-validation-problem",
    "The target of a validation error is the parameter.",
    (context, exchange) => expectTexts(context, exchange, ["target"]),
  ),
  ...validationProblem(
    "must",
    "media-type-of-a-validation-problem",
    "A validation error is application/problem+json.",
    (context, exchange) =>
      context.expectEqual("Content-Type", mediaTypeOf(exchange.response.headers), "application/problem+json", exchange),
  ),
  ...validationProblem(
    "should",
    "errors-of-a-validation-problem",
    "The `errors` of a validation error list its message under its target.",
    (context, exchange) => {
      expectTexts(context, exchange, ["message"]);
      const { message, target, errors } = bodyOf(context, exchange);
      const listed = (Object(errors) as ErrorBody)[String(target)];
      const isListed = Array.isArray(listed) && listed.includes(message);
      context.expect(isListed, "The message is not among the `errors` of the target.", exchange);
    },
  ),
  ...validationProblem(
    "may",
    "members-of-a-validation-problem",
    "A validation error has a title and its status; type, detail and instance are null.",
    (context, exchange) => {
      expectTexts(context, exchange, ["title"]);
      context.expectEqual("member status", bodyOf(context, exchange).status, 400, exchange);
      expectNull(context, exchange, ["type", "detail", "instance"]);
    },
  ),
  // Inferred from the filter, whose rejection is the only recorded one of this kind.
  ...Object.entries(operations)
    .filter(([, { path, responses }]) => path.includes("{hub}") && responses["400"] !== undefined)
    .map(([id]) =>
      may(
        `code-of-a-long-hub-name/${kebab(id)}`,
        "A rejected hub name of 129 characters has its code in x-ms-error-code.",
        "response 400",
        async (context) => {
          const { path, query, body } = exampleRequest(context.operation(id as OperationId));
          const values = { path: { ...path, hub: "a".repeat(129) }, query, ...(body !== undefined && { body }) };
          const exchange = await expectErrorBesideSuccess(context, id as OperationId, values, 400);
          const code = exchange.response.headers.get("x-ms-error-code");
          context.expect(code !== null, "The response has no x-ms-error-code header.", exchange);
        },
        { operation: id as OperationId, needs: ["validation", "state"] },
      ),
    ),
  ...heads.flatMap((operation) => [
    must(
      `no-body-on-404-of-${kebab(operation)}`,
      "A 404 to HEAD has no body.",
      "E15",
      async (context) => {
        const exchange = await sendOverSocket(context, operation, unknownValues(context.operation(operation), context));
        context.expectRejection(operation, exchange, { status: 404 });
        await context.expectAccepted("sendToAll", message);
        expectNoBody(context, exchange);
      },
      { operation, aspect: "responses" },
    ),
    may(
      `fields-of-404-of-${kebab(operation)}`,
      "A 404 to HEAD has the Content-Type and Content-Length of an error body.",
      "E15",
      async (context) => {
        const exchange = await sendOverSocket(context, operation, unknownValues(context.operation(operation), context));
        context.expectRejection(operation, exchange, { status: 404 });
        await context.expectAccepted("sendToAll", message);
        const { headers } = exchange.response;
        context.expectEqual("Content-Type", mediaTypeOf(headers), "application/json", exchange);
        const length = headers.get("content-length");
        context.expect(
          Number(length) > 0,
          `Expected the Content-Length of an error body, got ${length ?? "none"}.`,
          exchange,
        );
      },
      { operation, aspect: "responses" },
    ),
  ]),
  must(
    "no-body-on-200-of-head",
    "A 200 to HEAD has no body.",
    "response 200",
    async (context) => expectNoBody(context, await existingConnection(context)),
    { operation: "connectionExists", aspect: "responses", needs: ["state", "sockets"] },
  ),
  may(
    "fields-of-200-of-head",
    "A 200 to HEAD has no Content-Type and no Content-Length.",
    "response 200",
    async (context) =>
      expectHeaders(context, await existingConnection(context), {
        "Content-Type": undefined,
        "Content-Length": undefined,
      }),
    { operation: "connectionExists", aspect: "responses", needs: ["state", "sockets"] },
  ),
  ...emptyResponses.flatMap(([operation, status, values]) => [
    must(
      `no-body-on-${status}-of-${kebab(operation)}`,
      `${operation} returns ${status} with no body.`,
      `response ${status}`,
      async (context) => {
        const exchange = await sendOverSocket(context, operation, values);
        context.expectResponse(operation, exchange, status);
        expectNoBody(context, exchange);
      },
      { operation, aspect: "responses" },
    ),
    may(
      `fields-of-${status}-of-${kebab(operation)}`,
      `${operation} returns ${status} with no Content-Type and ${status === 204 ? "no Content-Length" : "Content-Length 0"}.`,
      `response ${status}`,
      async (context) => {
        const exchange = await sendOverSocket(context, operation, values);
        context.expectResponse(operation, exchange, status);
        expectHeaders(context, exchange, {
          "Content-Type": undefined,
          "Content-Length": status === 204 ? undefined : "0",
        });
      },
      { operation, aspect: "responses" },
    ),
  ]),
  ...unusualRequests.map(({ id, level, requirement, operation, values, options, isAllowed, allowed }) =>
    atLevel(
      level,
      id,
      requirement,
      "operation",
      async (context) => {
        const exchange = await context.sendRaw(operation, values, options(context));
        const { status } = exchange.response;
        context.expect(isAllowed(status), `Expected status ${allowed}, got ${status}.`, exchange);
        await context.expectAccepted("sendToAll", message);
      },
      { operation },
    ),
  ),
  should(
    "unknown-parameter-is-ignored",
    "An unknown query parameter is ignored.",
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
    "A message of 1.5 MiB is rejected, or its connection is closed, and the next request is served.",
    "request body",
    async (context) => {
      await expectRejectedOrClosed(context, "sendToAll", hugeMessage);
      await context.expectAccepted("sendToAll", message);
    },
    { operation: "sendToAll" },
  ),
  should(
    "message-beyond-the-limit-is-not-delivered",
    "A message of 1.5 MiB is not delivered, but the next message is.",
    "request body",
    async (context) => {
      const client = await context.connect();
      await expectRejectedOrClosed(context, "sendToAll", hugeMessage);
      await context.expectAccepted("sendToAll", message);
      const [frame, ...others] = await context.received(client);
      context.expectFrame(frame, { data: "hello" });
      context.expectNothing(others, "a client in the hub");
    },
    { operation: "sendToAll", needs: ["state", "sockets"] },
  ),
  may(
    "huge-query-is-refused",
    "An invalid filter of 32 KiB is rejected, or its connection is closed, and the next request is served.",
    "operation",
    async (context) => {
      await expectRejectedOrClosed(context, "sendToAll", { ...message, query: { filter: "a".repeat(32 * 1024) } });
      await context.expectAccepted("sendToAll", message);
    },
    { operation: "sendToAll" },
  ),
  ...malformedHttp.map(([id, words, request]) =>
    may(
      `request-${id}`,
      `${words} is rejected with 400 or closes the connection, and the next request is served.`,
      "operation",
      async (context) => {
        const path = `/api/hubs/${context.hub}/:send?api-version=${context.description}`;
        const sent = request(path, new URL(context.target.endpoint).host);
        const response = (await sendBytes(context.target, sent, context.timeoutMs)).toString("latin1");
        const [line = ""] = response.split("\r\n");
        context.expect(
          response === "" || / 400( |$)/.test(line),
          `Expected status 400 or no response, got \`${line}\`.`,
        );
        await context.expectAccepted("sendToAll", message);
      },
      { operation: "sendToAll" },
    ),
  ),
];
