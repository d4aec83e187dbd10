import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apiVersions } from "../../generated/versions.js";
import { type Document, operationsOf } from "./openapi-document.js";
import { toolDocument } from "./tool-document.js";

const HUB = { $ref: "#/components/parameters/hub" };
const VERSION = { $ref: "#/components/parameters/version" };
const BODY = { content: { "application/json": { schema: { $ref: "#/components/schemas/Message" } } } };

/** A description with one operation, whose path has two parameters. */
function description(operation: object): Document {
  return {
    info: { title: "A", version: "1" },
    paths: {
      "/a/{hub}": {
        parameters: [VERSION, HUB],
        post: { operationId: "send", summary: "Send", responses: {}, ...operation },
      },
    },
    components: {
      parameters: {
        hub: { name: "hub", in: "path", schema: { type: "string" } },
        version: { name: "version", in: "query", schema: { type: "string" } },
      },
      requestBodies: { message: BODY },
      schemas: { Message: { type: "object" } },
    },
  } as unknown as Document;
}

const operationOf = (document: Document) => document.paths["/a/{hub}"]?.post;

describe("toolDocument", () => {
  test("moves the parameters of a path into its operations, before their own", () => {
    const own = { name: "filter", in: "query", schema: {} };
    const document = toolDocument(description({ parameters: [own] }));
    expect(operationOf(document)?.parameters).toEqual([VERSION, HUB, own]);
    expect(document.paths["/a/{hub}"]).not.toHaveProperty("parameters");
  });

  test("keeps the parameter of an operation that replaces one of its path", () => {
    const own = { name: "hub", in: "path", schema: { type: "integer" } };
    expect(operationOf(toolDocument(description({ parameters: [own] })))?.parameters).toEqual([VERSION, own]);
  });

  test("writes a request body into the operation, and keeps the reference to its schema", () => {
    const document = toolDocument(description({ requestBody: { $ref: "#/components/requestBodies/message" } }));
    expect(operationOf(document)?.requestBody).toEqual(BODY);
    expect(document.components).not.toHaveProperty("requestBodies");
  });

  test("leaves the description as it is", () => {
    const before = description({ requestBody: { $ref: "#/components/requestBodies/message" } });
    toolDocument(before);
    expect(before).toEqual(description({ requestBody: { $ref: "#/components/requestBodies/message" } }));
  });
});

describe.for(apiVersions.flatMap((version) => ["openapi.json", "openapi-3.0.json"].map((name) => [version, name])))(
  "generated/%s/%s",
  ([version, name]) => {
    const document = JSON.parse(
      readFileSync(new URL(`../../generated/${version}/${name}`, import.meta.url), "utf8"),
    ) as Document & { servers: { variables?: Record<string, object> }[] };

    test("has no parameters at a path", () => {
      expect(Object.values(document.paths).filter((item) => "parameters" in item)).toEqual([]);
    });

    test("has every request body in its operation", () => {
      const bodies = operationsOf(document).flatMap(({ operation }) => operation.requestBody ?? []);
      expect(bodies.length).toBeGreaterThan(0);
      expect(bodies.filter((body) => "$ref" in body)).toEqual([]);
    });

    test("has no schema `true` for the items of an array", () => {
      expect(JSON.stringify(document)).not.toMatch(/"items":(?:true|false)/);
    });

    test("describes no server variable, which some validators reject", () => {
      const variables = document.servers.flatMap((server) => Object.values(server.variables ?? {}));
      expect(variables.length).toBeGreaterThan(0);
      expect(variables.filter((variable) => "description" in variable)).toEqual([]);
    });
  },
);
