import type { Case } from "../cases/case.js";
import type { Command } from "./arguments.js";
import { UsageError } from "./arguments.js";

/**
 * The cases that the command chooses.
 *
 * @throws {UsageError} if a glob fits no case, or no case is left
 */
export function select(cases: readonly Case[], { only, levels }: Pick<Command, "only" | "levels">): Case[] {
  const patterns = only.map((glob) => ({ glob, pattern: patternOf(glob) }));
  for (const { glob, pattern } of patterns) {
    if (!cases.some(({ id }) => pattern.test(id))) {
      throw new UsageError(
        `--only is ${JSON.stringify(glob)}, which fits no case. --list prints the ids; * stands for any text.`,
      );
    }
  }
  const chosen = cases.filter(
    ({ id, level }) =>
      levels.includes(level) && (patterns.length === 0 || patterns.some(({ pattern }) => pattern.test(id))),
  );
  if (chosen.length === 0)
    throw new UsageError(`No case of --only ${only.join(", ")} has the level ${levels.join(" or ")}.`);
  return chosen;
}

function patternOf(glob: string): RegExp {
  const parts = glob.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
