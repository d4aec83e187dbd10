import type { Case } from "../cases/case.js";
import { UsageError } from "../emulator/command-options.js";
import type { Command } from "./arguments.js";
import { globMatcher } from "./glob-matcher.js";

/**
 * The cases that match one of the globs and have one of the levels.
 *
 * @param only without a glob, every id matches
 * @throws {UsageError} if a glob matches no id, or no case is left
 */
export function selectCases(cases: readonly Case[], { only, levels }: Pick<Command, "only" | "levels">): Case[] {
  const matchers = only.map(globMatcher);
  for (const [index, matches] of matchers.entries()) {
    if (!cases.some(({ id }) => matches(id))) {
      throw new UsageError(
        `--only ${JSON.stringify(only[index])} matches no case. List the ids with --list; * matches any text.`,
      );
    }
  }
  const matching = cases.filter(({ id }) => matchers.length === 0 || matchers.some((matches) => matches(id)));
  const selected = matching.filter(({ level }) => levels.includes(level));
  if (selected.length > 0) return selected;
  const globs = only.map((glob) => JSON.stringify(glob)).join(" or ");
  throw new UsageError(`No case matches --only ${globs} at level ${levels.join(" or ")}.`);
}
