import { parseArgs } from "node:util";
import { RUNTIME_NAMES, type RuntimeName } from "./runtime-builds.js";

export const HELP = `Holds the packed package to the same checks on every runtime, each against the emulator.

  npm run test:runtimes                          all of them
  npm run test:runtimes -- --only node-24,bun    some: ${RUNTIME_NAMES.join(", ")}

A runtime that is not there is installed from npm, into node_modules/.cache/runtimes.
Exit status: 0 all checks passed, 1 not so, 2 not all could run.`;

/** What the command was asked to do. */
export interface Command {
  readonly help: boolean;
  readonly runtimes: readonly RuntimeName[];
}

/** @throws {TypeError | RangeError} if it cannot be understood, or names a runtime that there is not */
export function readArguments(words: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...words],
    options: { only: { type: "string", multiple: true }, help: { type: "boolean", short: "h" } },
  });
  const { only, help = false } = values;
  const chosen = only?.flatMap((list) => list.split(",")).map((name) => name.trim());
  for (const name of chosen ?? []) {
    if (isRuntime(name)) continue;
    throw new RangeError(`--only has ${JSON.stringify(name)}, which is none of ${RUNTIME_NAMES.join(", ")}.`);
  }
  return { help, runtimes: RUNTIME_NAMES.filter((name) => chosen?.includes(name) ?? true) };
}

function isRuntime(name: string): name is RuntimeName {
  return (RUNTIME_NAMES as string[]).includes(name);
}
