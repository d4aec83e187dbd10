/**
 * `npm run test:runtimes`: the client is for every runtime that has `fetch`, and what it is made of differs among them. So the
 * packed package is installed into an empty project, and the same file of checks is run on each, against the emulator.
 */

import type { CheckResult } from "./runtimes/check-messages.js";
import { runRuntime, versionOf } from "./runtimes/run-runtime.js";
import { HELP, readArguments } from "./runtimes/runtime-arguments.js";
import { RuntimeMissing, runtimeBinary } from "./runtimes/runtime-binaries.js";
import type { RuntimeName } from "./runtimes/runtime-builds.js";
import { makeProject, type Project } from "./runtimes/runtime-project.js";
import { RUNTIMES } from "./runtimes/runtimes.js";

let passed = 0;
let failed = 0;
const couldNotRun: string[] = [];

async function main(): Promise<0 | 1 | 2> {
  const { help, runtimes } = readArguments(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return 0;
  }
  console.log("Packing the package, and installing it into an empty project …");
  await using project = await makeProject();
  for (const name of runtimes) await runOn(name, project);
  for (const reason of couldNotRun) console.error(`\nCould not run: ${reason}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : couldNotRun.length > 0 ? 2 : 0;
}

async function runOn(name: RuntimeName, { folder }: Project): Promise<void> {
  try {
    const binary = await runtimeBinary(name, console.log);
    console.log(`\n${name}: ${await versionOf(binary)}`);
    await runRuntime(RUNTIMES[name], binary, folder, show);
  } catch (error) {
    couldNotRun.push(error instanceof RuntimeMissing ? error.message : `${name}: ${(error as Error).stack}`);
  }
}

function show({ name, failure }: CheckResult): void {
  if (failure === undefined) passed += 1;
  else failed += 1;
  console.log(`  ${failure === undefined ? "✓" : "✗"} ${name}`);
  if (failure === undefined) return;
  const { message, expected, actual } = failure;
  console.log(indented(message));
  if (expected !== undefined) console.log(indented(`expected: ${expected}\nactual:   ${actual}`));
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "      ");
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof TypeError || error instanceof RangeError ? error.message : error);
  process.exitCode = 2;
}
