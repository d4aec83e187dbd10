import type { CheckResult, Protocol } from "../check-messages.js";
import { access } from "./access.js";
import { type Call, type Check, Mismatch } from "./check.js";
import { errors } from "./errors.js";
import { existenceChecks } from "./existence-checks.js";
import { limits } from "./limits.js";
import { messages } from "./messages.js";
import { platform } from "./platform.js";
import { retries } from "./retries.js";

/** The checks for every runtime. */
export const COMMON_CHECKS: readonly Check[] = [
  ...messages,
  ...existenceChecks,
  ...errors,
  ...retries,
  ...limits,
  ...access,
  ...platform,
];

/** The time for one check. */
const CHECK_TIMEOUT_MS = 20_000;

/**
 * Runs the checks, one after the other, and reports each.
 *
 * @param server the address of the check server
 * @param extraChecks further checks, for this runtime only
 */
export async function runChecks(server: string, extraChecks: readonly Check[] = []): Promise<void> {
  // Kept here because a check replaces the global for a time.
  const { fetch } = globalThis;
  const call: Call = async <Name extends keyof Protocol>(name: Name, input: Protocol[Name][0]) => {
    const response = await fetch(`${server}/${name}`, { method: "POST", body: JSON.stringify(input) });
    const body = await response.text();
    if (!response.ok) throw new Error(`${name}: ${body}`);
    return JSON.parse(body) as Protocol[Name][1];
  };
  const settings = await call("settings", {});
  const checks = [...COMMON_CHECKS, ...extraChecks];
  for (const [index, { name, run }] of checks.entries()) {
    const failure = await withTimeout(run({ ...settings, hub: `check${index + 1}`, call })).then(
      () => undefined,
      failureOf,
    );
    await call("report", { name, failure });
  }
  await call("done", { checks: checks.length });
}

async function withTimeout(check: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The check did not finish within ${CHECK_TIMEOUT_MS / 1000} s.`)),
      CHECK_TIMEOUT_MS,
    );
  });
  await Promise.race([check, late]).finally(() => clearTimeout(timer));
}

function failureOf(error: unknown): CheckResult["failure"] {
  if (error instanceof Mismatch) return { message: error.message, expected: error.expected, actual: error.actual };
  if (!(error instanceof Error)) return { message: String(error) };
  const { cause } = error;
  return { message: `${error.stack ?? error}${cause === undefined ? "" : `\ncaused by ${cause}`}` };
}
