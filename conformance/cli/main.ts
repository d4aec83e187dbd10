#!/usr/bin/env node
import { TargetError } from "../targets/target.js";
import { redact } from "../wire/redact.js";
import { type Command, HELP, readArguments, UsageError } from "./arguments.js";
import { MissingPeerError } from "./optional-peers.js";
import { ExpectationsError } from "./read-expectations.js";
import { list, run } from "./run-command.js";

/** Exit status: the target conforms, it does not, or that could not be found out. */
const COULD_NOT_RUN = 2;

try {
  const command: Command = readArguments(process.argv.slice(2));
  if (command.help) console.log(HELP);
  else if (command.list) console.log(list(command));
  else process.exitCode = await run(command);
} catch (error) {
  process.exitCode = COULD_NOT_RUN;
  if (error instanceof UsageError) console.error(`${error.message}\nSee --help.`);
  else if (error instanceof TargetError || error instanceof MissingPeerError || error instanceof ExpectationsError)
    console.error(redact(error.message));
  else console.error(redact((error as Error).stack ?? String(error)));
}
