import type { CheckResult, Protocol } from "../check-messages.js";
import { access } from "./access.js";
import { type Ask, type Check, Mismatch } from "./check.js";
import { errors } from "./errors.js";
import { questions } from "./existence-checks.js";
import { limits } from "./limits.js";
import { messages } from "./messages.js";
import { platform } from "./platform.js";
import { retries } from "./retries.js";

const checks: readonly Check[] = [...messages, ...questions, ...errors, ...retries, ...limits, ...access, ...platform];

/** How long a check may take, in milliseconds. */
const CHECK_TIMEOUT_MS = 20_000;

/**
 * Runs the checks, one after the other, and reports each.
 *
 * @param parent the address of the process that has started this one
 * @param own what is to be checked on this runtime besides
 */
export async function runChecks(parent: string, own: readonly Check[] = []): Promise<void> {
  // Kept, since a check puts another in its place for a while.
  const { fetch } = globalThis;
  const ask: Ask = async <Name extends keyof Protocol>(name: Name, asked: Protocol[Name][0]) => {
    const response = await fetch(`${parent}/${name}`, { method: "POST", body: JSON.stringify(asked) });
    const body = await response.text();
    if (!response.ok) throw new Error(`${name}: ${body}`);
    return JSON.parse(body) as Protocol[Name][1];
  };
  const settings = await ask("settings", {});
  const all = [...checks, ...own];
  for (const [index, { name, run }] of all.entries()) {
    const failure = await bounded(run({ ...settings, hub: `check${index + 1}`, ask })).then(() => undefined, told);
    await ask("report", { name, failure });
  }
  await ask("done", { checks: all.length });
}

async function bounded(promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It was not through after ${CHECK_TIMEOUT_MS / 1000} s.`)),
      CHECK_TIMEOUT_MS,
    );
  });
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function told(error: unknown): CheckResult["failure"] {
  if (error instanceof Mismatch) return { message: error.message, expected: error.expected, actual: error.actual };
  if (!(error instanceof Error)) return { message: String(error) };
  const { cause } = error;
  return { message: `${error.stack ?? error}${cause === undefined ? "" : `\ncaused by ${cause}`}` };
}
