import { existsSync } from "node:fs";
import type { Difference } from "./outline.js";
import { readYaml, root } from "./read-description.js";
import type { SwaggerTranscript } from "./swagger-outline.js";

/** A difference that is meant. */
export interface DeliberateDifference extends Difference {
  /** The entry of the ledger that gives the reason. */
  readonly evidence: string;
  /** The first api-version that has it, if not all do. */
  readonly since?: string;
  /** The last api-version that has it, if not all do. */
  readonly until?: string;
}

const FILE = "published-differences.yaml";

/** The entries of spec/published-differences.yaml. */
export function readDeliberateDifferences(): DeliberateDifference[] {
  const entries = readYaml<(Partial<DeliberateDifference> & Pick<DeliberateDifference, "at" | "evidence">)[]>(FILE);
  return entries.map((entry) => ({
    ...entry,
    published: entry.published ?? "absent",
    described: entry.described ?? "absent",
  }));
}

/**
 * Reads the transcript of the Swagger that was published for an api-version.
 *
 * @throws {Error} with the file to add, if it does not exist
 */
export function readSwagger(apiVersion: string): SwaggerTranscript {
  const path = `transcripts/swagger-${apiVersion}.yaml`;
  if (!existsSync(`${root}/spec/${path}`)) {
    throw new Error(
      `spec/${path} does not exist: add the transcript of the Swagger that was published for api-version ${apiVersion}, in the form of the others.`,
    );
  }
  return readYaml<SwaggerTranscript>(path);
}

/** The entries that an api-version must show. */
export function entriesFor(entries: readonly DeliberateDifference[], apiVersion: string): DeliberateDifference[] {
  return entries.filter(({ since = apiVersion, until = apiVersion }) => since <= apiVersion && apiVersion <= until);
}

/** The differences that no entry lists. */
export function unlisted(entries: readonly DeliberateDifference[], differences: readonly Difference[]): Difference[] {
  return differences.filter((difference) => !entries.some((entry) => lists(entry, difference)));
}

/** The entries that no difference shows. */
export function unseen(
  entries: readonly DeliberateDifference[],
  differences: readonly Difference[],
): DeliberateDifference[] {
  return entries.filter((entry) => !differences.some((difference) => lists(entry, difference)));
}

function lists(entry: DeliberateDifference, { at, published, described }: Difference): boolean {
  const [names, pattern] = [at.split(" > "), entry.at.split(" > ")];
  return (
    names.length === pattern.length &&
    pattern.every((name, index) => name === "*" || name === names[index]) &&
    JSON.stringify([entry.published, entry.described]) === JSON.stringify([published, described])
  );
}

/** A difference in words, with what to do about it. */
export function differenceText({ at, published, described }: Difference): string {
  const values = `published ${JSON.stringify(published)}, described ${JSON.stringify(described)}`;
  return `${at}: ${values}. Correct the description, or list the difference and its reason in spec/${FILE}.`;
}
