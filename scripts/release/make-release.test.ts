import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { releaseChangelog } from "./changelog.js";
import { type ReleaseOptions, release } from "./make-release.js";
import { incremented, readVersion } from "./versions.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const FILES = ["package.json", "conformance/package.json", "package-lock.json", "src/client/user-agent.ts"];
const CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n- A change.\n\n## [0.0.1] - 2020-01-01\n";

/** A repository with the manifests of this one and one entry in its changelog. */
async function scratchCopy() {
  const root = await mkdtemp(join(tmpdir(), "release-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, "conformance"));
  for (const file of FILES) await cp(join(repository, file), join(root, file));
  await writeFile(join(root, "CHANGELOG.md"), CHANGELOG);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
      cwd: root,
      encoding: "utf8",
    }).trim();
  git("init", "--quiet");
  git("config", "user.name", "a");
  git("config", "user.email", "a@example.org");
  git("add", ".");
  git("commit", "--quiet", "--message", "First");
  const printed: string[] = [];
  const verify = vi.fn();
  const print = (line: string) => void printed.push(line);
  const options: ReleaseOptions = { root, increment: "minor", isDryRun: false, date: "2026-11-26", verify, print };
  const read = (file: string) => readFile(join(root, file), "utf8");
  return { root, git, printed, verify, options, read };
}

describe("release", () => {
  const next = incremented(readVersion(repository), "minor");

  test("sets both versions, the peer range and the lockfile, dates the changelog, commits and tags", async () => {
    const { root, git, options, read, verify, printed } = await scratchCopy();
    expect(await release(options)).toBe(next);
    expect(verify).toHaveBeenCalledOnce();
    expect(readVersion(root)).toBe(next);
    const lockfile = JSON.parse(await read("package-lock.json"));
    expect([lockfile.version, lockfile.packages[""].version, lockfile.packages.conformance.version]).toEqual([
      next,
      next,
      next,
    ]);
    expect(await read("src/client/user-agent.ts")).toContain(`"webpubsub-fetch/${next}"`);
    expect(lockfile.packages.conformance.peerDependencies["webpubsub-fetch"]).toBe(`^${next}`);
    expect(await read("CHANGELOG.md")).toContain(`## [Unreleased]\n\n## [${next}] - 2026-11-26\n\n- A change.\n`);
    expect(git("log", "-1", "--format=%s %D")).toMatch(new RegExp(`^Release ${next} .*tag: v${next}`));
    expect(git("status", "--porcelain")).toBe("");
    expect(printed.slice(-2)).toEqual([
      "  npm publish --provenance",
      "  npm publish --provenance --workspace conformance",
    ]);
  });

  test("keeps the manifests as npm formats them", async () => {
    const { options, git } = await scratchCopy();
    await release(options);
    expect(git("diff", "--shortstat", "HEAD~1", "--", "package.json")).toMatch(/1 insertion.*1 deletion/);
  });

  test("changes nothing in a dry run", async () => {
    const { git, options, verify } = await scratchCopy();
    expect(await release({ ...options, isDryRun: true })).toBe(next);
    expect(git("status", "--porcelain")).toBe("");
    expect(git("tag")).toBe("");
    expect(verify).not.toHaveBeenCalled();
  });

  test("changes nothing if a check fails", async () => {
    const { git, options } = await scratchCopy();
    const verify = () => {
      throw new Error("red");
    };
    await expect(release({ ...options, verify })).rejects.toThrow("red");
    expect(git("status", "--porcelain")).toBe("");
  });

  test("rejects a working tree with changes", async () => {
    const { root, options } = await scratchCopy();
    await writeFile(join(root, "new"), "");
    await expect(release(options)).rejects.toThrow(/^The working tree has changes/);
  });

  test("rejects a tag that exists", async () => {
    const { git, options } = await scratchCopy();
    git("tag", `v${next}`);
    await expect(release(options)).rejects.toThrow(`The tag v${next} already exists: delete it`);
  });

  test("rejects a change of the description that breaks callers and is not in the changelog", async () => {
    const { root, git, options } = await scratchCopy();
    const write = (operationId: string) => {
      const document = { openapi: "3.1.0", info: {}, paths: { "/": { get: { operationId, responses: {} } } } };
      return writeFile(join(root, "generated/2001-01-01/openapi.json"), JSON.stringify(document));
    };
    await mkdir(join(root, "generated/2001-01-01"), { recursive: true });
    await write("getItem");
    git("add", ".");
    git("commit", "--quiet", "--message", "Describe");
    git("tag", "v0.0.1");
    await write("readItem");
    await expect(release({ ...options, isDryRun: true })).rejects.toThrow(
      /^CHANGELOG\.md does not say how the description breaks callers of v0\.0\.1:/,
    );
  });

  test("says that the first release has no description to be compared with", async () => {
    const { options, printed } = await scratchCopy();
    await release({ ...options, isDryRun: true });
    expect(printed[0]).toBe("There is no release yet that the description could be compared with.");
  });

  test("rejects packages whose versions differ", async () => {
    const { root, read, options } = await scratchCopy();
    const manifest = JSON.parse(await read("package.json"));
    await writeFile(join(root, "package.json"), JSON.stringify({ ...manifest, version: "9.9.9" }));
    await expect(release(options)).rejects.toThrow(
      /^The packages have the versions 9\.9\.9 and .* set both to the same version\.$/,
    );
  });
});

test("readVersion › returns the version of both packages of this repository, which the peer range has too", () => {
  expect(readVersion(repository)).toMatch(/^\d+\.\d+\.\d+$/);
});

test("releaseChangelog › accepts the changelog of this repository", async () => {
  const changelog = await readFile(join(repository, "CHANGELOG.md"), "utf8");
  // Right after a release, the heading has no entries.
  const withChange = changelog.replace("## [Unreleased]\n", "## [Unreleased]\n\n- A change.\n");
  expect(releaseChangelog(withChange, "9.9.9", "2026-11-26")).toContain("## [9.9.9] - 2026-11-26");
});

test.for([
  ["0.1.0", "minor", "0.2.0"],
  ["0.1.7", "minor", "0.2.0"],
  ["0.1.9", "patch", "0.1.10"],
  ["1.2.3", "minor", "1.3.0"],
] as const)("incremented › increments %s by %s to %s", ([version, increment, expected]) => {
  expect(incremented(version, increment)).toBe(expected);
});

test("incremented › rejects a version that is not three numbers", () => {
  expect(() => incremented("0.1.0-beta", "patch")).toThrow('The version is "0.1.0-beta"');
});

test.for([
  ["without the heading", "# Changelog\n", /has no heading "## \[Unreleased\]"/],
  ["without entries under the heading", "## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n- a\n", /has no entries under/],
  [
    "with a heading for the version",
    "## [Unreleased]\n- a\n\n## [0.2.0] - 2026-01-01\n",
    /already has a heading for 0\.2\.0/,
  ],
] as const)("releaseChangelog › rejects a changelog %s", ([, text, message]) => {
  expect(() => releaseChangelog(text, "0.2.0", "2026-11-26")).toThrow(message);
});
