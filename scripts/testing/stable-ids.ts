import { globMatcher } from "../../conformance/cli/glob-matcher.js";
import { unreleased } from "../release/changelog.js";

/**
 * The ids that have disappeared although CHANGELOG.md does not say so: people link to them, or list them in files.
 *
 * An id is named by a code span in a section "Removed" of "Unreleased": the id itself, or a glob such as
 * `send-to-all/replay/403/*`. Other sections do not count: they name ids that are new or have changed.
 *
 * @param before the ids of the committed list
 * @param after the ids that exist now
 * @param changelog the text of CHANGELOG.md
 */
export function unnamedRemovals(before: Iterable<string>, after: Iterable<string>, changelog: string): string[] {
  const present = new Set(after);
  const removed = unreleased(changelog)
    .split(/^#{3,4} /m)
    .filter((section) => section.startsWith("Removed\n"));
  const names = [...removed.join("\n").matchAll(/`([^`\s]+)`/g)].map(([, name = ""]) => globMatcher(name));
  return [...before].filter((id) => !present.has(id) && !names.some((matches) => matches(id)));
}
