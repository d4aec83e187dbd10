import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { descriptions } from "../generated/descriptions.js";
import type { Operation } from "../generated/operation.js";
import { readBundle, readYaml } from "./testing/read-description.js";

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
  body?: unknown;
}

const { exchanges } = readYaml<{ exchanges: Exchange[] }>("transcripts/recordings.yaml");

/** What a recording has and the description leaves out on purpose, with the entry that says why. */
const LEFT_OUT: { where: string; parameter: string; evidence: string }[] = [
  { where: "sendToConnection 2022-11-01", parameter: "filter", evidence: "E30" },
  // The service ignores the letter case of the values.
  { where: "generateClientToken 2024-01-01", parameter: "clientType", evidence: "E39" },
];

/** An older version is a part of the version that is described next: what it had is still there. */
const describedAs = (version: string) => (version <= "2023-07-01" ? "2023-07-01" : "2024-12-01");

const ajv = new Ajv2020({ strict: false, allErrors: true });
// The package is CommonJS: its function is the default of the default.
(formats as unknown as (instance: Ajv2020) => void)(ajv);
for (const name of ["2023-07-01", "2024-12-01"])
  ajv.addSchema({ $id: name, ...readBundle(name) }, name, undefined, false);

function violations(schema: object, value: unknown): unknown {
  const validate = ajv.compile(schema);
  return validate(value) ? [] : validate.errors;
}

const pointer = (...steps: string[]) =>
  `#${steps.map((step) => `/${encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("")}`;

/** The schema of a response's body, by reference into the bundled description. */
function bodySchema(name: string, operation: Operation, status: string, mediaType: string): object {
  const document = readBundle(name);
  const at = document.paths[operation.path]?.[operation.method.toLowerCase()]?.responses[status] as { $ref: string };
  return { $ref: `${name}${at.$ref}${pointer("content", mediaType, "schema").slice(1)}` };
}

const title = (exchange: Exchange) => `${exchange.operation} ${exchange.apiVersion}`;

describe.for(
  exchanges.map((exchange, index) => [`${index + 1}: ${title(exchange)} → ${exchange.status}`, exchange] as const),
)("recorded exchange %s", ([, exchange]) => {
  const name = describedAs(exchange.apiVersion);
  const operation = descriptions[name][exchange.operation] as Operation;
  const response = operation?.responses[String(exchange.status)];
  const leftOut = LEFT_OUT.filter(({ where }) => where === title(exchange)).map(({ parameter }) => parameter);

  test("is an operation of the description", () => {
    expect(operation).toMatchObject({ method: exchange.method, path: exchange.path });
  });

  test("sends only parameters that are described, with values that fit", () => {
    for (const [place, values] of [
      ["path", Object.entries(exchange.pathValues ?? {})],
      ["query", [...new URLSearchParams(exchange.query)]],
    ] as const) {
      for (const [key, text] of values) {
        if (leftOut.includes(key)) continue;
        const parameter = operation.parameters.find((each) => each.name === key && each.in === place);
        expect(parameter, `${place} parameter ${key}`).toBeDefined();
        // Which version it was is what the older recordings differ in.
        if (parameter === undefined || (key === "api-version" && text === exchange.apiVersion)) continue;
        const { type } = parameter.schema;
        const value = type === "integer" ? Number(text) : type === "array" ? [text] : text;
        expect(violations(parameter.schema, value), `${key}=${text}`).toEqual([]);
      }
    }
  });

  test("sends a body of a described media type", () => {
    const { mediaType, body } = exchange.request ?? {};
    if (mediaType === undefined) {
      expect(operation.requestBody).toBeUndefined();
      return;
    }
    const content = operation.requestBody?.content[mediaType];
    expect(content).toBeDefined();
    if (body !== undefined && content !== undefined) expect(violations(content.schema, body)).toEqual([]);
  });

  test("is answered with a described status", () => {
    expect(response).toBeDefined();
  });

  test("has the headers that are described", () => {
    for (const [header, { required }] of Object.entries(response?.headers ?? {})) {
      const kept = header !== "api-supported-versions" || exchange.headersKept !== false;
      if (required && kept) expect(exchange.headers).toHaveProperty(header);
    }
    const undescribed = Object.keys(exchange.headers).filter(
      (header) => !header.startsWith("content-") && header !== "transfer-encoding",
    );
    expect(Object.keys(response?.headers ?? {})).toEqual(expect.arrayContaining(undescribed));
  });

  test("has a body that the description allows, or none", () => {
    const mediaType = exchange.headers["content-type"]?.split(";")[0];
    if (exchange.method === "HEAD" || mediaType === undefined) {
      expect(exchange.body).toBeUndefined();
      if (exchange.method !== "HEAD") expect(Object.keys(response?.content ?? {})).toEqual([]);
      return;
    }
    expect(Object.keys(response?.content ?? {})).toContain(mediaType);
    expect(violations(bodySchema(name, operation, String(exchange.status), mediaType), exchange.body)).toEqual([]);
  });
});

test("every exception is still needed, and its entry is in the ledger", () => {
  const { entries } = readYaml<{ entries: object }>("evidence.yaml");
  for (const { where, parameter, evidence } of LEFT_OUT) {
    expect(Object.keys(entries)).toContain(evidence);
    const found = exchanges.find(
      (exchange) => title(exchange) === where && new URLSearchParams(exchange.query).has(parameter),
    );
    expect(found, where).toBeDefined();
  }
});

test("all 25 operations were recorded", () => {
  const recorded = new Set(exchanges.map(({ operation }) => operation));
  expect(Object.keys(descriptions["2024-12-01"]).filter((id) => !recorded.has(id))).toEqual([]);
});
