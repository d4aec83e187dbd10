/** What a tool does wrong with a valid document. docs/openapi-tools.md says what its users do about it. */
export interface Fault {
  readonly tool: string;
  /** In words, after the name of the tool. */
  readonly fault: string;
  /** The smallest document that shows it. */
  readonly document: object;
  /** The arguments of `npx`, if not those of docs/openapi-tools.md. */
  readonly command?: readonly string[];
  /** The generated file that shows it, and what is wrong in it. */
  readonly file: string;
  readonly symptom: RegExp;
}

const NUMBER_OR_TEXT = {
  requestBody: {
    content: { "application/json": { schema: { type: "number" } }, "text/plain": { schema: { type: "string" } } },
  },
};

export const FAULTS: readonly Fault[] = [
  {
    tool: "swagger-typescript-api",
    fault: "takes a path segment that starts with a colon for a parameter",
    document: minimal("/a/:send"),
    file: "webpubsub.ts",
    symptom: /\(send: string,/,
  },
  {
    tool: "swagger-typescript-api",
    fault: "does not percent-encode the values of a path",
    document: minimal("/a/{name}", {
      parameters: [{ name: "name", in: "path", required: true, schema: { type: "string" } }],
    }),
    file: "webpubsub.ts",
    symptom: /path: `\/a\/\$\{name\}`/,
  },
  {
    tool: "swagger-typescript-api",
    fault: "has no content type for bytes",
    document: minimal("/a", { requestBody: { content: { "application/octet-stream": {} } } }),
    file: "webpubsub.ts",
    symptom: /^(?!.*octet-stream).*postA: \(/s,
  },
  {
    tool: "@hey-api/openapi-ts",
    fault: "takes the first media type of a body for the only one",
    document: minimal("/a", NUMBER_OR_TEXT),
    file: "webpubsub/types.gen.ts",
    symptom: /body\?: number;/,
  },
  {
    tool: "orval",
    fault: "writes a text as JSON in its fetch client",
    document: minimal("/a", NUMBER_OR_TEXT),
    command: ["orval", "--input", "openapi.json", "--output", "webpubsub.ts", "--client", "fetch"],
    file: "webpubsub.ts",
    symptom: /JSON\.stringify/,
  },
  {
    tool: "orval",
    fault: "makes a required parameter with a default optional, and does not send the default",
    document: minimal("/a", {
      parameters: [{ name: "v", in: "query", required: true, schema: { type: "string", default: "1" } }],
    }),
    file: "webpubsub.ts",
    symptom: /^v\?: string;/m,
  },
  {
    tool: "openapi-zod-client",
    fault: "takes a path segment that starts with a colon for a parameter",
    document: minimal("/a/:send"),
    file: "webpubsub.ts",
    symptom: /path: "\/a\/:send"/,
  },
  {
    tool: "openapi-zod-client",
    fault: "uses a schema in its own declaration if it has an array of itself that may be null",
    document: {
      ...minimal("/a", {
        responses: {
          200: { description: "", content: { "application/json": { schema: { $ref: "#/components/schemas/Node" } } } },
        },
      }),
      components: {
        schemas: {
          Node: {
            type: "object",
            properties: { nodes: { type: ["array", "null"], items: { $ref: "#/components/schemas/Node" } } },
          },
        },
      },
    },
    file: "webpubsub.ts",
    symptom: /const Node = z(?:(?!\bconst\b|z\.lazy).)*z\.array\(Node\)/s,
  },
  {
    tool: "oazapfts",
    fault: "takes the first media type of a body for the only one",
    document: minimal("/a", NUMBER_OR_TEXT),
    file: "webpubsub.ts",
    symptom: /^(?!.*oazapfts\.text).*oazapfts\.json\(/s,
  },
  {
    tool: "@kubb/cli",
    fault: "joins the values of a parameter with commas in its fetch client",
    document: minimal("/a", {
      parameters: [{ name: "v", in: "query", schema: { type: "array", items: { type: "string" } } }],
    }),
    file: "webpubsub/.kubb/fetch.ts",
    symptom: /normalizedParams\.append\(key, [^)]*value\.toString\(\)\)/,
  },
];

function minimal(path: string, operation: object = {}): object {
  return {
    openapi: "3.1.0",
    info: { title: "A", version: "1" },
    paths: { [path]: { post: { operationId: "postA", responses: { 204: { description: "" } }, ...operation } } },
  };
}
