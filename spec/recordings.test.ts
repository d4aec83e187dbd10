import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { descriptions } from "../generated/descriptions.js";
import type { Operation } from "../generated/operation.js";
import { type ApiVersion, apiVersions, latestApiVersion } from "../generated/versions.js";
import { parameterProblems } from "./testing/parameter-values.js";
import { readBundle, readYaml } from "./testing/read-description.js";

interface Exchange {
  operation: string;
  apiVersion: ApiVersion;
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

/** A parameter as it was sent. */
interface SentParameter {
  place: "path" | "query";
  name: string;
  text: string;
}

const { exchanges } = readYaml<{ exchanges: Exchange[] }>("transcripts/recordings.yaml");

/** Parameters of recordings that the description deliberately leaves out, with the entry of the ledger that says why. */
const LEFT_OUT: { where: string; parameter: string; evidence: string }[] = [
  { where: "sendToConnection 2022-11-01", parameter: "filter", evidence: "E30" },
];

const ajv = new Ajv2020({ strict: false, allErrors: true });
// A CommonJS package: the function is `default` of its `default`.
(formats as unknown as (instance: Ajv2020) => void)(ajv);
for (const version of apiVersions) ajv.addSchema({ $id: version, ...readBundle(version) }, version, undefined, false);

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

/** The parameters of a recorded request that the description must have. */
function parametersOf(exchange: Exchange): SentParameter[] {
  const leftOut = LEFT_OUT.filter(({ where }) => where === title(exchange)).map(({ parameter }) => parameter);
  const argument =
    (place: SentParameter["place"]) =>
    ([name, text]: [string, string]) => ({ place, name, text });
  return [
    ...Object.entries(exchange.pathValues ?? {}).map(argument("path")),
    ...[...new URLSearchParams(exchange.query)].map(argument("query")),
  ].filter(({ name }) => !leftOut.includes(name));
}

/** Why the description of the api-version does not allow a parameter that was sent. */
function problemsOf(operation: Operation, { place, name, text }: SentParameter): string[] {
  const parameter = operation.parameters.find((each) => each.name === name && each.in === place);
  return parameter === undefined ? ["it is not described"] : parameterProblems(parameter.schema, text);
}

const operationOf = ({ apiVersion, operation }: Exchange) => descriptions[apiVersion][operation] as Operation;

const title = (exchange: Exchange) => `${exchange.operation} ${exchange.apiVersion}`;

describe.for(
  exchanges.map((exchange, index) => [`${index + 1}: ${title(exchange)} → ${exchange.status}`, exchange] as const),
)("recorded exchange %s", ([, exchange]) => {
  const operation = operationOf(exchange);
  const response = operation?.responses[String(exchange.status)];

  test("calls a described operation", () => {
    expect(operation).toMatchObject({ method: exchange.method, path: exchange.path });
  });

  test.for(parametersOf(exchange))("sends the described $place parameter $name=$text", (sent) => {
    expect(problemsOf(operation, sent)).toEqual([]);
  });

  test("sends a body of a described media type, or none", () => {
    const { mediaType, body } = exchange.request ?? {};
    if (mediaType === undefined) {
      expect(operation.requestBody).toBeUndefined();
      return;
    }
    const { content = {} } = operation.requestBody ?? {};
    expect(Object.keys(content)).toContain(mediaType);
    if (body !== undefined) expect(violations(content[mediaType]?.schema as object, body)).toEqual([]);
  });

  test("receives a described status", () => {
    expect(Object.keys(operation.responses)).toContain(String(exchange.status));
  });

  test("receives the described headers", () => {
    for (const [header, { required }] of Object.entries(response?.headers ?? {})) {
      const isRecorded = header !== "api-supported-versions" || exchange.headersKept !== false;
      if (required && isRecorded) expect(exchange.headers).toHaveProperty(header);
    }
    const ownHeaders = Object.keys(exchange.headers).filter(
      (header) => !header.startsWith("content-") && header !== "transfer-encoding",
    );
    expect(Object.keys(response?.headers ?? {})).toEqual(expect.arrayContaining(ownHeaders));
  });

  test("receives a body that the description allows, or none", () => {
    const mediaType = exchange.headers["content-type"]?.split(";")[0];
    if (exchange.method === "HEAD" || mediaType === undefined) {
      expect(exchange.body).toBeUndefined();
      if (exchange.method !== "HEAD") expect(Object.keys(response?.content ?? {})).toEqual([]);
      return;
    }
    expect(Object.keys(response?.content ?? {})).toContain(mediaType);
    expect(
      violations(bodySchema(exchange.apiVersion, operation, String(exchange.status), mediaType), exchange.body),
    ).toEqual([]);
  });
});

describe("recordings.yaml", () => {
  const { entries } = readYaml<{ entries: object }>("evidence.yaml");

  test.for(LEFT_OUT)("gives an entry of the ledger for $parameter in $where", ({ evidence }) => {
    expect(Object.keys(entries)).toContain(evidence);
  });

  test.for(LEFT_OUT)("contains $parameter in $where, which the description does not allow", ({ where, parameter }) => {
    const sent = exchanges
      .filter((exchange) => title(exchange) === where)
      .flatMap((exchange) =>
        [...new URLSearchParams(exchange.query)]
          .filter(([name]) => name === parameter)
          .map(([name, text]) => problemsOf(operationOf(exchange), { place: "query", name, text })),
      );
    expect(sent.flat()).not.toEqual([]);
  });

  test("contains an exchange of each operation", () => {
    const recorded = new Set(exchanges.map(({ operation }) => operation));
    expect(Object.keys(descriptions[latestApiVersion]).filter((id) => !recorded.has(id))).toEqual([]);
  });
});
