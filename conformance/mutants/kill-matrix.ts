import type { Case } from "../cases/case.js";
import type { StartedTarget } from "../targets/target.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { isRelevantCase, type Mutant } from "./mutant.js";

/** What the cases showed of one mutant. */
export interface Trial {
  readonly mutant: string;
  /** How many cases ran on it. */
  readonly ran: number;
  /** The ids of the cases that failed. */
  readonly killers: readonly string[];
  /** The ids of the relevant cases that did not run because enough others had failed. */
  readonly skippedCases: readonly string[];
  /** Cases that ended without a verdict. A case must give one on any server, however wrong. */
  readonly broken: readonly BrokenCase[];
  readonly seconds: number;
}

interface BrokenCase {
  readonly id: string;
  readonly message: string;
}

/** How many cases run on a mutant side by side. */
const BATCH_SIZE = 16;
/** A mutant with this many killers is not tried further. */
const MAX_KILLERS = 12;
/** Far more than a case takes: cases that wait have short timeouts of their own. */
const CASE_TIMEOUT_MS = 20_000;

/**
 * Runs the relevant cases on a mutant: until enough have failed, or all of them.
 *
 * @param only limits the run to the cases with these ids, and runs all of them
 */
export async function tryMutant(mutant: Mutant, cases: readonly Case[], only?: ReadonlySet<string>): Promise<Trial> {
  const started = performance.now();
  const server = await mutant.start();
  try {
    const ordered = casesFor(mutant, cases, server).filter(({ id }) => only?.has(id) ?? true);
    const killers: Case[] = [];
    const broken: BrokenCase[] = [];
    let ran = 0;
    while (ran < ordered.length && (only !== undefined || mutant.runAllCases || killers.length < MAX_KILLERS)) {
      const batch = await runBatch(ordered.slice(ran, ran + BATCH_SIZE), server);
      ran += batch.ran;
      killers.push(...batch.killers);
      broken.push(...batch.broken);
    }
    // A few failures could be due to a slow machine: only those that fail again count.
    const confirmed = killers.length < MAX_KILLERS ? await runBatch(killers, server) : { killers, broken: [] };
    return {
      mutant: mutant.id,
      ran,
      killers: confirmed.killers.map(({ id }) => id),
      skippedCases: ordered.slice(ran).map(({ id }) => id),
      broken: [...broken, ...confirmed.broken],
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await server.close();
  }
}

/** The cases that can be decided on the mutant. Written ones first: each was written to notice something. */
function casesFor(mutant: Mutant, cases: readonly Case[], { target }: StartedTarget): readonly Case[] {
  const relevant = cases.filter(
    (each) => isRelevantCase(mutant, each) && each.needs.every((need) => target.capabilities.includes(need)),
  );
  const isWritten = ({ origin }: Case) => origin.kind === "written";
  return [...relevant.filter(isWritten), ...relevant.filter((each) => !isWritten(each))];
}

/** Runs cases side by side. */
async function runBatch(
  cases: readonly Case[],
  server: StartedTarget,
): Promise<{ ran: number; killers: Case[]; broken: BrokenCase[] }> {
  const errors = await Promise.all(cases.map((each) => errorOf(each, server)));
  const killers = cases.filter((_, index) => errors[index] instanceof ConformanceError);
  const broken = cases.flatMap(({ id }, index) => {
    const error = errors[index];
    return error === undefined || error instanceof ConformanceError ? [] : [{ id, message: String(error) }];
  });
  return { ran: cases.length, killers, broken };
}

async function errorOf(each: Case, { target }: StartedTarget): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Error>((resolve) => {
    timer = setTimeout(
      () => resolve(new Error(`The case took longer than ${CASE_TIMEOUT_MS / 1000} s.`)),
      CASE_TIMEOUT_MS,
    );
  });
  try {
    // Not with the client: mutants test the cases, and the client is correct.
    const run = each.run(target, { driver: "raw" }).then(
      () => undefined,
      (error: unknown) => error ?? new Error("The case failed without an error."),
    );
    return await Promise.race([run, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tries one mutant after the other, as a rule in a process of its own. @param only as for {@link tryMutant} */
export type MutantRunner = (mutant: Mutant, only?: ReadonlySet<string>) => Promise<Trial>;

/**
 * Tries every mutant, each with whichever runner is free. Then runs the skipped cases of MUST cases that have not killed
 * anything, so that no case lacks a kill only because it was skipped.
 *
 * @param onTrial called after each mutant
 */
export async function runMatrix(
  mutants: readonly Mutant[],
  cases: readonly Case[],
  runners: readonly MutantRunner[],
  onTrial: (trial: Trial) => void = () => {},
): Promise<Trial[]> {
  const trials = new Map<string, Trial>();
  await shareOut(mutants, runners, async (mutant, runner) => {
    const trial = await runner(mutant);
    trials.set(mutant.id, trial);
    onTrial(trial);
  });
  await shareOut(mutants, runners, async (mutant, runner) => {
    const trial = trials.get(mutant.id);
    if (trial === undefined) return;
    const { casesWithoutKill, casesWithOnlyBroadKills } = judge(mutants, cases, [...trials.values()]);
    const wanted = new Set([...casesWithoutKill, ...casesWithOnlyBroadKills]);
    const only = new Set(trial.skippedCases.filter((id) => wanted.has(id)));
    if (only.size > 0) trials.set(mutant.id, mergeTrials(trial, await runner(mutant, only)));
  });
  return mutants.flatMap(({ id }) => trials.get(id) ?? []);
}

async function shareOut(
  mutants: readonly Mutant[],
  runners: readonly MutantRunner[],
  tryOne: (mutant: Mutant, runner: MutantRunner) => Promise<void>,
): Promise<void> {
  const queue = mutants.values();
  await Promise.all(
    runners.map(async (runner) => {
      for (const mutant of queue) await tryOne(mutant, runner);
    }),
  );
}

function mergeTrials(first: Trial, second: Trial): Trial {
  return {
    ...first,
    ran: first.ran + second.ran,
    killers: [...first.killers, ...second.killers],
    broken: [...first.broken, ...second.broken],
  };
}

/** What a matrix says of mutants and cases, all by id. */
export interface Verdict {
  /** Mutants that no case kills, though they are not equivalent. */
  readonly survivors: readonly string[];
  /** Equivalent mutants that a case kills. */
  readonly killedEquivalents: readonly string[];
  /** MUST cases that kill no mutant. */
  readonly casesWithoutKill: readonly string[];
  /** MUST cases that kill only broad mutants. */
  readonly casesWithOnlyBroadKills: readonly string[];
  /** Cases that ended without a verdict on some mutant. */
  readonly broken: readonly (BrokenCase & { readonly mutant: string })[];
}

/** Judges mutants by the cases that killed them, and MUST cases by the mutants that they killed. */
export function judge(mutants: readonly Mutant[], cases: readonly Case[], trials: readonly Trial[]): Verdict {
  const killersOf = new Map(trials.map(({ mutant, killers }) => [mutant, killers]));
  const isKilled = ({ id }: Mutant) => (killersOf.get(id)?.length ?? 0) > 0;
  const isEquivalent = ({ equivalentBecause }: Mutant) => equivalentBecause !== undefined;
  const broad = new Set(mutants.filter((each) => each.broad).map(({ id }) => id));
  const killing = new Set(trials.flatMap(({ killers }) => killers));
  const killingNarrow = new Set(trials.filter(({ mutant }) => !broad.has(mutant)).flatMap(({ killers }) => killers));
  const musts = cases.filter(({ level }) => level === "MUST").map(({ id }) => id);
  return {
    survivors: mutants.filter((each) => !isEquivalent(each) && !isKilled(each)).map(({ id }) => id),
    killedEquivalents: mutants.filter((each) => isEquivalent(each) && isKilled(each)).map(({ id }) => id),
    casesWithoutKill: musts.filter((id) => !killing.has(id)),
    casesWithOnlyBroadKills: musts.filter((id) => killing.has(id) && !killingNarrow.has(id)),
    broken: trials.flatMap(({ mutant, broken }) => broken.map((each) => ({ mutant, ...each }))),
  };
}
