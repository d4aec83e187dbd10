/**
 * `npm run strangers`: checks whether the conformance cases accept right servers that differ from the emulator. No case at the
 * level MUST or SHOULD may fail on any of them; a MAY case may, because it is about what was only observed.
 */
import { parseArgs } from "node:util";
import type { Case } from "../conformance/cases/case.js";
import { conformanceCases } from "../conformance/cases/index.js";
import { globMatcher } from "../conformance/cli/glob-matcher.js";
import { rightStrangers } from "../conformance/strangers/right-strangers.js";
import type { Stranger } from "../conformance/strangers/stranger.js";
import { ConformanceError } from "../conformance/wire/conformance-error.js";
import { latestApiVersion } from "../generated/versions.js";

const HELP = `Runs the conformance cases on right strangers: servers that differ from the emulator as the service may.
No case at the level MUST or SHOULD may fail on any.

Usage: npm run strangers -- [options]

  --only GLOB   Run only the strangers whose id matches, for example '*next-link'; * matches any text.
  --runs N      How often the cases run on each. Default: 1.
  --list        List the selected strangers (id, how it differs, and why it may) and exit.
  -h, --help    Show this help.

Exit status: 0 no such case failed, 1 at least one did, 2 could not be determined.`;

const options = {
  only: { type: "string", default: "*" },
  runs: { type: "string", default: "1" },
  list: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
/** How many cases run side by side. */
const CONCURRENCY = 16;

async function main(): Promise<0 | 1> {
  const { only, runs, list, help } = readArguments();
  if (help) {
    console.log(HELP);
    return 0;
  }
  const matches = globMatcher(only);
  const strangers = rightStrangers.filter(({ id }) => matches(id));
  if (strangers.length === 0)
    throw new Error(`--only is "${only}", which matches no stranger. List the ids with --list.`);
  if (list) {
    for (const { id, summary, because } of strangers) console.log(`${id}\n  ${summary}\n  ${because}`);
    return 0;
  }
  let failedCount = 0;
  for (const stranger of strangers) {
    for (let run = 1; run <= runs; run += 1) failedCount += await tryStranger(stranger, run);
  }
  console.log(`${strangers.length} strangers × ${runs}: ${failedCount} MUST and SHOULD cases failed.`);
  return failedCount === 0 ? 0 : 1;
}

function readArguments() {
  try {
    const { values } = parseArgs({ options });
    const runs = Number(values.runs);
    if (Number.isInteger(runs) && runs > 0) return { ...values, runs };
    throw new Error(`--runs is "${values.runs}"; it must be an integer of at least 1.`);
  } catch (error) {
    throw new Error(`${(error as Error).message} See npm run strangers -- --help.`);
  }
}

/** Runs every case that can be decided on a stranger. @returns how many at the level MUST or SHOULD failed */
async function tryStranger(stranger: Stranger, run: number): Promise<number> {
  const started = performance.now();
  const { target, close } = await stranger.start();
  try {
    const cases = conformanceCases(latestApiVersion).filter(({ needs }) =>
      needs.every((need) => target.capabilities.includes(need)),
    );
    const failures: { readonly failed: Case; readonly difference: string }[] = [];
    const queue = cases.values();
    const runNext = async () => {
      for (const each of queue) {
        await each.run(target, { driver: "raw" }).catch((error: unknown) => {
          const difference = error instanceof ConformanceError ? error.difference : String(error);
          failures.push({ failed: each, difference });
        });
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, runNext));
    const deciding = failures.filter(({ failed }) => failed.level !== "MAY");
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const counts = `${cases.length - failures.length} passed, ${failures.length - deciding.length} differ (MAY), ${deciding.length} failed`;
    console.log(`${stranger.id.padEnd(32)} ${String(run).padStart(2)}  ${counts}, ${seconds} s`);
    for (const { failed, difference } of deciding) console.log(`  ${failed.level} ${failed.id}: ${difference}`);
    return deciding.length;
  } finally {
    await close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
