import { globMatcher } from "../../conformance/cli/glob-matcher.js";
import { unreleased } from "../release/changelog.js";

/**
 * The ids that have disappeared although CHANGELOG.md does not say so: people link to them, or list them in files.
 *
 * An id is named by a code span under "Unreleased": the id itself, or a glob such as `send-to-all/replay/403/*`.
 *
 * @param before the ids of the committed list
 * @param after the ids that exist now
 * @param changelog the text of CHANGELOG.md
 */
export function unnamedRemovals(before: Iterable<string>, after: Iterable<string>, changelog: string): string[] {
  const present = new Set(after);
  const names = [...unreleased(changelog).matchAll(/`([^`\s]+)`/g)].map(([, name = ""]) => globMatcher(name));
  return [...before].filter((id) => !present.has(id) && !names.some((matches) => matches(id)));
}
