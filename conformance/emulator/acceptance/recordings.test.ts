import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Emulator } from "../index.js";
import { ask } from "../rest/testing/rest-requests.js";
import { connect, running } from "../rest/testing/running-emulator.js";

// Every recorded exchange with the real service, re-enacted: the state it needs is set up, its request is sent, and
// status, headers and body are compared. Ids and hosts are replaced; lengths are kept.

interface Exchange {
  operation: string;
  apiVersion: string;
  method: string;
  path: string;
  pathValues?: Record<string, string>;
  query: string;
  request?: { mediaType: string; body?: unknown };
  status: number;
  headers: Record<string, string>;
  headersKept?: false;
  body?: RecordedBody;
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
const { exchanges } = parse(readFileSync(file, "utf8")) as { exchanges: Exchange[] };

/** What stands in for values that were not kept. */
const UNKNOWN: Record<string, string> = {
  hub: "hub",
  group: "group1",
  connectionId: "xxxx",
  userId: "foo",
  permission: "sendToGroup",
};

/** Sets up what the exchange was recorded against, and gives the values of its path as they are here. */
async function setUp(
  emulator: Emulator,
  { status, body, pathValues = {}, operation }: Exchange,
): Promise<{ values: Record<string, string>; ids: string[] }> {
  // Where the path was not kept, the message may name what it was about.
  const named = /`(.+)`/.exec(body?.message ?? "")?.[1];
  const values: Record<string, string> = {
    ...UNKNOWN,
    ...(named !== undefined && { connectionId: named, userId: named }),
    ...pathValues,
  };
  if (status >= 400) return { values, ids: [] };
  const listed = body?.value;
  // As many members as were listed, and more where there was another page.
  const count = listed === undefined ? 1 : listed.length + (body?.nextLink === undefined ? 0 : 4);
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const userId =
      listed === undefined ? values.userId : (listed[Math.min(index, listed.length - 1)]?.userId ?? undefined);
    const groups = [values.group ?? ""];
    ids.push((await connect(emulator, { hub: "hub", ...(userId !== undefined && { userId }), groups })).id);
  }
  values.connectionId = ids[0] ?? values.connectionId ?? "";
  if (operation === "checkPermission") {
    const path = `/api/hubs/hub/permissions/${values.permission}/connections/${values.connectionId}`;
    await ask(emulator, `PUT ${path}?targetName=group-live-1`);
  }
  return { values, ids };
}

/** The recorded body as this emulator has to answer it: as of today, with its own ids and address. */
function expectedBody({ endpoint }: Emulator, { body }: Exchange, answered: RecordedBody): RecordedBody | undefined {
  if (body === undefined) return undefined;
  const { innererror, ...today } = body;
  const current = innererror === undefined ? today : { ...today, inner: null };
  if (body.value === undefined) return current;
  const value = body.value.map((member, index) => ({
    ...member,
    connectionId: answered.value?.[index]?.connectionId ?? "",
  }));
  if (body.nextLink === undefined) return { value };
  const link = new URL(body.nextLink);
  const recordedToken = link.searchParams.get("continuationToken") ?? "";
  const token = new URL(answered.nextLink ?? "").searchParams.get("continuationToken") ?? "";
  const search = link.search.replace(recordedToken, token);
  return { value, nextLink: `${endpoint}/api/hubs/hub/groups/group1/connections${search}` };
}

const title = (exchange: Exchange, index: number) =>
  `${index + 1}: ${exchange.operation} ${exchange.apiVersion} → ${exchange.status}`;

describe("re-enacted", () => {
  test.for(exchanges.map((exchange, index) => [title(exchange, index), exchange] as const))(
    "%s",
    async ([, exchange]) => {
      const emulator = await running();
      const { values, ids } = await setUp(emulator, exchange);
      const path = exchange.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
      // What was kept of two filters is not a filter, and of the pages the tokens are another server's.
      const query = exchange.query
        .replace("filter=...", "")
        .replace("filter={valid expression}", `filter=${encodeURIComponent("userId ne null")}`)
        .replace(/continuationToken=[^&]*/, `continuationToken=${encodeURIComponent("-")}`);
      const { mediaType, body } = exchange.request ?? {};
      const sent =
        body === undefined
          ? Buffer.from(mediaType === undefined ? "" : "123456")
          : Buffer.from(mediaType === "application/json" ? JSON.stringify(body) : String(body));

      const answer = await ask(emulator, `${exchange.method} ${path}?${query}`, {
        apiVersion: null,
        ...(mediaType !== undefined && { type: mediaType, body: sent }),
      });
      expect(answer.status, answer.body).toBe(exchange.status);

      const { headers } = exchange;
      for (const header of ["content-type", "x-ms-error-code", "transfer-encoding"]) {
        expect([header, answer.headers[header]]).toEqual([header, headers[header]]);
      }
      if (exchange.headersKept !== false) {
        expect("api-supported-versions" in answer.headers).toBe("api-supported-versions" in headers);
      }

      const parsed = answer.body === "" ? {} : (JSON.parse(answer.body) as RecordedBody);
      if (exchange.body?.token !== undefined) {
        expect(Object.keys(parsed)).toEqual(["token"]);
        return;
      }
      const expected = expectedBody(emulator, exchange, parsed);
      // To the letter: the order of the members too.
      expect(answer.body).toBe(expected === undefined ? "" : JSON.stringify(expected));
      expect(answer.headers["content-length"]).toBe(expectedLength(exchange, expected));
      if (parsed.value !== undefined)
        expect(ids).toEqual(expect.arrayContaining(parsed.value.map(({ connectionId }) => connectionId)));
    },
  );
});

/** As recorded, unless the body is another: `innererror` was five letters longer, and ids and addresses differ. */
function expectedLength(
  { headers, apiVersion, pathValues, operation, method, body }: Exchange,
  expected: RecordedBody | undefined,
): string | undefined {
  const recorded = headers["content-length"];
  if (recorded === undefined) return undefined;
  if (expected?.value !== undefined) return String(JSON.stringify(expected).length);
  const old = apiVersion <= "2022-11-01" && (body?.innererror === null || method === "HEAD");
  if (
    operation === "userExists" ||
    operation === "groupExists" ||
    operation === "connectionExists" ||
    operation === "checkPermission"
  ) {
    return String(
      headLength(operation, headers["x-ms-error-code"] ?? "", pathValues, Number(recorded) - (old ? 5 : 0)),
    );
  }
  return String(Number(recorded) - (old ? 5 : 0));
}

/** The length of the body that an answer to HEAD does not have: as recorded where the name is known that it counts. */
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
  const message = text(UNKNOWN[parameter] ?? "");
  return JSON.stringify({ code, message, target, details: null, inner: null }).length;
}
