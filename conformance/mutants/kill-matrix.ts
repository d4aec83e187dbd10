import type { Case } from "../cases/case.js";
import type { StartedTarget } from "../targets/target.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { isRelevantCase, type Mutant } from "./mutant.js";

/** What came of one mutant. */
export interface Trial {
  readonly mutant: string;
  /** How many cases were run on it. */
  readonly ran: number;
  /** Those of them that failed. */
  readonly killers: readonly string[];
  /** Those that were left out, because enough had failed. */
  readonly skippedCases: readonly string[];
  /** Those that came to no verdict, and why: mistakes of theirs, since a wrong server is what they are for. */
  readonly broken: readonly { readonly id: string; readonly message: string }[];
  readonly seconds: number;
}

/** How many cases are run on a mutant at once; after that it is asked whether enough have failed, and how many that is. */
const BATCH_SIZE = 16;
const MAX_KILLERS = 12;
/** How long a case may take, in milliseconds. Those that wait, wait for much less. */
const CASE_TIMEOUT_MS = 20_000;

/**
 * Runs cases on a mutant that can notice what is wrong with it: all of them, or until enough have failed.
 *
 * @param only the ids of those that are run at all, and all of them
 */
export async function tryMutant(mutant: Mutant, cases: readonly Case[], only?: ReadonlySet<string>): Promise<Trial> {
  const started = performance.now();
  const server = await mutant.start();
  try {
    const { capabilities } = server.target;
    const chosen = cases.filter(
      (each) =>
        isRelevantCase(mutant, each) &&
        (only?.has(each.id) ?? true) &&
        each.needs.every((need) => capabilities.includes(need)),
    );
    const ordered = [...chosen.filter(isWritten), ...chosen.filter((each) => !isWritten(each))];
    const killers: Case[] = [];
    const broken: { id: string; message: string }[] = [];
    /** @returns those that fail */
    const run = async (portion: readonly Case[]) => {
      const failures = await Promise.all(portion.map((each) => failureOf(each, server)));
      return portion.filter(({ id }, index) => {
        const error = failures[index];
        if (error === undefined || error instanceof ConformanceError) return error !== undefined;
        broken.push({ id, message: String(error) });
        return false;
      });
    };
    let ran = 0;
    while (ran < ordered.length && (only !== undefined || mutant.runAllCases || killers.length < MAX_KILLERS)) {
      const portion = ordered.slice(ran, ran + BATCH_SIZE);
      ran += portion.length;
      killers.push(...(await run(portion)));
    }
    // Of so few, each is asked again whether it fails, or the machine was slow.
    const sure = killers.length < MAX_KILLERS ? await run(killers) : killers;
    const skippedCases = ordered.slice(ran).map(({ id }) => id);
    const seconds = (performance.now() - started) / 1000;
    return { mutant: mutant.id, ran, killers: sure.map(({ id }) => id), skippedCases, broken, seconds };
  } finally {
    await server.close();
  }
}

/** Whether somebody wrote it for what it shows: that says more than one of many that were derived. */
function isWritten({ needs }: Case): boolean {
  return needs.includes("state") || needs.includes("sockets") || needs.includes("authentication");
}

async function failureOf(each: Case, { target }: StartedTarget): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`It took longer than ${CASE_TIMEOUT_MS / 1000} s.`)), CASE_TIMEOUT_MS);
  });
  try {
    // Not by our client, which is right and not what is asked about here.
    const run = each.run(target, { driver: "raw" }).then(
      () => undefined,
      (error: unknown) => error ?? new Error("It failed without an error."),
    );
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tries mutants one after the other; in another process, as a rule. */
export type MutantRunner = (mutant: Mutant, only?: ReadonlySet<string>) => Promise<Trial>;

/** Tries every mutant, by whichever lane is free. @param tried is called after each */
export async function runMatrix(
  mutants: readonly Mutant[],
  cases: readonly Case[],
  runners: readonly MutantRunner[],
  tried: (trial: Trial) => void = () => {},
): Promise<Trial[]> {
  const trials = new Map<string, Trial>();
  const left = mutants.values();
  await Promise.all(
    runners.map(async (runner) => {
      for (const mutant of left) {
        const trial = await runner(mutant);
        trials.set(mutant.id, trial);
        tried(trial);
      }
    }),
  );
  // What a MUST case kills can only be said of one that was run wherever it can be.
  const useless = () => {
    const { casesWithoutKill, casesWithOnlyBroadKills } = judge(mutants, cases, [...trials.values()]);
    return new Set([...casesWithoutKill, ...casesWithOnlyBroadKills]);
  };
  const again = mutants.values();
  await Promise.all(
    runners.map(async (runner) => {
      for (const mutant of again) {
        const trial = trials.get(mutant.id);
        const asked = useless();
        const only = new Set(trial?.skippedCases.filter((id) => asked.has(id)));
        if (trial !== undefined && only.size > 0) trials.set(mutant.id, mergeTrials(trial, await runner(mutant, only)));
      }
    }),
  );
  return mutants.flatMap(({ id }) => trials.get(id) ?? []);
}

function mergeTrials(first: Trial, second: Trial): Trial {
  return {
    ...first,
    ran: first.ran + second.ran,
    killers: [...first.killers, ...second.killers],
    broken: [...first.broken, ...second.broken],
  };
}

/** What a matrix says of mutants and cases. */
export interface Verdict {
  /** Mutants that no case kills, and that no reason is given for. */
  readonly survivors: readonly string[];
  /** Mutants that are said to be alike a right server, and that a case kills. */
  readonly killedEquivalents: readonly string[];
  /** MUST cases that kill no mutant. */
  readonly casesWithoutKill: readonly string[];
  /** MUST cases that kill only mutants that are wrong altogether. */
  readonly casesWithOnlyBroadKills: readonly string[];
  /** Cases that came to no verdict somewhere. */
  readonly broken: readonly { readonly mutant: string; readonly id: string; readonly message: string }[];
}

/** Mutants that fail nearly everything: a case that kills no other has not shown what it is for. */
const BROAD_MUTANTS = /^(always|always-refused|no-validation|right)\//;

export function judge(mutants: readonly Mutant[], cases: readonly Case[], trials: readonly Trial[]): Verdict {
  const killersOf = new Map(trials.map(({ mutant, killers }) => [mutant, killers]));
  const isKilled = ({ id }: Mutant) => (killersOf.get(id)?.length ?? 0) > 0;
  const useful = new Set(trials.flatMap(({ killers }) => killers));
  const sharp = new Set(trials.filter(({ mutant }) => !BROAD_MUTANTS.test(mutant)).flatMap(({ killers }) => killers));
  const musts = cases.filter(({ level }) => level === "MUST").map(({ id }) => id);
  return {
    survivors: mutants.filter((each) => each.equivalentBecause === undefined && !isKilled(each)).map(({ id }) => id),
    killedEquivalents: mutants
      .filter((each) => each.equivalentBecause !== undefined && isKilled(each))
      .map(({ id }) => id),
    casesWithoutKill: musts.filter((id) => !useful.has(id)),
    casesWithOnlyBroadKills: musts.filter((id) => useful.has(id) && !sharp.has(id)),
    broken: trials.flatMap(({ mutant, broken }) => broken.map((each) => ({ mutant, ...each }))),
  };
}

/**
 * MUST cases that only an older description has, so that no mutant is tried with them. Replays are left out: they follow from
 * each description by the same rule, such as one with all parameters that an operation has.
 */
export function onlyInOlder(newest: readonly Case[], older: readonly Case[]): string[] {
  const known = new Set(newest.map(({ id }) => id));
  return older
    .filter(({ id, level }) => level === "MUST" && !known.has(id) && !id.includes("/replay/"))
    .map(({ id }) => id);
}
