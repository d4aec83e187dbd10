import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { conformanceCases } from "../cases/index.js";
import { DESCRIPTION_NAMES } from "../description/documents.js";
import type { Expectation, Expectations } from "../report/expectations.js";

/** A file of expectations cannot be read or is not valid. The message names the file. */
export class ExpectationsError extends Error {
  override readonly name = "ExpectationsError";
}

/**
 * The file of built-in expectations.
 *
 * @param name the file without its extension: the kind of target, or `server` for what holds for every server but a mock
 */
export function expectationsFile(name: string): URL {
  return new URL(`./expectations/${name}.yaml`, import.meta.url);
}

/**
 * Reads a file of expectations.
 *
 * @throws {ExpectationsError} if it cannot be read, is not valid or lists a case that no description has
 */
export function readExpectations(file: string | URL): Expectations {
  const name = file instanceof URL ? fileURLToPath(file) : file;
  const document = readYaml(file, name);
  return { cases: readCases(document, name), uncovered: readUncovered(document, name) };
}

type YamlMapping = Readonly<Record<string, unknown>>;

function readYaml(file: string | URL, name: string): YamlMapping {
  let document: unknown;
  try {
    document = parse(readText(file, name));
  } catch (error) {
    if (error instanceof ExpectationsError) throw error;
    throw new ExpectationsError(`${name} is not valid YAML: ${(error as Error).message}`);
  }
  if (typeof document === "object" && document !== null && !Array.isArray(document)) return document as YamlMapping;
  throw new ExpectationsError(`${name} must be a YAML mapping with the lists \`cases\` and \`uncovered\`.`);
}

function readText(file: string | URL, name: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ExpectationsError(`Cannot read ${name}: ${code === "ENOENT" ? "file not found" : message}.`);
  }
}

function readCases(document: YamlMapping, name: string): Map<string, Expectation> {
  const cases = new Map<string, Expectation>();
  const known = new Set(DESCRIPTION_NAMES.flatMap((description) => conformanceCases(description).map(({ id }) => id)));
  for (const entry of readList(document, "cases", name)) {
    const { id, reason, link } = readTexts(entry, "cases", ["id", "reason", "link"], name);
    if (!known.has(id)) {
      throw new ExpectationsError(
        `${name} lists the case ${JSON.stringify(id)}, which does not exist. List the ids with --list.`,
      );
    }
    if (cases.has(id)) throw new ExpectationsError(`${name} lists the case ${id} twice. Remove one of the entries.`);
    cases.set(id, { reason, link });
  }
  return cases;
}

function readUncovered(document: YamlMapping, name: string): Expectations["uncovered"] {
  return readList(document, "uncovered", name).map((entry) =>
    readTexts(entry, "uncovered", ["operation", "item", "reason"], name),
  );
}

function readList(document: YamlMapping, list: string, name: string): readonly unknown[] {
  const entries = document[list] ?? [];
  if (Array.isArray(entries)) return entries as unknown[];
  throw new ExpectationsError(`\`${list}\` in ${name} must be a list.`);
}

function readTexts<Member extends string>(
  entry: unknown,
  list: string,
  members: readonly Member[],
  name: string,
): Record<Member, string> {
  const pairs = members.map((member) => {
    const value = (entry as YamlMapping | null)?.[member];
    if (typeof value === "string" && value !== "") return [member, value] as const;
    const needed = members.map((each) => `\`${each}\``).join(", ");
    throw new ExpectationsError(
      `An entry of \`${list}\` in ${name} has no \`${member}\`: ${JSON.stringify(entry)}. Each needs the texts ${needed}.`,
    );
  });
  return Object.fromEntries(pairs) as Record<Member, string>;
}
