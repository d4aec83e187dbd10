import type { Protocol, Settings } from "../check-messages.js";

/** Sends a call to the process that started the checks. */
export type Call = <Name extends keyof Protocol>(name: Name, input: Protocol[Name][0]) => Promise<Protocol[Name][1]>;

/** The context that a check runs in. */
export interface CheckContext extends Settings {
  /** A hub that no other check uses. */
  readonly hub: string;
  readonly call: Call;
}

/** A requirement that the client must meet on every runtime. A check uses only web standards, which every runtime has. */
export interface Check {
  /** What the client does, beginning with a verb. */
  readonly name: string;
  /** @throws {Error} if the requirement is not met */
  run(context: CheckContext): Promise<void>;
}

/** A value differs from the expected one. */
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

/** @throws {Mismatch} if the values differ as JSON. The order of an object's members does not matter. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [actualText, expectedText] = [sortedJson(actual), sortedJson(expected)];
  if (actualText !== expectedText) throw new Mismatch(`${what}: the value differs.`, expectedText, actualText);
}

/** @throws {Mismatch} if the text does not match */
export function matches(actual: string, expected: RegExp, what: string): void {
  if (!expected.test(actual)) throw new Mismatch(`${what}: the text does not match.`, String(expected), actual);
}

/**
 * @returns the error that the promise rejects with
 * @throws {Mismatch} if the promise resolves, or rejects with an error of another class
 */
export async function rejection<Thrown extends Error>(
  promise: Promise<unknown>,
  type: abstract new (...args: never[]) => Thrown,
): Promise<Thrown> {
  const settled = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("value" in settled)
    throw new Mismatch("The promise did not reject.", type.name, `resolved: ${sortedJson(settled.value)}`);
  if (settled.error instanceof type) return settled.error;
  throw new Mismatch("The promise rejected with another error.", type.name, String(settled.error));
}

function sortedJson(value: unknown): string {
  const sortMembers = (_: string, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  return JSON.stringify(value, sortMembers) ?? "undefined";
}
