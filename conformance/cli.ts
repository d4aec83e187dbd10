#!/usr/bin/env node
import { type Command, HELP, readArguments, UsageError } from "./arguments.js";
import { ExpectationsError } from "./expectations.js";
import { MissingPeerError } from "./peer.js";
import { redact } from "./redact.js";
import { list, run } from "./run.js";
import { TargetError } from "./targets/target.js";

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
