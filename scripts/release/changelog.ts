const UNRELEASED = "## [Unreleased]";

/**
 * Gives what is under the heading "Unreleased" of a changelog the version and the date, below an empty "Unreleased".
 *
 * @param date such as `2026-11-26`
 * @throws {Error} if the heading is missing, nothing is under it, or the version has a heading already
 */
export function releaseChangelog(text: string, version: string, date: string): string {
  const start = text.indexOf(`${UNRELEASED}\n`);
  if (start < 0) throw new Error(`CHANGELOG.md has no heading "${UNRELEASED}": add it above the newest version.`);
  if (text.includes(`## [${version}]`)) throw new Error(`CHANGELOG.md has a heading for ${version} already.`);
  const rest = text.slice(start + UNRELEASED.length);
  const [changes = ""] = rest.split(/^## \[/m);
  if (changes.trim() === "") {
    throw new Error(`CHANGELOG.md has nothing under "${UNRELEASED}": describe there what the release changes.`);
  }
  return `${text.slice(0, start)}${UNRELEASED}\n\n## [${version}] - ${date}${rest}`;
}
