import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiVersions } from "../../generated/versions.js";
import { DOCUMENT_NAMES, readDocument } from "./bundles.js";
import { importTool } from "./tool-folder.js";
import { findTool, toolsOf } from "./tools.js";
import { Workspace } from "./workspace.js";

/** Each validator by its name. Returns what it objects to, warnings included, or throws. */
const VALIDATORS: Readonly<Record<string, (document: object) => Promise<unknown>>> = {
  async "@apidevtools/swagger-parser"(document) {
    const { default: parser } = await importTool<SwaggerParser>("@apidevtools/swagger-parser");
    await parser.validate(document);
    return [];
  },
  async "@readme/openapi-parser"(document) {
    const { validate } = await importTool<ReadmeParser>("@readme/openapi-parser", "dist/index.js");
    const { valid, errors = [], warnings } = await validate(document);
    return valid ? warnings : errors;
  },
  async "@scalar/openapi-parser"(document) {
    const { validate } = await importTool<ScalarParser>("@scalar/openapi-parser", "dist/index.js");
    const { valid, errors = [] } = await validate(document);
    return valid ? errors : ["is not valid", ...errors];
  },
  async "oas-validator"(document) {
    const { default: validator } = await importTool<OasValidator>("oas-validator");
    // Without `lint`, it checks the rules of OpenAPI 3.0 only, strictly.
    const { valid } = await validator.validate(document, {});
    return valid ? [] : ["is not valid"];
  },
  async "@redocly/cli"(document) {
    await using workspace = await Workspace.create(findTool("@redocly/cli"), document);
    const output = await workspace.npx(["redocly", "lint", "openapi.json", "--extends=recommended", "--format=json"]);
    return (JSON.parse(output) as { problems: unknown[] }).problems;
  },
  async "@stoplight/spectral-cli"(document) {
    await using workspace = await Workspace.create(findTool("@stoplight/spectral-cli"), document);
    await writeFile(join(workspace.folder, "ruleset.yaml"), 'extends: ["spectral:oas"]');
    const options = ["--ruleset=ruleset.yaml", "--format=json", "--quiet", "--fail-severity=error"];
    return JSON.parse(await workspace.npx(["spectral", "lint", "openapi.json", ...options])) as unknown[];
  },
};

interface SwaggerParser {
  default: { validate(document: object): Promise<unknown> };
}
interface ReadmeParser {
  validate(document: object): Promise<{ valid: boolean; errors?: unknown[]; warnings: unknown[] }>;
}
interface ScalarParser {
  validate(document: object): Promise<{ valid: boolean; errors?: unknown[] }>;
}
interface OasValidator {
  default: { validate(document: object, options: object): Promise<{ valid: boolean }> };
}

const cases = toolsOf("validator").flatMap(({ name, shows }) =>
  DOCUMENT_NAMES.filter((document) => shows[document]?.includes("accepts")).map(
    (document) => [name, document] as const,
  ),
);

describe.for(cases)("%s › OpenAPI %s", ([name, document]) => {
  const check = VALIDATORS[name] ?? (() => Promise.reject(new Error(`validators.test.ts does not run ${name}.`)));

  test.for(versionsFor(name))("accepts the description of %s without errors and warnings", async (version) => {
    expect(await check(readDocument(document, version))).toEqual([]);
  });

  test("rejects a description without a title, so that its acceptance says something", async () => {
    const verdict = check({ ...readDocument(document), info: { version: "1" } }).then(
      (problems) => problems,
      (error: unknown) => [error],
    );
    expect(await verdict).not.toEqual([]);
  });
});

/** Every api-version for a library, the newest for a command, which starts slowly. */
function versionsFor(name: string): readonly string[] {
  return name.endsWith("/cli") || name.endsWith("-cli") ? apiVersions.slice(-1) : apiVersions;
}
