import { readFile } from "node:fs/promises";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { descriptions } from "../../generated/descriptions.js";
import { DESCRIPTION_NAMES, nodeAt, readDocument, stepsOf } from "../description/documents.js";
import { startPrism } from "../targets/prism-target.js";
import type { StartedTarget, Target } from "../targets/target.js";
import { type ProxyResponse, startProxy } from "../testing/proxy.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { checkToken } from "../wire/tokens.js";
import type { Case } from "./case.js";
import { conformanceCases } from "./index.js";

let prism: StartedTarget;
beforeAll(async () => {
  prism = await startPrism(readDocument("2024-12-01"));
});
afterAll(() => prism.close());

const cases = conformanceCases("2024-12-01");

function caseOf(id: string): Case {
  const found = cases.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no case ${id}.`);
  return found;
}

/** What a case says of the mock when a proxy changes its answers. */
async function verdict(id: string, change: (answer: ProxyResponse) => ProxyResponse): Promise<string> {
  const target: Target = { ...prism.target, endpoint: await startProxy(prism.target.endpoint, change) };
  return caseOf(id)
    .run(target)
    .then(
      () => "passed",
      (error: Error) => (error instanceof ConformanceError ? error.message : String(error.stack)),
    );
}

const text = (body: string) => Buffer.from(body);

describe("a replay", () => {
  test("passes on the mock as it is, also through a proxy", async () => {
    expect(await verdict("send-to-all/replay/202/application-json.object/bare", (answer) => answer)).toBe("passed");
  });

  test.for([
    [
      "a 204 where 202 is documented",
      "send-to-all/replay/202/application-json.object/bare",
      (answer: ProxyResponse) => ({ ...answer, status: 204 }),
      /^The status is 204, and should be 202\./,
    ],
    [
      "a body where none is documented",
      "send-to-all/replay/202/application-json.object/bare",
      (answer: ProxyResponse) => ({ ...answer, body: text("{}") }),
      /body of 2 bytes, and should have none/,
    ],
    [
      "a required header that is missing",
      "send-to-all/replay/202/application-json.object/bare",
      ({ headers: { "api-supported-versions": _, ...headers }, ...answer }: ProxyResponse) => ({ ...answer, headers }),
      /has no header api-supported-versions/,
    ],
    [
      "a header of another form",
      "user-exists/replay/200/bare",
      (answer: ProxyResponse) => ({ ...answer, headers: { ...answer.headers, "api-supported-versions": "all" } }),
      /header api-supported-versions .*must match pattern/,
    ],
    [
      "a HEAD 404 without its error code",
      "user-exists/replay/404/bare",
      ({ headers: { "x-ms-error-code": _, ...headers }, ...answer }: ProxyResponse) => ({ ...answer, headers }),
      /has no header x-ms-error-code/,
    ],
    [
      "an error in an envelope",
      "add-user-to-group/replay/404-application-json.userNotFound/bare",
      (answer: ProxyResponse) => ({ ...answer, body: text(`{"error":${answer.body}}`) }),
      /body must have required property 'code'/,
    ],
    [
      "a null nextLink",
      "list-connections-in-group/replay/200-application-json.empty/bare",
      (answer: ProxyResponse) => ({ ...answer, body: text('{"value":[],"nextLink":null}') }),
      /nextLink must be string/,
    ],
    [
      "another media type",
      "list-connections-in-group/replay/200-application-json.empty/bare",
      (answer: ProxyResponse) => ({ ...answer, headers: { ...answer.headers, "content-type": "text/json" } }),
      /is text\/json, and should be application\/json/,
    ],
    [
      "another body than the example's",
      "list-connections-in-group/replay/200-application-json.empty/bare",
      (answer: ProxyResponse) => ({ ...answer, body: text('{"value":[{"connectionId":"x"}]}') }),
      /not that of the example/,
    ],
  ] as const)("fails on %s", async ([, id, change, message]) => {
    expect(await verdict(id, change)).toMatch(message);
  });

  test("fails with a report that shows the exchange and how to send it again, and no token", async () => {
    const report = await verdict("send-to-all/replay/202/text-plain.word/excluded", (answer) => ({
      ...answer,
      status: 200,
    }));
    expect(report).toMatch(/^> POST http:.*\/api\/hubs\/chat\/:send\?api-version=2024-12-01&excluded=/m);
    expect(report).toContain("> authorization: Bearer $TOKEN");
    expect(report).toContain("< 200");
    expect(report).toMatch(/^curl --request POST .*--data-binary 'hello' 'http:/m);
    expect(report).not.toMatch(/eyJ/);
  });

  test("does not show the token that generateToken answers with", async () => {
    const report = await verdict("generate-client-token/replay/200-application-json.token/bare", (answer) => ({
      ...answer,
      status: 201,
    }));
    expect(report).toContain('{"token":"$JWT"}');
  });
});

describe("a constraint", () => {
  test("fails a server that accepts what is beyond it", async () => {
    const lenient = (answer: ProxyResponse) => ({ ...answer, status: 202, body: text("") });
    for (const id of [
      "send-to-all/query-messageTtlSeconds-maximum/refused",
      "send-to-all/query-api-version-required/refused",
      "send-to-all/token-required/refused",
      "send-to-all/body-not-application-xml/refused",
      "send-to-all/body-application-json-syntax/refused",
    ]) {
      expect(await verdict(id, lenient), id).toMatch(/^The status is 202, and should be (one of refusal|401)/);
    }
  });

  test("fails a server that refuses what is at its edge", async () => {
    const strict = (answer: ProxyResponse) => ({ ...answer, status: 400 });
    expect(await verdict("send-to-all/query-messageTtlSeconds-maximum/accepted", strict)).toMatch(
      /^The status is 400, and should be 202/,
    );
  });

  test("fails a server that breaks down over it", async () => {
    const broken = (answer: ProxyResponse) => ({ ...answer, status: 500 });
    expect(await verdict("send-to-all/query-messageTtlSeconds-maximum/refused", broken)).toMatch(/^The status is 500/);
  });
});

describe("the token check", () => {
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

  test("accepts a token for the address of the request", () => {
    expect(() => check(jwt.sign({ aud: address, exp: later }, accessKey))).not.toThrow();
  });

  test.for([
    ["another key", jwt.sign({ aud: address, exp: later }, "another key"), "invalid signature"],
    [
      "another algorithm",
      jwt.sign({ aud: address, exp: later }, accessKey, { algorithm: "HS512" }),
      "invalid algorithm",
    ],
    ["no signature", jwt.sign({ aud: address, exp: later }, "", { algorithm: "none" }), "jwt signature is required"],
    [
      "another address",
      jwt.sign({ aud: "http://127.0.0.1/api/hubs/other/:send", exp: later }, accessKey),
      "audience invalid",
    ],
    ["no expiry", jwt.sign({ aud: address }, accessKey), "does not expire"],
    ["an expiry that is past", jwt.sign({ aud: address, exp: 1 }, accessKey), "jwt expired"],
    ["something that is no token", "abc", "jwt malformed"],
  ])("refuses %s", ([, token, reason]) => {
    expect(() => check(token as string)).toThrow(reason);
  });
});

describe("the cases of every description", () => {
  test("have ids that stay", async () => {
    const ids = DESCRIPTION_NAMES.flatMap((description) =>
      conformanceCases(description).map(({ id, level }) => `${description} ${level} ${id}`),
    );
    // Whoever lists a case, in expectations or in a pipeline, does so by its id: change it only where there is no way round.
    await expect(`${ids.sort().join("\n")}\n`).toMatchFileSnapshot("ids.txt");
  });

  test("have sources that there are", async () => {
    const ledger = parseYaml(await readFile(new URL("../../spec/evidence.yaml", import.meta.url), "utf8")) as {
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

  test.for(DESCRIPTION_NAMES)("%s: ids are one of a kind, and each operation has its own", (description) => {
    const all = conformanceCases(description);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const operations = new Set(all.map(({ operation }) => operation).filter((each) => each !== "sockets"));
    expect([...operations]).toEqual(Object.keys(descriptions[description]));
  });

  test("a further operation has cases without anything else being written", async () => {
    const { replayCases } = await import("./derived/replay-cases.js");
    const { sendToAll } = descriptions["2024-12-01"];
    if (sendToAll === undefined) throw new Error("sendToAll is gone.");
    const pingHub = { ...sendToAll, path: "/api/hubs/{hub}/:ping" };
    const made = replayCases("2024-12-01", { pingHub });
    expect(made.length).toBe(cases.filter(({ id }) => id.startsWith("send-to-all/replay/")).length);
    expect(made[0]?.id).toMatch(/^ping-hub\/replay\/202/);
  });
});
