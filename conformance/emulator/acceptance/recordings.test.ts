import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Emulator } from "../index.js";
import { sendRequest, type TestResponse } from "../rest/testing/rest-requests.js";
import { connectClient, startTestEmulator } from "../rest/testing/running-emulator.js";

// Replays every recorded exchange with the service against the emulator: sets up its state, sends its request, and compares
// status, headers and body. Ids and hosts are replaced by others of the same length.

interface RecordedExchange {
  operation: string;
  apiVersion: string;
  method: string;
  path: string;
  pathValues?: Record<string, string>;
  query: string;
  request?: RecordedRequest;
  status: number;
  headers: Record<string, string>;
  headersKept?: false;
  body?: RecordedBody;
}
interface RecordedRequest {
  mediaType: string;
  body?: unknown;
}
interface RecordedBody {
  message?: string;
  token?: string;
  value?: { connectionId: string; userId: string | null }[];
  nextLink?: string;
  innererror?: null;
  inner?: null;
}

const file = new URL("../../../spec/transcripts/recordings.yaml", import.meta.url);
const { exchanges } = parse(readFileSync(file, "utf8")) as { exchanges: RecordedExchange[] };

/** For path values that the recordings do not keep. */
const PLACEHOLDERS: Record<string, string> = {
  hub: "hub",
  group: "group1",
  connectionId: "xxxx",
  userId: "foo",
  permission: "sendToGroup",
};

/** Sets up the state of the exchange. @returns the values of its path in this emulator, and the ids of the connections */
async function setUp(
  emulator: Emulator,
  { status, body, pathValues = {}, operation }: RecordedExchange,
): Promise<{ values: Record<string, string>; ids: string[] }> {
  // If the path was not kept, the message may contain the name.
  const named = /`(.+)`/.exec(body?.message ?? "")?.[1];
  const values: Record<string, string> = {
    ...PLACEHOLDERS,
    ...(named !== undefined && { connectionId: named, userId: named }),
    ...pathValues,
  };
  if (status >= 400) return { values, ids: [] };
  const listed = body?.value;
  // The members of the recorded page, and more if it has a nextLink.
  const count = listed === undefined ? 1 : listed.length + (body?.nextLink === undefined ? 0 : 4);
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const userId =
      listed === undefined ? values.userId : (listed[Math.min(index, listed.length - 1)]?.userId ?? undefined);
    const groups = [values.group ?? ""];
    ids.push((await connectClient(emulator, { hub: "hub", ...(userId !== undefined && { userId }), groups })).id);
  }
  values.connectionId = ids[0] ?? values.connectionId ?? "";
  if (operation === "checkPermission") {
    const path = `/api/hubs/hub/permissions/${values.permission}/connections/${values.connectionId}`;
    await sendRequest(emulator, `PUT ${path}?targetName=group-live-1`);
  }
  return { values, ids };
}

/** The recorded body in the current format, with the ids and the endpoint of this emulator. */
function expectedBody(
  { endpoint }: Emulator,
  { body }: RecordedExchange,
  actual: RecordedBody,
): RecordedBody | undefined {
  if (body === undefined) return undefined;
  const { innererror, ...members } = body;
  const current = innererror === undefined ? members : { ...members, inner: null };
  if (body.value === undefined) return current;
  const value = body.value.map((member, index) => ({
    ...member,
    connectionId: actual.value?.[index]?.connectionId ?? "",
  }));
  if (body.nextLink === undefined) return { value };
  const link = new URL(body.nextLink);
  const recordedToken = link.searchParams.get("continuationToken") ?? "";
  const token = new URL(actual.nextLink ?? "").searchParams.get("continuationToken") ?? "";
  const search = link.search.replace(recordedToken, token);
  return { value, nextLink: `${endpoint}/api/hubs/hub/groups/group1/connections${search}` };
}

const title = (exchange: RecordedExchange, index: number) =>
  `${index + 1}: ${exchange.operation} ${exchange.apiVersion} → ${exchange.status}`;

describe("emulator", () => {
  test.for(exchanges.map((exchange, index) => [title(exchange, index), exchange] as const))(
    "returns the recorded response of exchange %s",
    async ([, exchange]) => {
      const emulator = await startTestEmulator();
      const { values, ids } = await setUp(emulator, exchange);
      const { line, ...request } = requestFor(exchange, values);
      const response = await sendRequest(emulator, line, request);
      expect(response.status, response.body).toBe(exchange.status);
      expectSameHeaders(response, exchange);
      if (exchange.body?.token !== undefined) expect(Object.keys(JSON.parse(response.body))).toEqual(["token"]);
      else expectSameBody(emulator, exchange, response, ids);
    },
  );
});

/** Texts of recorded queries that cannot be sent as they are, each with what is sent instead. */
const QUERY_REPLACEMENTS: readonly (readonly [recorded: string | RegExp, sent: string])[] = [
  // The recordings do not keep filters.
  ["filter=...", ""],
  ["filter={valid expression}", `filter=${encodeURIComponent("userId ne null")}`],
  // The token of another server's page.
  [/continuationToken=[^&]*/, `continuationToken=${encodeURIComponent("-")}`],
];

/** The request of the exchange, with the path values of this emulator. */
function requestFor({ method, path, query, request }: RecordedExchange, values: Record<string, string>) {
  const actualPath = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
  const actualQuery = QUERY_REPLACEMENTS.reduce((text, [recorded, sent]) => text.replace(recorded, sent), query);
  return {
    line: `${method} ${actualPath}?${actualQuery}`,
    apiVersion: null,
    ...(request !== undefined && { type: request.mediaType, body: bodyOf(request) }),
  };
}

function bodyOf({ mediaType, body }: RecordedRequest): Buffer {
  // The recordings do not keep bytes.
  if (body === undefined) return Buffer.from("123456");
  return Buffer.from(mediaType === "application/json" ? JSON.stringify(body) : String(body));
}

function expectSameHeaders({ headers }: TestResponse, exchange: RecordedExchange): void {
  for (const name of ["content-type", "x-ms-error-code", "transfer-encoding"]) {
    expect([name, headers[name]]).toEqual([name, exchange.headers[name]]);
  }
  if (exchange.headersKept === false) return;
  expect("api-supported-versions" in headers).toBe("api-supported-versions" in exchange.headers);
}

/** @param ids the connections that the emulator may list */
function expectSameBody(
  emulator: Emulator,
  exchange: RecordedExchange,
  response: TestResponse,
  ids: readonly string[],
): void {
  const body = response.body === "" ? {} : (JSON.parse(response.body) as RecordedBody);
  const expected = expectedBody(emulator, exchange, body);
  // As text, because the order of the members is recorded too.
  expect(response.body).toBe(expected === undefined ? "" : JSON.stringify(expected));
  expect(response.headers["content-length"]).toBe(expectedLength(exchange, expected));
  if (body.value === undefined) return;
  expect(ids).toEqual(expect.arrayContaining(body.value.map(({ connectionId }) => connectionId)));
}

/** As recorded, unless the body differs: `innererror` is five letters longer than `inner`, and ids and endpoints differ. */
function expectedLength(
  { headers, apiVersion, pathValues, operation, method, body }: RecordedExchange,
  expected: RecordedBody | undefined,
): string | undefined {
  const recorded = headers["content-length"];
  if (recorded === undefined) return undefined;
  if (expected?.value !== undefined) return String(JSON.stringify(expected).length);
  const hasInnerError = apiVersion <= "2022-11-01" && (body?.innererror === null || method === "HEAD");
  if (
    operation === "userExists" ||
    operation === "groupExists" ||
    operation === "connectionExists" ||
    operation === "checkPermission"
  ) {
    return String(
      headLength(operation, headers["x-ms-error-code"] ?? "", pathValues, Number(recorded) - (hasInnerError ? 5 : 0)),
    );
  }
  return String(Number(recorded) - (hasInnerError ? 5 : 0));
}

/** The length of the body that HEAD does not return: as recorded, if the name in its message is known. */
function headLength(
  operation: string,
  code: string,
  pathValues: Record<string, string> | undefined,
  recorded: number,
): number {
  const names: Record<string, [name: string, text: (name: string) => string, target: string]> = {
    userExists: ["userId", (name) => `User \`${name}\` is not found.`, "User"],
    groupExists: ["group", (name) => `Group \`${name}\` is empty.`, "Group"],
    connectionExists: ["connectionId", (name) => `Connection \`${name}\` is not found.`, "Connection"],
    checkPermission: ["connectionId", (name) => `Connection \`${name}\` is not found.`, "Connection"],
  };
  const [parameter = "", text = String, target = ""] = names[operation] ?? [];
  if (pathValues?.[parameter] !== undefined) return recorded;
  const message = text(PLACEHOLDERS[parameter] ?? "");
  return JSON.stringify({ code, message, target, details: null, inner: null }).length;
}
