import type { Case } from "../../conformance/cases/case.js";
import { judge, onlyInOlder, type Trial, type Verdict } from "../../conformance/mutants/kill-matrix.js";
import type { Mutant } from "../../conformance/mutants/mutant.js";
import { markdownTable, textTable } from "../../conformance/report/tables.js";

/** One line of the matrix. */
interface Row {
  readonly id: string;
  readonly sentence: string;
  readonly history?: string;
  readonly alike?: string;
  /** How many cases were run on it. */
  readonly ran: number;
  readonly killers: readonly string[];
  readonly seconds: number;
}

/** What reports show. */
export interface Matrix {
  readonly rows: readonly Row[];
  readonly verdict: Verdict;
  /** Cases that fail on a right server: what they kill proves nothing. */
  readonly failing: readonly string[];
  /** MUST cases that are not tried, because the newest description does not have them. */
  readonly untried: readonly string[];
  /** How many MUST cases were asked what they kill. */
  readonly musts: number;
}

const SHOWN = 3;

/** @param isWhole whether all mutants were tried, so that a MUST case without a kill is a fault */
export function readMatrix(tried: {
  mutants: readonly Mutant[];
  cases: readonly Case[];
  /** Of an older description. */
  older: readonly Case[];
  trials: readonly Trial[];
  isWhole: boolean;
}): Matrix {
  const { mutants, trials, older, isWhole } = tried;
  const failing = [
    ...new Set(trials.filter(isRight).flatMap(({ killers, broken }) => [...killers, ...broken.map(({ id }) => id)])),
  ];
  const counted = trials
    .filter((trial) => !isRight(trial))
    .map((trial) => ({ ...trial, killers: trial.killers.filter((id) => !failing.includes(id)) }));
  const cases = tried.cases.filter(({ id }) => !failing.includes(id));
  const asked = isWhole ? cases : [];
  const verdict = judge(mutants, asked, counted);
  const rows = counted.flatMap(({ mutant, ran, killers, seconds }): Row[] => {
    const found = mutants.find(({ id }) => id === mutant);
    if (found === undefined) return [];
    const { id, summary: sentence, history, equivalentBecause: alike } = found;
    return [{ id, sentence, ...(history && { history }), ...(alike && { alike }), ran, killers, seconds }];
  });
  const untried = onlyInOlder(tried.cases, older);
  return { rows, verdict, failing, untried, musts: asked.filter(({ level }) => level === "MUST").length };
}

const isRight = ({ mutant }: Trial) => mutant.startsWith("right/");

export function isGood({
  failing,
  untried,
  verdict: { survivors, killedEquivalents, casesWithoutKill, broken },
}: Matrix): boolean {
  return [failing, untried, survivors, killedEquivalents, casesWithoutKill, broken].every(({ length }) => length === 0);
}

/** For a terminal: each mutant with how many cases kill it and the first of them, and then whatever is wrong. */
export function table(matrix: Matrix): string {
  const rows = matrix.rows.map(({ id, killers, alike }) => [
    id,
    String(killers.length),
    alike === undefined ? shown(killers) : `alike: ${alike}`,
  ]);
  return [
    ...textTable(rows, ["left", "right", "left"]),
    "",
    ...faults(matrix).flatMap(({ title, items }) => [title, ...items.map((item) => `  ${item}`), ""]),
  ].join("\n");
}

function shown(killers: readonly string[]): string {
  const more = killers.length > SHOWN ? ` and ${killers.length - SHOWN} more` : "";
  return `${killers.slice(0, SHOWN).join(", ")}${more}`;
}

/** What makes the matrix a bad one. */
function faults({ failing, untried, verdict }: Matrix): { title: string; items: readonly string[] }[] {
  const broken = verdict.broken.map(({ mutant, id, message }) => `${id} on ${mutant}: ${message}`);
  return [
    { title: "Cases that fail on a right server:", items: failing },
    { title: "Mutants that no case kills:", items: verdict.survivors },
    { title: "Mutants that are said to be alike a right server, and are killed:", items: verdict.killedEquivalents },
    { title: "MUST cases that kill no mutant:", items: verdict.casesWithoutKill },
    { title: "MUST cases that only an older api-version has:", items: untried },
    { title: "Cases that came to no verdict:", items: broken },
  ].filter(({ items }) => items.length > 0);
}

export function summary({
  rows,
  musts,
  verdict: { survivors, casesWithoutKill, casesWithOnlyBroadKills },
}: Matrix): string {
  const alike = rows.filter((row) => row.alike !== undefined).length;
  const ofMutants = `${rows.length} mutants: ${rows.length - alike - survivors.length} killed, ${survivors.length} survive, ${alike} alike`;
  if (musts === 0) return ofMutants;
  return `${ofMutants}; ${musts} MUST cases: ${casesWithoutKill.length} kill nothing, ${casesWithOnlyBroadKills.length} kill only what is wrong altogether`;
}

/** For reading later: every mutant with its sentence, history and killers. */
export function markdown(matrix: Matrix): string {
  const rows = matrix.rows.map(({ id, sentence, history, alike, ran, killers }) => [
    `\`${id}\``,
    history === undefined ? sentence : `${sentence}<br>${history}`,
    String(ran),
    String(killers.length),
    alike ?? shown(killers),
  ]);
  return [
    "# The kill matrix",
    "",
    `${summary(matrix)}.`,
    "",
    ...faults(matrix).flatMap(({ title, items }) => [
      `## ${title.slice(0, -1)}`,
      "",
      ...items.map((item) => `- ${item.replaceAll("\n", " ")}`),
      "",
    ]),
    "## Mutants",
    "",
    markdownTable(
      [["Mutant", "What is wrong with it", "Cases run", "Killed by", "The first of them"], ...rows],
      ["left", "left", "right", "right", "left"],
    ),
    "",
  ].join("\n");
}
