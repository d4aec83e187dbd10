import type { Case } from "../../conformance/cases/case.js";
import { judge, type Trial, type Verdict } from "../../conformance/mutants/kill-matrix.js";
import type { Mutant } from "../../conformance/mutants/mutant.js";
import { markdownTable, textTable } from "../../conformance/report/tables.js";

/** One mutant of the matrix. */
interface Row {
  readonly id: string;
  readonly summary: string;
  readonly history?: string;
  readonly equivalentBecause?: string;
  /** How many cases ran on it. */
  readonly ran: number;
  /** The ids of the cases that failed on it. */
  readonly killers: readonly string[];
  readonly seconds: number;
}

/** What the reports show. */
export interface Matrix {
  readonly rows: readonly Row[];
  readonly verdict: Verdict;
  /** Cases that fail on a correct server. What they kill does not count. */
  readonly failing: readonly string[];
  /** How many MUST cases were checked for a kill. */
  readonly musts: number;
}

/** What a matrix is read from. */
export interface MatrixInput {
  /** The correct servers. */
  readonly baselines: readonly Pick<Mutant, "id">[];
  readonly mutants: readonly Mutant[];
  /** The cases of the newest api-version. */
  readonly cases: readonly Case[];
  /** Of mutants and baselines. */
  readonly trials: readonly Trial[];
  /** Whether all mutants were tried, so that a MUST case without a kill is an error. */
  readonly isWhole: boolean;
}

/** How many killers a report names. */
const MAX_NAMED_KILLERS = 3;

export function readMatrix({ baselines, mutants, cases, trials, isWhole }: MatrixInput): Matrix {
  const isBaseline = ({ mutant }: Trial) => baselines.some(({ id }) => id === mutant);
  const failing = [...new Set(trials.filter(isBaseline).flatMap(failingCases))];
  const counted = trials
    .filter((trial) => !isBaseline(trial))
    .map((trial) => ({ ...trial, killers: trial.killers.filter((id) => !failing.includes(id)) }));
  const checked = isWhole ? cases.filter(({ id }) => !failing.includes(id)) : [];
  return {
    rows: counted.flatMap((trial) => {
      const mutant = mutants.find(({ id }) => id === trial.mutant);
      return mutant === undefined ? [] : [rowOf(mutant, trial)];
    }),
    verdict: judge(mutants, checked, counted),
    failing,
    musts: checked.filter(({ level }) => level === "MUST").length,
  };
}

function failingCases({ killers, broken }: Trial): string[] {
  return [...killers, ...broken.map(({ id }) => id)];
}

function rowOf({ id, summary, history, equivalentBecause }: Mutant, { ran, killers, seconds }: Trial): Row {
  return {
    id,
    summary,
    ...(history !== undefined && { history }),
    ...(equivalentBecause !== undefined && { equivalentBecause }),
    ran,
    killers,
    seconds,
  };
}

export function isGood(matrix: Matrix): boolean {
  return problemsOf(matrix).length === 0;
}

/** For a terminal: each mutant with the number of its killers and the first of them, then the problems. */
export function table(matrix: Matrix): string {
  const rows = matrix.rows.map(({ id, killers, equivalentBecause }) => [
    id,
    String(killers.length),
    equivalentBecause === undefined ? firstOf(killers) : `equivalent: ${equivalentBecause}`,
  ]);
  const problems = problemsOf(matrix).flatMap(({ title, remedy, items }) => [
    `${title}:`,
    ...items.map((item) => `  ${item}`),
    remedy,
    "",
  ]);
  return [...textTable(rows, ["left", "right", "left"]), "", ...problems].join("\n");
}

function firstOf(killers: readonly string[]): string {
  const more = killers.length > MAX_NAMED_KILLERS ? ` and ${killers.length - MAX_NAMED_KILLERS} more` : "";
  return `${killers.slice(0, MAX_NAMED_KILLERS).join(", ")}${more}`;
}

/** What must change before a matrix is good. */
interface Problem {
  readonly title: string;
  readonly items: readonly string[];
  /** What to do about it. */
  readonly remedy: string;
}

function problemsOf({ failing, verdict }: Matrix): Problem[] {
  const problems: Problem[] = [
    {
      title: "Cases that fail on a correct server",
      items: failing,
      remedy: "Correct these cases, or the server: until then their kills do not count.",
    },
    {
      title: "Mutants that no case kills",
      items: verdict.survivors,
      remedy:
        "Add a case that fails on them, or let one that does run on them (`cases` of the family). If no case can fail, give the reason in `equivalent`.",
    },
    {
      title: "Equivalent mutants that a case kills",
      items: verdict.killedEquivalents,
      remedy:
        "Take their reason out of `equivalent`. If the service may behave like this, correct the case instead: see which one in reports/mutants.json.",
    },
    {
      title: "MUST cases that kill no mutant",
      items: verdict.casesWithoutKill,
      remedy: "Add a mutant that breaks their requirement, or run them on one that does (`cases` of its family).",
    },
    {
      title: "Cases without a verdict",
      items: verdict.broken.map(({ mutant, id, message }) => `${id} on ${mutant}: ${message}`),
      remedy: "Correct these cases: on any server, a case must pass or throw a ConformanceError.",
    },
  ];
  return problems.filter(({ items }) => items.length > 0);
}

export function summaryLine({ rows, musts, verdict }: Matrix): string {
  const { survivors, casesWithoutKill, casesWithOnlyBroadKills } = verdict;
  const equivalent = rows.filter(({ equivalentBecause }) => equivalentBecause !== undefined).length;
  const killed = rows.length - equivalent - survivors.length;
  const ofMutants = `${rows.length} mutants: ${killed} killed, ${survivors.length} survived, ${equivalent} equivalent`;
  if (musts === 0) return ofMutants;
  return `${ofMutants}; ${musts} MUST cases: ${casesWithoutKill.length} kill no mutant, ${casesWithOnlyBroadKills.length} kill only broad mutants`;
}

/** For reading later: every mutant with what is wrong, its history and its killers. */
export function markdown(matrix: Matrix): string {
  const rows = matrix.rows.map(({ id, summary, history, equivalentBecause, ran, killers }) => [
    `\`${id}\``,
    history === undefined ? summary : `${summary}<br>${history}`,
    String(ran),
    String(killers.length),
    equivalentBecause ?? firstOf(killers),
  ]);
  const problems = problemsOf(matrix).flatMap(({ title, remedy, items }) => [
    `## ${title}`,
    "",
    remedy,
    "",
    ...items.map((item) => `- ${item.replaceAll("\n", " ")}`),
    "",
  ]);
  return [
    "# The kill matrix",
    "",
    `${summaryLine(matrix)}.`,
    "",
    ...problems,
    "## Mutants",
    "",
    markdownTable(
      [["Mutant", "What is wrong", "Cases run", "Killed by", "First killers, or why it is equivalent"], ...rows],
      ["left", "left", "right", "right", "left"],
    ),
    "",
  ].join("\n");
}
