import { join } from "node:path";
import { lint, lintConfig, loadConfig, type NormalizedProblem } from "@redocly/openapi-core";
import { apiVersions } from "../../generated/versions.js";
import { problemText } from "../generate/problem-text.js";

/**
 * Checks redocly.yaml, and every description that it lists by the rules that it switches on.
 *
 * @param root the folder of redocly.yaml
 * @returns the problems of each description by its name there, and those of redocly.yaml itself by that name
 */
export async function lintDescriptions(root: string): Promise<Map<string, NormalizedProblem[]>> {
  const config = await loadConfig({ configPath: join(root, "redocly.yaml") });
  const problems = new Map([["redocly.yaml", await lintConfig({ config, severity: "error" })]]);
  for (const [name, api] of Object.entries(config.resolvedConfig.apis ?? {})) {
    problems.set(name, await lint({ ref: join(root, api.root), config: config.forAlias(name) }));
  }
  return problems;
}

/**
 * Checks the generated documents by the same rules: what generation and the overlays of older api-versions do must not break them.
 *
 * @returns the problems of each document by its path
 */
export async function lintDocuments(root: string): Promise<Map<string, NormalizedProblem[]>> {
  const config = await loadConfig({ configPath: join(root, "redocly.yaml") });
  const problems = new Map<string, NormalizedProblem[]>();
  for (const version of apiVersions) {
    for (const name of ["openapi.json", "openapi-3.0.json"]) {
      const file = `generated/${version}/${name}`;
      problems.set(file, await lint({ ref: join(root, file), config }));
    }
  }
  return problems;
}

/** The problems found by {@link lintDescriptions}, each in one line with its place and rule. */
export function problemLines(root: string, problems: ReadonlyMap<string, readonly NormalizedProblem[]>): string[] {
  return [...problems.values()].flat().map((problem) => `${problemText(root, problem)} (${problem.ruleId})`);
}
