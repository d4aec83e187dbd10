import type { Protocol, Settings } from "../check-messages.js";

/** Asks the process that has started the checks. */
export type Ask = <Name extends keyof Protocol>(name: Name, asked: Protocol[Name][0]) => Promise<Protocol[Name][1]>;

/** What a check works with. */
export interface CheckContext extends Settings {
  /** A hub that no other check uses. */
  readonly hub: string;
  readonly ask: Ask;
}

/** Something that has to be so on every runtime. It uses nothing but what every runtime has: the standards of the web. */
export interface Check {
  readonly name: string;
  run(stage: CheckContext): Promise<void>;
}

/** A check has found something else than it expected. */
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

/** @throws {Mismatch} unless both are the same as JSON, where an object's members may be in any order */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [one, other] = [written(actual), written(expected)];
  if (one !== other) throw new Mismatch(`${what} differs.`, other, one);
}

/** @throws {Mismatch} unless the text fits */
export function matches(actual: string, expected: RegExp, what: string): void {
  if (!expected.test(actual)) throw new Mismatch(`${what} differs.`, String(expected), actual);
}

/**
 * What a promise is rejected with.
 *
 * @throws {Mismatch} if that is of another class, or there is no such rejection
 */
export async function rejection<Thrown extends Error>(
  promise: Promise<unknown>,
  type: abstract new (...values: never[]) => Thrown,
): Promise<Thrown> {
  const thrown = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("value" in thrown) throw new Mismatch("It did not reject.", type.name, `resolved with ${written(thrown.value)}`);
  if (thrown.error instanceof type) return thrown.error;
  throw new Mismatch("It was rejected with something else.", type.name, String(thrown.error));
}

function written(value: unknown): string {
  const inOrder = (_: string, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  return JSON.stringify(value, inOrder) ?? "undefined";
}
