import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkDescriptionChanges } from "./description-changes.js";

const VERSION = "2001-01-01";
/** A document with an operation `send` that has these parameters. */
const documentOf = (...parameters: object[]) => ({
  openapi: "3.1.0",
  info: { version: VERSION },
  paths: { "/": { post: { operationId: "send", parameters, responses: {} } } },
});
const optional = { name: "filter", in: "query", schema: { type: "string" } };
const required = { ...optional, required: true };

function changelogOf(description: string): string {
  return `# Changelog\n\n## [Unreleased]\n\n### Client\n\n- \`send\` retries.\n${description}\n## [0.0.1] - 2020-01-01\n\n### Description\n\n- \`send\`.\n`;
}

/** A repository whose release v0.0.1 has one description, and whose folder has another one, or none. */
async function released(older: object, newer: object | undefined) {
  const root = await mkdtemp(join(tmpdir(), "description-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const folder = join(root, "generated", VERSION);
  await mkdir(folder, { recursive: true });
  const write = (document: object) => writeFile(join(folder, "openapi.json"), JSON.stringify(document));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: root });
  await write(older);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "First");
  git("tag", "v0.0.1");
  if (newer === undefined) await rm(folder, { recursive: true });
  else await write(newer);
  return { root, git };
}

describe("checkDescriptionChanges", () => {
  test("accepts changes that break nobody without an entry", async () => {
    const { root } = await released(documentOf(), documentOf(optional));
    expect(await checkDescriptionChanges(root, changelogOf(""))).toBe("v0.0.1");
  });

  test("rejects a change that breaks callers if only other parts of the changelog name its operation", async () => {
    const { root } = await released(documentOf(optional), documentOf(required));
    await expect(checkDescriptionChanges(root, changelogOf(""))).rejects.toThrow(
      [
        "CHANGELOG.md does not say how the description breaks callers of v0.0.1:",
        "  2001-01-01: send: the query parameter `filter` became required.",
        'Name each operation under "### Description" of "## [Unreleased]", with what its callers must do, or take the change back.',
      ].join("\n"),
    );
  });

  test("accepts a change that breaks callers if the changelog names its operation", async () => {
    const { root } = await released(documentOf(optional), documentOf(required));
    const changelog = changelogOf("\n### Description\n\n#### Changed\n\n- `send` requires `filter`.\n");
    expect(await checkDescriptionChanges(root, changelog)).toBe("v0.0.1");
  });

  test("does not take the name of another operation for that of the changed one", async () => {
    const { root } = await released(documentOf(optional), documentOf(required));
    const changelog = changelogOf("\n### Description\n\n- `sendToAll` requires `filter`.\n");
    await expect(checkDescriptionChanges(root, changelog)).rejects.toThrow("send: the query parameter `filter`");
  });

  test("rejects an api-version that is gone without an entry", async () => {
    const { root } = await released(documentOf(), undefined);
    await expect(checkDescriptionChanges(root, changelogOf(""))).rejects.toThrow(
      "2001-01-01: the api-version was removed.",
    );
  });

  test("accepts an api-version that is gone if the changelog names it", async () => {
    const { root } = await released(documentOf(), undefined);
    const changelog = changelogOf("\n### Description\n\n- 2001-01-01 is retired.\n");
    expect(await checkDescriptionChanges(root, changelog)).toBe("v0.0.1");
  });

  test("compares with the newest release", async () => {
    const { root, git } = await released(documentOf(required), documentOf(required));
    git("tag", "v0.0.10");
    git("tag", "v0.0.9");
    expect(await checkDescriptionChanges(root, changelogOf(""))).toBe("v0.0.10");
  });

  test("returns undefined where nothing was released", async () => {
    const { root, git } = await released(documentOf(optional), documentOf(required));
    git("tag", "--delete", "v0.0.1");
    expect(await checkDescriptionChanges(root, changelogOf(""))).toBeUndefined();
  });
});
