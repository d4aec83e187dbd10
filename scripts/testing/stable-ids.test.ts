import { expect, test } from "vitest";
import { unnamedRemovals } from "./stable-ids.js";

/** A changelog with an unreleased line and a released one. */
function changelogOf(unreleased: string, released = ""): string {
  return `# Changelog\n\n## [Unreleased]\n\n${unreleased}\n\n## [0.1.0] - 2026-11-22\n\n${released}\n`;
}

test("unnamedRemovals › returns an id that has disappeared without an entry in the changelog", () => {
  expect(unnamedRemovals(["sendToAll", "userExists"], ["userExists"], changelogOf("- Nothing."))).toEqual([
    "sendToAll",
  ]);
});

test.for(["- `sendToAll`.", "- `sendTo*`.", "- `{sendToAll,sendToUser}`."])(
  "unnamedRemovals › returns nothing for an id that the changelog names as removed: %s",
  (line) => {
    expect(unnamedRemovals(["sendToAll"], [], changelogOf(`#### Removed\n\n${line}`))).toEqual([]);
  },
);

test("unnamedRemovals › does not accept a name that is not in a code span", () => {
  expect(unnamedRemovals(["sendToAll"], [], changelogOf("#### Removed\n\n- sendToAll."))).toEqual(["sendToAll"]);
});

test("unnamedRemovals › does not accept a name that the changelog lists as new", () => {
  const changelog = changelogOf("#### Removed\n\n- `userExists`.\n\n#### Added\n\n- `sendToAll`.");
  expect(unnamedRemovals(["sendToAll"], [], changelog)).toEqual(["sendToAll"]);
});

test("unnamedRemovals › does not accept a name under a released version", () => {
  expect(unnamedRemovals(["sendToAll"], [], changelogOf("- Nothing.", "#### Removed\n\n- `sendToAll`."))).toEqual([
    "sendToAll",
  ]);
});

test("unnamedRemovals › returns nothing for ids that stay, and for new ones", () => {
  expect(unnamedRemovals(["a"], ["a", "b"], changelogOf(""))).toEqual([]);
});
