import type { DocumentName } from "./bundles.js";

/** What the tests of this folder show of a tool: each has the words of the table in docs/openapi-tools.md. */
export const SHOWN = {
  accepts: "accepts it",
  operations: "has every operation with its `api-version`",
  prefills: "prefills `api-version`",
  compiles: "compiles",
  json: "sends JSON",
  text: "text",
  bytes: "bytes",
  page: "sends a message from its page",
  responds: "responds to every operation",
} as const;

export type Shown = keyof typeof SHOWN;

export type ToolKind = "validator" | "client" | "generator" | "importer" | "mock server";

/** A public tool that reads OpenAPI. */
export interface Tool {
  /** The name of its package on npm. */
  readonly name: string;
  /** The newest version that declares support for Node.js 20; null for one that the repository has already. */
  readonly version: string | null;
  /** Other packages that it needs, or that the code which it generates needs. */
  readonly with?: readonly string[];
  readonly kind: ToolKind;
  /** What is shown of it, by document. Nothing for a document that it does not take because of a fault in `faults.ts`. */
  readonly shows: Readonly<Partial<Record<DocumentName, readonly Shown[]>>>;
}

const TYPESCRIPT = "typescript@5.9.3";
/** The code that orval generates does not compile with the types of Axios 1.21. */
const AXIOS = "axios@1.14.0";

export const TOOLS: readonly Tool[] = [
  { name: "@apidevtools/swagger-parser", version: "13.0.0", kind: "validator", shows: both("accepts") },
  { name: "@readme/openapi-parser", version: "9.0.0", kind: "validator", shows: both("accepts") },
  { name: "@scalar/openapi-parser", version: "0.24.17", kind: "validator", shows: both("accepts") },
  { name: "oas-validator", version: "5.0.8", kind: "validator", shows: { "3.0": ["accepts"] } },
  { name: "@redocly/cli", version: null, kind: "validator", shows: both("accepts") },
  { name: "@stoplight/spectral-cli", version: "6.16.3", kind: "validator", shows: both("accepts") },
  {
    name: "swagger-client",
    version: "3.37.3",
    kind: "client",
    shows: both("operations", "json", "text", "bytes"),
  },
  { name: "swagger-ui-dist", version: "5.35.0", kind: "client", shows: both("page") },
  {
    name: "openapi-typescript",
    version: null,
    kind: "generator",
    shows: both("compiles", "json", "text", "bytes"),
  },
  {
    name: "swagger-typescript-api",
    version: "13.13.0",
    with: [TYPESCRIPT],
    kind: "generator",
    shows: both("compiles", "json", "text"),
  },
  {
    name: "@hey-api/openapi-ts",
    version: "0.95.0",
    with: [TYPESCRIPT],
    kind: "generator",
    shows: both("compiles", "json", "text", "bytes"),
  },
  {
    name: "orval",
    version: "7.13.2",
    with: [TYPESCRIPT, AXIOS],
    kind: "generator",
    shows: both("compiles", "json", "text", "bytes"),
  },
  {
    name: "openapi-zod-client",
    version: "1.18.3",
    kind: "generator",
    shows: { "3.0": ["compiles", "json", "text", "bytes"] },
  },
  {
    name: "typed-openapi",
    version: "2.2.7",
    kind: "generator",
    shows: both("compiles", "json", "text", "bytes"),
  },
  { name: "oazapfts", version: "7.5.0", kind: "generator", shows: both("compiles", "json") },
  {
    name: "@kubb/cli",
    version: "4.39.3",
    with: ["core", "plugin-oas", "plugin-ts", "plugin-client"].map((name) => `@kubb/${name}@4.39.3`),
    kind: "generator",
    shows: both("compiles", "json", "text", "bytes"),
  },
  {
    name: "ng-openapi-gen",
    version: "1.1.0",
    with: ["@angular/core@21.2.26", "@angular/common@21.2.26", "rxjs@7.8.2"],
    kind: "generator",
    shows: both("compiles"),
  },
  { name: "openapi-to-postmanv2", version: "6.3.3", kind: "importer", shows: both("operations", "prefills") },
  { name: "@stoplight/prism-http-server", version: null, kind: "mock server", shows: both("responds") },
];

/** The tools of a kind. */
export function toolsOf(kind: ToolKind): readonly Tool[] {
  return TOOLS.filter((tool) => tool.kind === kind);
}

/** @throws {Error} if there is none of the name */
export function findTool(name: string): Tool {
  const tool = TOOLS.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`There is no tool ${name} in scripts/openapi-tools/tools.ts.`);
  return tool;
}

function both(...shows: Shown[]): Tool["shows"] {
  return { "3.1": shows, "3.0": shows };
}
