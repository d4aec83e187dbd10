import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { type Block, firstMissing } from "./code-blocks.js";
import { startSurroundings } from "./program-environment.js";

const TELEMETRY = new URL("telemetry.ts", import.meta.url).href;

/**
 * Runs a program of a document as its reader would, in a process and with surroundings of its own.
 *
 * @param file what to run
 * @param patience how long it may take, in milliseconds; most of it is the start
 * @returns what is wrong; undefined if it ends by itself, without an error, and prints what the document says
 */
export async function runProgram(
  block: Block,
  file: string,
  tsconfig: string,
  patience = 60_000,
): Promise<string | undefined> {
  await using surroundings = await startSurroundings();
  const place = `${block.document}, line ${block.line}:`;
  const tsx = createRequire(import.meta.url).resolve("tsx/cli");
  const before = block.code.includes('"@opentelemetry/api"') ? ["--import", TELEMETRY] : [];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [tsx, "--tsconfig", tsconfig, ...before, file], {
      // Not this computer's own: nothing is to be found that leads to a real service.
      env: { PATH: process.env.PATH, ...surroundings.environment },
      timeout: patience,
    });
    const missing = firstMissing(block.prints, stdout);
    return missing === undefined ? undefined : `${place} does not print “${missing}”, but:\n${stdout}`;
  } catch (error) {
    const { killed, stdout, stderr } = error as { killed?: boolean; stdout: string; stderr: string };
    return `${place} ${killed === true ? "does not end" : "fails"}:\n${stdout}${stderr}`;
  }
}
