const UNRELEASED = "## [Unreleased]";

/**
 * Moves the entries under the heading "Unreleased" of a changelog to a new heading with the version and the date.
 *
 * @param date such as `2026-11-26`
 * @returns the new text, with an empty "Unreleased"
 * @throws {Error} if the heading is missing or empty, or if the version already has a heading
 */
export function releaseChangelog(text: string, version: string, date: string): string {
  const start = text.indexOf(`${UNRELEASED}\n`);
  if (start < 0) throw new Error(`CHANGELOG.md has no heading "${UNRELEASED}": add it above the newest version.`);
  if (text.includes(`## [${version}]`)) throw new Error(`CHANGELOG.md already has a heading for ${version}.`);
  const rest = text.slice(start + UNRELEASED.length);
  const [changes = ""] = rest.split(/^## \[/m);
  if (changes.trim() === "") {
    throw new Error(`CHANGELOG.md has no entries under "${UNRELEASED}": describe the changes of the release there.`);
  }
  return `${text.slice(0, start)}${UNRELEASED}\n\n## [${version}] - ${date}${rest}`;
}

/** What a changelog has under "Unreleased". */
export function unreleased(text: string): string {
  const [, rest = ""] = text.split(`${UNRELEASED}\n`);
  return rest.split(/^## \[/m)[0] ?? "";
}

/** The changes of the description under "Unreleased" of a changelog; empty if there are none. */
export function unreleasedDescription(text: string): string {
  const [, description = ""] = unreleased(text).split(/^### Description$/m);
  return description.split(/^### /m)[0]?.trim() ?? "";
}
