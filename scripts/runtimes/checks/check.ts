import type { Protocol, Settings } from "../check-messages.js";

/** Calls the process that started the checks. */
export type Call = <Name extends keyof Protocol>(name: Name, input: Protocol[Name][0]) => Promise<Protocol[Name][1]>;

/** What a check runs with. */
export interface CheckContext extends Settings {
  /** A hub that no other check uses. */
  readonly hub: string;
  readonly call: Call;
}

/** A requirement for every runtime. A check uses nothing but web standards, which every runtime has. */
export interface Check {
  /** What the client does, beginning with a verb. */
  readonly name: string;
  /** @throws {Error} if the requirement is not met */
  run(context: CheckContext): Promise<void>;
}

/** A value is not the expected one. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
  readonly expected: string;
  readonly actual: string;

  constructor(message: string, expected: string, actual: string) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }
}

/** @throws {Mismatch} unless both values are the same as JSON, with the members of objects in any order */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [actualText, expectedText] = [sortedJson(actual), sortedJson(expected)];
  if (actualText !== expectedText) throw new Mismatch(`${what}: a different value.`, expectedText, actualText);
}

/** @throws {Mismatch} unless the text matches */
export function matches(actual: string, expected: RegExp, what: string): void {
  if (!expected.test(actual)) throw new Mismatch(`${what}: no match.`, String(expected), actual);
}

/**
 * @returns the error that a promise rejects with
 * @throws {Mismatch} if the promise resolves, or if the error is not of that class
 */
export async function rejection<Thrown extends Error>(
  promise: Promise<unknown>,
  type: abstract new (...values: never[]) => Thrown,
): Promise<Thrown> {
  const settled = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("value" in settled) throw new Mismatch("It did not reject.", type.name, `resolved: ${sortedJson(settled.value)}`);
  if (settled.error instanceof type) return settled.error;
  throw new Mismatch("It rejected with another error.", type.name, String(settled.error));
}

function sortedJson(value: unknown): string {
  const sortMembers = (_: string, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  return JSON.stringify(value, sortMembers) ?? "undefined";
}
