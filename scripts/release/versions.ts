import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The part of a package.json that a release changes. */
interface Manifest {
  version: string;
  peerDependencies?: Record<string, string>;
}

export type Increment = "minor" | "patch";

const MANIFESTS = { client: "package.json", suite: "conformance/package.json" } as const;
const LOCKFILE = "package-lock.json";
const USER_AGENT = "src/client/user-agent.ts";
/** The peer dependency of the suite. */
const CLIENT = "webpubsub-fetch";

/** The version of both packages. @throws {Error} if the versions differ, or the peer range of the suite does not match */
export function readVersion(root: string): string {
  const [client, suite] = [read<Manifest>(root, MANIFESTS.client), read<Manifest>(root, MANIFESTS.suite)];
  if (client.version !== suite.version) {
    throw new Error(
      `The packages have the versions ${client.version} and ${suite.version}: they are released together, so set both to the same version.`,
    );
  }
  const range = suite.peerDependencies?.[CLIENT];
  if (range !== `^${client.version}`) {
    throw new Error(
      `conformance/package.json has the peer range "${range}" for ${CLIENT}: it must be "^${client.version}".`,
    );
  }
  return client.version;
}

/** @throws {Error} if the version is not three numbers */
export function incremented(version: string, increment: Increment): string {
  const numbers = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);
  if (numbers === undefined) throw new Error(`The version is "${version}": it must be three numbers, such as 0.2.0.`);
  const [major = 0, minor = 0, patch = 0] = numbers;
  return increment === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** Sets the version of both packages, also in the lockfile and the `User-Agent`, and the peer range of the suite. @returns the changed files */
export function writeVersion(root: string, version: string): string[] {
  edit<Manifest>(root, MANIFESTS.client, (manifest) => {
    manifest.version = version;
  });
  edit<Manifest>(root, MANIFESTS.suite, (manifest) => setSuite(manifest, version));
  edit<{ version: string; packages: Record<string, Manifest> }>(root, LOCKFILE, (lockfile) => {
    lockfile.version = version;
    const { "": client, conformance: suite } = lockfile.packages;
    if (client === undefined || suite === undefined) throw new Error(`${LOCKFILE} lacks a package: run npm install.`);
    client.version = version;
    setSuite(suite, version);
  });
  const userAgent = readFileSync(join(root, USER_AGENT), "utf8");
  writeFileSync(join(root, USER_AGENT), userAgent.replace(/(?<=webpubsub-fetch\/)[\d.]+/, version));
  return [...Object.values(MANIFESTS), LOCKFILE, USER_AGENT];
}

function setSuite(manifest: Manifest, version: string): void {
  manifest.version = version;
  manifest.peerDependencies = { ...manifest.peerDependencies, [CLIENT]: `^${version}` };
}

function read<T>(root: string, file: string): T {
  return JSON.parse(readFileSync(join(root, file), "utf8")) as T;
}

function edit<T>(root: string, file: string, change: (content: T) => void): void {
  const content = read<T>(root, file);
  change(content);
  writeFileSync(join(root, file), `${JSON.stringify(content, null, 2)}\n`);
}
