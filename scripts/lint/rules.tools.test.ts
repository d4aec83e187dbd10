import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseDocument, stringify } from "yaml";
import { apiVersions } from "../../generated/versions.js";
import { lintDescriptions, lintDocuments, problemLines } from "./lint-descriptions.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Config {
  apis: Record<string, { root: string }>;
  plugins: string[];
  rules: Record<string, string>;
}
type Path = (string | number)[];

/** A mistake in the description, and the place that the rule must report. */
interface Fault {
  rule: string;
  fault: string;
  file: string;
  change: { set: Path; to: unknown } | { remove: Path };
  reported: { file?: string; at: string };
}

const faults: Fault[] = [
  {
    rule: "operation-id-style",
    fault: "an operationId that is not camelCase",
    file: "paths/send.yaml",
    change: { set: ["post", "operationId"], to: "WebPubSub_SendToAll" },
    reported: { at: "#/post/operationId" },
  },
  {
    rule: "media-type-examples",
    fault: "a request media type without examples",
    file: "components/request-bodies.yaml",
    change: { remove: ["message", "content", "text/plain", "examples"] },
    reported: { at: "#/message/content/text~1plain" },
  },
  {
    rule: "media-type-examples",
    fault: "a response media type with one unnamed example",
    file: "components/responses.yaml",
    change: {
      set: ["token", "content", "application/json"],
      to: { schema: { $ref: "./schemas.yaml#/ClientTokenResponse" }, example: { token: "a.b.c" } },
    },
    reported: { at: "#/token/content/application~1json" },
  },
  {
    rule: "parameter-examples",
    fault: "a parameter without examples",
    file: "components/parameters.yaml",
    change: { remove: ["reason", "examples"] },
    reported: { at: "#/reason" },
  },
  {
    rule: "parameter-examples",
    fault: "a parameter of one operation without examples",
    file: "components/parameters.yaml",
    change: { remove: ["top", "examples"] },
    reported: { at: "#/top" },
  },
  {
    rule: "path-parameter-constraint",
    fault: "a path parameter without a constraint",
    file: "components/parameters.yaml",
    change: { remove: ["userId", "schema", "minLength"] },
    reported: { at: "#/userId" },
  },
  {
    rule: "path-parameter-constraint",
    fault: "a path parameter whose schema is elsewhere and has no constraint",
    file: "components/parameters.yaml",
    change: { set: ["userId", "schema"], to: { $ref: "./schemas.yaml#/TextMessage" } },
    reported: { at: "#/userId" },
  },
  {
    rule: "path-parameter-required",
    fault: "a path parameter that is `required: false`",
    file: "components/parameters.yaml",
    change: { set: ["connectionId", "required"], to: false },
    reported: { at: "#/connectionId" },
  },
  {
    rule: "parameter-style",
    fault: "the style `simple` on a query parameter",
    file: "components/parameters.yaml",
    change: { set: ["excluded", "style"], to: "simple" },
    reported: { at: "#/excluded/style" },
  },
  {
    rule: "default-fits",
    fault: "a default that is not a known value",
    file: "components/parameters.yaml",
    change: { set: ["clientType", "schema", "default"], to: "mqtt" },
    reported: { at: "#/clientType/schema/default" },
  },
  {
    rule: "default-fits",
    fault: "a default below the minimum",
    file: "components/parameters.yaml",
    change: { set: ["minutesToExpire", "schema", "default"], to: 0 },
    reported: { at: "#/minutesToExpire/schema/default" },
  },
  {
    rule: "default-fits",
    fault: "a default above the maximum",
    file: "components/parameters.yaml",
    change: { set: ["messageTtlSeconds", "schema", "default"], to: 301 },
    reported: { at: "#/messageTtlSeconds/schema/default" },
  },
  // No example has an innermost `code`, so these break no example as well.
  ...[
    { type: "integer", minimum: 2, maximum: 1 },
    { type: "string", minLength: 2, maxLength: 1 },
    { type: "array", items: { type: "string" }, minItems: 2, maxItems: 1 },
    { type: "object", minProperties: 2, maxProperties: 1 },
  ].map((schema) => ({
    rule: "bounds-in-order",
    fault: `${Object.keys(schema).at(-2)} above ${Object.keys(schema).at(-1)}`,
    file: "components/schemas.yaml",
    change: { set: ["InnerError", "properties", "code"], to: schema },
    reported: { at: "#/InnerError/properties/code" },
  })),
  {
    rule: "boolean-schema",
    fault: "items of any kind written as `true`",
    file: "components/schemas.yaml",
    change: { set: ["JsonMessage", "oneOf", 1, "items"], to: true },
    reported: { at: "#/JsonMessage/oneOf/1/items" },
  },
  {
    rule: "boolean-schema",
    fault: "a property of any kind written as `true`",
    file: "components/schemas.yaml",
    change: { set: ["InnerError", "properties", "code"], to: true },
    reported: { at: "#/InnerError/properties/code" },
  },
  {
    rule: "default-response",
    fault: "an operation without a `default` response",
    file: "paths/user-groups.yaml",
    change: { remove: ["delete", "responses", "default"] },
    reported: { at: "#/delete/responses" },
  },
  {
    rule: "error-code-header",
    fault: "an error response without x-ms-error-code",
    file: "components/responses.yaml",
    change: { remove: ["headGroupNotFound", "headers", "x-ms-error-code"] },
    reported: { at: "#/headGroupNotFound" },
  },
  {
    rule: "error-code-header",
    fault: "a successful response that is used for an error too",
    file: "paths/user-groups.yaml",
    change: { set: ["delete", "responses", "400"], to: { $ref: "../components/responses.yaml#/removed" } },
    reported: { file: "components/responses.yaml", at: "#/removed" },
  },
  {
    rule: "error-code-header",
    fault: "a range of errors without x-ms-error-code",
    file: "paths/user-groups.yaml",
    change: { set: ["delete", "responses", "5XX"], to: { description: "Not now." } },
    reported: { at: "#/delete/responses/5XX" },
  },
  {
    rule: "head-without-content",
    fault: "a response to HEAD with a body",
    file: "components/responses.yaml",
    change: {
      set: ["headGroupNotFound", "content"],
      to: { "text/plain": { schema: { type: "string" }, examples: { yes: { value: "yes" } } } },
    },
    reported: { at: "#/headGroupNotFound" },
  },
  {
    rule: "head-without-content",
    fault: "a response to HEAD that is shared with operations that have a body",
    file: "paths/user.yaml",
    change: { set: ["head", "responses", "default"], to: { $ref: "../components/responses.yaml#/failure" } },
    reported: { file: "components/responses.yaml", at: "#/failure" },
  },
  {
    rule: "evidence-known",
    fault: "an x-evidence id that the ledger does not have",
    file: "paths/health.yaml",
    change: { set: ["head", "x-evidence"], to: "E00" },
    reported: { at: "#/head/x-evidence" },
  },
  {
    rule: "evidence-known",
    fault: "one unknown id among known ones",
    file: "components/schemas.yaml",
    change: { set: ["ErrorDetail", "x-evidence"], to: ["E12", "E00"] },
    reported: { at: "#/ErrorDetail/x-evidence" },
  },
  {
    rule: "evidence-known",
    fault: "an unknown id next to a reference",
    file: "openapi.yaml",
    change: { set: ["paths", "/api/health", "x-evidence"], to: "E00" },
    reported: { at: "#/paths/~1api~1health/x-evidence" },
  },
];

/** Copies the description into the folder and makes the mistake. */
async function plant(folder: string, { file, change }: Fault): Promise<void> {
  for (const part of ["openapi.yaml", "components", "paths"]) {
    await cp(join(root, "spec", part), join(folder, part), { recursive: true });
  }
  const document = parseDocument(await readFile(join(folder, file), "utf8"));
  if ("set" in change) document.setIn(change.set, document.createNode(change.to));
  else if (!document.deleteIn(change.remove)) throw new Error(`${file} has no ${change.remove.join("/")}.`);
  await writeFile(join(folder, file), String(document));
}

const config = parse(await readFile(join(root, "redocly.yaml"), "utf8")) as Config;
const ourRules = Object.keys(config.rules)
  .filter((rule) => rule.startsWith("webpubsub/"))
  .sort();

describe("redocly.yaml", () => {
  test("finds no problem in the descriptions and in itself, and ignores none", async () => {
    const problems = await lintDescriptions(root);
    expect(Object.fromEntries(problems)).toEqual({
      "redocly.yaml": [],
      ...Object.fromEntries(Object.keys(config.apis).map((name) => [name, []])),
    });
    expect(existsSync(join(root, ".redocly.lint-ignore.yaml"))).toBe(false);
  }, 60_000);

  test("finds no problem in the documents that are made of them", async () => {
    const problems = await lintDocuments(root);
    expect(problems.size).toBe(2 * apiVersions.length);
    expect(problemLines(root, problems)).toEqual([]);
  }, 60_000);

  test("switches on every rule of the plugin", async () => {
    const plugin = (await import(new URL("rules.mjs", import.meta.url).href)) as {
      default: () => { id: string; rules: { oas3: object } };
    };
    const { id, rules } = plugin.default();
    const errors = Object.keys(rules.oas3).map((rule) => [`${id}/${rule}`, "error"]);
    expect(config.rules).toMatchObject(Object.fromEntries(errors));
    expect(errors.map(([rule]) => rule).sort()).toEqual(ourRules);
  });
});

describe("rules.mjs", () => {
  let folder: string;
  let problems: Awaited<ReturnType<typeof lintDescriptions>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lint-rules-"));
    await Promise.all(faults.map((fault, index) => plant(join(folder, `${index}`), fault)));
    const names = faults.map((_, index) => `fault-${index}`);
    const apis = Object.fromEntries(names.map((name, index) => [name, { root: `${index}/openapi.yaml` }]));
    const plugins = config.plugins.map((plugin) => join(root, plugin));
    await writeFile(join(folder, "redocly.yaml"), stringify({ ...config, apis, plugins }));
    problems = await lintDescriptions(folder);
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  for (const [index, { rule, fault, file, reported }] of faults.entries()) {
    test(`reports ${fault} by ${rule} only`, () => {
      const found = problems.get(`fault-${index}`)?.map(({ ruleId, severity, location }) => ({
        ruleId,
        severity,
        places: location.map(({ source, pointer }) => `${relative(folder, source.absoluteRef)} ${pointer}`),
      }));
      const place = `${index}/${reported.file ?? file} ${reported.at}`;
      expect(found).toEqual([{ ruleId: `webpubsub/${rule}`, severity: "error", places: [place] }]);
    });
  }

  test("names file, line, place and rule of a problem", () => {
    const index = faults.findIndex(({ rule }) => rule === "operation-id-style");
    expect(problemLines(folder, problems)).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^${index}/paths/send\\.yaml:\\d+:\\d+ at #/post/operationId: operationId "WebPubSub_SendToAll" is not camelCase\\. .*\\(webpubsub/operation-id-style\\)$`,
        ),
      ),
    );
  });

  test("contains a fault in this test for every rule", () => {
    const planted = new Set(faults.map(({ rule }) => `webpubsub/${rule}`));
    expect([...planted].sort()).toEqual(ourRules);
  });
});
