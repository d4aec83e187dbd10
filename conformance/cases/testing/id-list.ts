/**
 * The format of `ids.txt`: rows `<level> <id>`, folded so that a person can read a change.
 *
 * A line is `<level> <pattern>`. A step of the pattern is one step of an id or several in braces:
 * `filters/{empty,invalid}/{send-to-all,send-to-user}` stands for four ids. A long line continues, indented, after a comma.
 */

/** The columns after which a line is wrapped at the next comma. */
const LINE_WIDTH = 160;

/** Steps of ids, each with the steps that may follow it. */
interface Tree extends Map<string, Tree> {}

/** The step below the last step of an id. */
const END = "";

/** All rows of a folded list. */
export function expandIds(text: string): Set<string> {
  const lines = text.replaceAll(/\n[ \t]+/g, "").split("\n");
  return new Set(
    lines.filter(Boolean).flatMap((line) => {
      const [level = "", pattern = ""] = line.split(" ");
      return expandPattern(pattern).map((id) => `${level} ${id}`);
    }),
  );
}

/** The shortest list that expands to the rows. */
export function foldIds(rows: Iterable<string>): string {
  const trees = new Map<string, Tree>();
  for (const row of [...rows].sort()) {
    const [, level, id] = /^(\S+) ([^\s{},]+)$/.exec(row) ?? [];
    if (level === undefined || id === undefined) throw new Error(`"${row}" is not a row "<level> <id>".`);
    const tree: Tree = trees.get(level) ?? new Map();
    trees.set(level, tree);
    addId(tree, id.split("/"));
  }
  return [...trees]
    .sort(byKey)
    .flatMap(([level, tree]) => patternsOf(tree).map((pattern) => `${wrap(`${level} ${pattern}`)}\n`))
    .join("");
}

/**
 * The difference between two lists, as a message for the person who changed the cases.
 *
 * @returns the rows that are gone and those that were added, folded; undefined if there are none
 */
export function idChanges(before: ReadonlySet<string>, after: ReadonlySet<string>): string | undefined {
  const gone = [...before].filter((row) => !after.has(row));
  const added = [...after].filter((row) => !before.has(row));
  if (gone.length + added.length === 0) return undefined;
  return [
    "The ids or levels of cases have changed.",
    ...changeList("Gone", gone),
    ...changeList("Added", added),
    "Expectations and pipelines name cases by their ids: CHANGELOG.md must name an id that is gone in a section Removed.",
    "To accept the change: UPDATE_IDS=1 npx vitest run --project unit conformance/cases/cases.test.ts",
  ].join("\n");
}

function changeList(title: string, rows: readonly string[]): string[] {
  return rows.length === 0 ? [] : [`${title} (${rows.length}):`, foldIds(rows).trimEnd().replaceAll(/^/gm, "  ")];
}

function addId(tree: Tree, [step, ...rest]: readonly string[]): void {
  if (step === undefined) {
    tree.set(END, new Map());
    return;
  }
  const below: Tree = tree.get(step) ?? new Map();
  tree.set(step, below);
  addId(below, rest);
}

/** The patterns of a tree. Steps with the same patterns below them become alternatives. */
function patternsOf(tree: Tree): string[] {
  const alternatives = new Map<string, { readonly steps: string[]; readonly below: readonly string[] }>();
  for (const [step, subtree] of [...tree].filter(([step]) => step !== END).sort(byKey)) {
    const below = patternsOf(subtree);
    const key = below.join("\n");
    const known = alternatives.get(key);
    if (known === undefined) alternatives.set(key, { steps: [step], below });
    else known.steps.push(step);
  }
  const patterns = [...alternatives.values()].flatMap(({ steps, below }) => {
    const step = steps.length === 1 ? steps[0] : `{${steps.join(",")}}`;
    return below.map((pattern) => (pattern === END ? `${step}` : `${step}/${pattern}`));
  });
  return tree.has(END) ? [END, ...patterns] : patterns;
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function expandPattern(pattern: string): string[] {
  return pattern
    .split("/")
    .map((step) => (step.startsWith("{") ? step.slice(1, -1).split(",") : [step]))
    .reduce<string[]>(
      (ids, steps) => ids.flatMap((id) => steps.map((step) => (id === "" ? step : `${id}/${step}`))),
      [""],
    );
}

function wrap(line: string): string {
  const lines = [""];
  for (const piece of line.split(/(?<=,)/)) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + piece.length > LINE_WIDTH) lines.push(`  ${piece}`);
    else lines[lines.length - 1] = last + piece;
  }
  return lines.join("\n");
}
