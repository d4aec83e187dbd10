import { parseArgs } from "node:util";
import { withoutControls } from "../../conformance/report/sanitize-report.js";
import { compareDescriptions } from "./comparison/compare-descriptions.js";
import { type Drift, driftJson, driftText } from "./report.js";
import { apiVersionsIn, descriptionNames, readSource, type Source, type SourceOptions } from "./sources.js";

const HELP = `Says what differs between two descriptions of the API, and whether that breaks a caller.

  npm run drift -- OLD NEW     Compare two descriptions.
  npm run drift -- FILE        What a document of someone else changed, compared with our newest api-version.
  npm run drift -- OLD         What our newest api-version changed, compared with OLD, which is one of ours.

A description is one of
  2024-12-01                   an api-version, or another name in generated/
  upstream.json                a file: OpenAPI 3.x or Swagger 2.0, in JSON or YAML
  git:HEAD~1, git:HEAD~1:NAME  what a commit, branch or tag has in generated/: its newest api-version, or NAME

  --all         List the texts that differ, too. They are counted otherwise.
  --json        Print one JSON document: each change with its operation, effect and sentence.
  -h, --help    Show this help.

Compared: operations, webhooks, parameters, bodies, statuses, headers and authentication. Not compared: examples, tags,
servers and extensions.
Exit status: 0 nothing breaks a caller, 1 something does, 2 the descriptions cannot be compared.`;

export interface RunDriftOptions extends SourceOptions {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** Runs the command. @returns its exit status */
export async function runDrift(args: readonly string[], options: RunDriftOptions): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = readArguments(args);
    if (values.help) {
      options.print(HELP);
      return 0;
    }
    const drift = compare(await readSources(positionals, options));
    options.print(values.json ? driftJson(drift) : driftText(drift, values.all === true));
    return drift.changes.some(({ effect }) => effect === "breaking") ? 1 : 0;
  } catch (error) {
    options.printError(withoutControls((error as Error).message));
    return 2;
  }
}

function readArguments(args: readonly string[]) {
  const options = {
    all: { type: "boolean" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new Error(`${(error as Error).message} See npm run drift -- --help.`, { cause: error });
  }
}

async function readSources(names: readonly string[], options: SourceOptions): Promise<[older: Source, newer: Source]> {
  const [first, second, ...others] = names;
  if (first === undefined || others.length > 0) {
    const given = names.length === 0 ? "Nothing to compare" : `${names.length} descriptions given`;
    throw new Error(`${given}: pass one or two descriptions. See npm run drift -- --help.`);
  }
  const source = await readSource(first, options);
  if (second !== undefined) return [source, await readSource(second, options)];
  const latest = await readSource(latestVersion(options.root), options);
  return source.isOurs ? [source, latest] : [latest, source];
}

function latestVersion(root: string): string {
  const latest = apiVersionsIn(descriptionNames(root)).at(-1);
  if (latest === undefined)
    throw new Error("generated/ has no api-version: run npm run generate, or pass two descriptions.");
  return latest;
}

function compare([older, newer]: readonly [Source, Source]): Drift {
  const changes = compareDescriptions(older.description, newer.description);
  return { older, newer, changes, operations: older.description.operations.map(({ id }) => id) };
}
