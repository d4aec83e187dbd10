import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { conformanceCases } from "../cases/index.js";
import { DESCRIPTION_NAMES } from "../description/documents.js";
import type { Expectation, Expectations } from "../report/expectations.js";

/** A file of expectations cannot be read, or speaks of what there is not. */
export class ExpectationsError extends Error {
  override readonly name = "ExpectationsError";
}

/** Where the expectations are that the suite brings along: `server` for what holds of every server but a mock. */
export function expectationsFile(target: "prism" | "emulator" | "server"): URL {
  return new URL(`./expectations/${target}.yaml`, import.meta.url);
}

/**
 * Reads a file of expectations.
 *
 * @throws {ExpectationsError} if it cannot be read, is of another form, or has a case that no description has
 */
export function readExpectations(file: string | URL): Expectations {
  const name = file instanceof URL ? file.pathname : file;
  const document = readYaml(file, name);
  const cases = new Map<string, Expectation>();
  const known = new Set(DESCRIPTION_NAMES.flatMap((description) => conformanceCases(description).map(({ id }) => id)));
  for (const entry of listOf(document, "cases", name)) {
    const { id, reason, link } = texts(entry, ["id", "reason", "link"], name);
    if (!known.has(id))
      throw new ExpectationsError(
        `${name} expects the case ${JSON.stringify(id)}, which there is not. --list has all.`,
      );
    if (cases.has(id)) throw new ExpectationsError(`${name} has the case ${id} twice.`);
    cases.set(id, { reason, link });
  }
  const uncovered = listOf(document, "uncovered", name).map((entry) =>
    texts(entry, ["operation", "item", "reason"], name),
  );
  return { cases, uncovered };
}

function readYaml(file: string | URL, name: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ExpectationsError(`${name} cannot be read: ${(error as Error).message}.`);
  }
  try {
    const document = parse(text) as unknown;
    if (typeof document === "object" && document !== null && !Array.isArray(document))
      return document as Record<string, unknown>;
  } catch (error) {
    throw new ExpectationsError(`${name} is not YAML: ${(error as Error).message}`);
  }
  throw new ExpectationsError(`${name} has to be a YAML object with the lists \`cases\` and \`uncovered\`.`);
}

function listOf(document: Readonly<Record<string, unknown>>, member: string, name: string): readonly unknown[] {
  const list = document[member] ?? [];
  if (Array.isArray(list)) return list as unknown[];
  throw new ExpectationsError(`\`${member}\` in ${name} is not a list.`);
}

function texts<Name extends string>(entry: unknown, members: readonly Name[], name: string): Record<Name, string> {
  const pairs = members.map((member) => {
    const value = (entry as Record<string, unknown> | null)?.[member];
    if (typeof value === "string" && value !== "") return [member, value] as const;
    throw new ExpectationsError(
      `An entry of ${name} has no \`${member}\`: ${JSON.stringify(entry)}. It needs ${members.join(", ")}.`,
    );
  });
  return Object.fromEntries(pairs) as Record<Name, string>;
}
