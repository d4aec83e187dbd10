import { UsageError } from "../emulator/command-options.js";
import { TargetError } from "../targets/target.js";
import { redact } from "../wire/redact.js";
import { HELP, readArguments } from "./arguments.js";
import { MissingPeerError } from "./optional-peers.js";
import { ExpectationsError } from "./read-expectations.js";
import { type CaseRunner, type CommandOutput, list, run } from "./run-command.js";

/** The exit status when nothing was decided. */
const COULD_NOT_RUN = 2;

/** What the command `webpubsub-conformance` runs in. */
export interface CommandEnvironment extends CommandOutput {
  /** The environment variables. */
  readonly env: NodeJS.ProcessEnv;
  /** @default cases run in vitest */
  readonly runCases?: CaseRunner;
}

/**
 * Does what the command line says. Never throws: an error is one line on stderr if the user can act on it, otherwise a
 * stack trace, without secrets.
 *
 * @returns the exit status
 */
export async function execute(words: readonly string[], environment: CommandEnvironment): Promise<0 | 1 | 2> {
  const { stdout, stderr, env, runCases } = environment;
  try {
    const command = readArguments(words, env);
    if (!command.help && !command.list) return await run(command, environment, runCases);
    stdout.write(`${command.help ? HELP : list(command)}\n`);
    return 0;
  } catch (error) {
    stderr.write(`${messageOf(error as Error)}\n`);
    return COULD_NOT_RUN;
  }
}

function messageOf(error: Error): string {
  if (error instanceof UsageError) return redact(`${error.message}\nSee --help.`);
  const isExpected = [TargetError, MissingPeerError, ExpectationsError].some((type) => error instanceof type);
  return redact(isExpected ? error.message : (error.stack ?? String(error)));
}
