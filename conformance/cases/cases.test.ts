import { readFileSync, writeFileSync } from "node:fs";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { descriptions } from "../../generated/descriptions.js";
import { apiVersions, latestApiVersion } from "../../generated/versions.js";
import { unnamedRemovals } from "../../scripts/testing/stable-ids.js";
import { DESCRIPTION_NAMES, nodeAt, readDocument, stepsOf } from "../description/documents.js";
import { startPrism } from "../targets/prism-target.js";
import type { StartedTarget, Target } from "../targets/target.js";
import { type ProxyResponse, startProxy } from "../testing/proxy.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { checkToken } from "../wire/tokens.js";
import type { Case } from "./case.js";
import { conformanceCases } from "./index.js";
import { expandIds, foldIds, idChanges } from "./testing/id-list.js";

let prism: StartedTarget;
beforeAll(async () => {
  prism = await startPrism(readDocument(latestApiVersion));
});
afterAll(() => prism.close());

const cases = conformanceCases(latestApiVersion);

function caseOf(id: string): Case {
  const found = cases.find((each) => each.id === id);
  if (found === undefined) throw new Error(`No case has the id ${id}.`);
  return found;
}

/** The result of a case on a mock whose responses a proxy changes: "passed", or the message of the failure. */
async function resultOf(id: string, change: (response: ProxyResponse) => ProxyResponse): Promise<string> {
  const target: Target = { ...prism.target, endpoint: await startProxy(prism.target.endpoint, change) };
  return caseOf(id)
    .run(target)
    .then(
      () => "passed",
      (error: Error) => (error instanceof ConformanceError ? error.message : String(error.stack)),
    );
}

const text = (body: string) => Buffer.from(body);

describe("replays and parts of responses", () => {
  test("passes on a mock behind a proxy that changes nothing", async () => {
    expect(await resultOf("send-to-all/replay/202/application-json.object/bare", (response) => response)).toBe(
      "passed",
    );
  });

  test.for([
    [
      "a 204 instead of the documented 202",
      "send-to-all/replay/202/application-json.object/bare",
      (response: ProxyResponse) => ({ ...response, status: 204 }),
      /^Expected status 202, got 204\./,
    ],
    [
      "a body if none is documented",
      "send-to-all/response/202/no-body",
      (response: ProxyResponse) => ({ ...response, body: text("{}") }),
      /^Unexpected body of 2 bytes: the response has none\./,
    ],
    [
      "a response without a required header",
      "send-to-all/response/202/header-api-supported-versions",
      ({ headers: { "api-supported-versions": _, ...headers }, ...response }: ProxyResponse) => ({
        ...response,
        headers,
      }),
      /^The response has no api-supported-versions header\./,
    ],
    [
      "a header that does not match its pattern",
      "user-exists/response/200/header-api-supported-versions",
      (response: ProxyResponse) => ({ ...response, headers: { ...response.headers, "api-supported-versions": "all" } }),
      /^Unexpected api-supported-versions header "all": it must match pattern/,
    ],
    [
      "a HEAD 404 without its error code",
      "user-exists/response/404/header-x-ms-error-code",
      ({ headers: { "x-ms-error-code": _, ...headers }, ...response }: ProxyResponse) => ({ ...response, headers }),
      /^The response has no x-ms-error-code header\./,
    ],
    [
      "an error in an envelope",
      "add-user-to-group/response/404/body-application-json",
      (response: ProxyResponse) => ({ ...response, body: text(`{"error":${response.body}}`) }),
      /body must have required property 'code'/,
    ],
    [
      "a nextLink that is not a string",
      "list-connections-in-group/response/200/body-application-json",
      (response: ProxyResponse) => ({ ...response, body: text('{"value":[],"nextLink":5}') }),
      /nextLink must be string/,
    ],
    [
      "another media type",
      "list-connections-in-group/response/200/media-type",
      (response: ProxyResponse) => ({ ...response, headers: { ...response.headers, "content-type": "text/json" } }),
      /^Expected Content-Type application\/json, got text\/json\./,
    ],
    [
      "a body that differs from the example",
      "list-connections-in-group/replay/200-application-json.empty/bare",
      (response: ProxyResponse) => ({ ...response, body: text('{"value":[{"connectionId":"x"}]}') }),
      /^Expected the body of the example: \{"value":\[\]\}\./,
    ],
  ] as const)("fail on %s", async ([, id, change, message]) => {
    expect(await resultOf(id, change)).toMatch(message);
  });

  test.for([
    [
      "a null for an optional member",
      "list-connections-in-group/response/200/body-application-json",
      '{"value":[],"nextLink":null}',
    ],
    [
      "a member that the description does not have",
      "list-connections-in-group/response/200/body-application-json",
      '{"value":[],"more":1}',
    ],
    [
      "another body than the described one, where the case is about a header",
      "list-connections-in-group/response/200/header-api-supported-versions",
      "[]",
    ],
  ] as const)("pass on %s", async ([, id, body]) => {
    expect(await resultOf(id, (response) => ({ ...response, body: text(body) }))).toBe("passed");
  });

  test("reports the exchange and a curl command, without the token", async () => {
    const report = await resultOf("send-to-all/replay/202/text-plain.word/excluded", (response) => ({
      ...response,
      status: 200,
    }));
    expect(report).toMatch(/^> POST http:.*\/api\/hubs\/chat\/:send\?api-version=[\d-]+&excluded=/m);
    expect(report).toContain("> authorization: Bearer $TOKEN");
    expect(report).toContain("< 200");
    expect(report).toMatch(/^curl --request POST .*--data-binary 'hello' 'http:/m);
    expect(report).not.toMatch(/eyJ/);
  });

  test("does not report the token that generateClientToken returns", async () => {
    const report = await resultOf("generate-client-token/replay/200-application-json.token/bare", (response) => ({
      ...response,
      status: 201,
    }));
    expect(report).toContain('{"token":"$JWT"}');
  });
});

describe("constraintCases", () => {
  test("fails on a server that accepts values beyond the limit", async () => {
    const lenient = (response: ProxyResponse) => ({ ...response, status: 202, body: text("") });
    for (const id of [
      "send-to-all/query-messageTtlSeconds-maximum/refused",
      "send-to-all/query-api-version-required/refused",
      "send-to-all/token-required/refused",
      "send-to-all/body-not-application-xml/refused",
      "send-to-all/body-application-json-syntax/refused",
    ]) {
      expect(await resultOf(id, lenient), id).toMatch(/^Expected status (400 to 499|401), got 202\./);
    }
  });

  test("fails on a server that rejects values at the limit", async () => {
    const strict = (response: ProxyResponse) => ({ ...response, status: 400 });
    expect(await resultOf("send-to-all/query-messageTtlSeconds-maximum/accepted", strict)).toMatch(
      /^Expected status 202, got 400\./,
    );
  });

  test("fails on a server that returns 500 for values beyond the limit", async () => {
    const broken = (response: ProxyResponse) => ({ ...response, status: 500 });
    expect(await resultOf("send-to-all/query-messageTtlSeconds-maximum/refused", broken)).toMatch(
      /^Expected status 400 to 499, got 500\./,
    );
  });
});

describe("checkToken", () => {
  const accessKey = "the key of this target is this one";
  const target: Target = { name: "x", endpoint: "http://127.0.0.1", accessKey, capabilities: [] };
  const address = "http://127.0.0.1/api/hubs/chat/:send?api-version=2024-12-01";
  const later = Math.floor(Date.now() / 1000) + 60;

  function check(token: string): void {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const empty = new Uint8Array();
    const request = { method: "POST", url: new URL(address), headers, body: empty };
    checkToken(target, { request, response: { status: 202, headers: new Headers(), body: empty } });
  }

  test("accepts a token for the URL of the request", () => {
    expect(() => check(jwt.sign({ aud: address, exp: later }, accessKey))).not.toThrow();
  });

  test.for([
    ["a token signed with another key", jwt.sign({ aud: address, exp: later }, "another key"), "invalid signature"],
    [
      "a token with another algorithm",
      jwt.sign({ aud: address, exp: later }, accessKey, { algorithm: "HS512" }),
      "invalid algorithm",
    ],
    [
      "a token without a signature",
      jwt.sign({ aud: address, exp: later }, "", { algorithm: "none" }),
      "jwt signature is required",
    ],
    [
      "a token for another URL",
      jwt.sign({ aud: "http://127.0.0.1/api/hubs/other/:send", exp: later }, accessKey),
      "audience invalid",
    ],
    ["a token without exp", jwt.sign({ aud: address }, accessKey), "has no exp claim"],
    ["an expired token", jwt.sign({ aud: address, exp: 1 }, accessKey), "jwt expired"],
    ["a token that is not a JWT", "abc", "jwt malformed"],
  ])("rejects %s", ([, token, reason]) => {
    expect(() => check(token as string)).toThrow(reason);
  });
});

describe("conformanceCases", () => {
  describe("ids", () => {
    const file = new URL("ids.txt", import.meta.url);
    const rows = conformanceCases(latestApiVersion).map(({ id, level }) => `${level} ${id}`);
    const changelog = readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8");
    const withoutLevels = (all: Iterable<string>) => [...all].map((row) => row.slice(row.indexOf(" ") + 1));
    const listedRows = () => expandIds(readFileSync(file, "utf8"));
    const gone = unnamedRemovals(withoutLevels(listedRows()), withoutLevels(rows), changelog);
    if (process.env.UPDATE_IDS === "1" && gone.length === 0) writeFileSync(file, foldIds(rows));

    test("stay, or CHANGELOG.md names those that are gone as removed", () => {
      expect(gone).toEqual([]);
    });

    test("are in ids.txt with their levels", () => {
      const listed = listedRows();
      const changes = idChanges(listed, new Set(rows));
      if (changes !== undefined) expect.fail(changes);
      expect(listed.size).toBe(rows.length);
    });
  });

  test.for(apiVersions)(
    "gives cases of %s only ids and levels that those of the newest api-version have",
    (version) => {
      const newest = new Set(cases.map(({ id, level }) => `${level} ${id}`));
      const more = conformanceCases(version).filter(({ id, level }) => !newest.has(`${level} ${id}`));
      expect(more.map(({ id }) => id)).toEqual([]);
    },
  );

  test("gives every case a source that exists", async () => {
    const ledger = parseYaml(readFileSync(new URL("../../spec/evidence.yaml", import.meta.url), "utf8")) as {
      entries: Record<string, unknown>;
    };
    const entries = new Set(Object.keys(ledger.entries));
    for (const description of DESCRIPTION_NAMES) {
      for (const { id, source } of conformanceCases(description)) {
        const isThere = source.startsWith("#/")
          ? nodeAt(description, stepsOf(source)) !== undefined
          : entries.has(source);
        expect(isThere, `${id}: ${source}`).toBe(true);
      }
    }
  });

  test.for(DESCRIPTION_NAMES)("gives cases of %s unique ids, and every operation a case", (description) => {
    const all = conformanceCases(description);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const operations = new Set(all.map(({ operation }) => operation).filter((each) => each !== "sockets"));
    expect([...operations]).toEqual(Object.keys(descriptions[description]));
  });

  test("derives replay cases for an operation that has no written cases", async () => {
    const { replayCases } = await import("./derived/replay-cases.js");
    const { sendToAll } = descriptions[latestApiVersion];
    if (sendToAll === undefined) throw new Error("sendToAll is not described.");
    const pingHub = { ...sendToAll, path: "/api/hubs/{hub}/:ping" };
    const made = replayCases(latestApiVersion, { pingHub });
    expect(made.length).toBe(cases.filter(({ id }) => id.startsWith("send-to-all/replay/")).length);
    expect(made[0]?.id).toMatch(/^ping-hub\/replay\/202/);
  });
});
