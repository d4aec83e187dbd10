import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { type Block, firstMissingLine } from "./code-blocks.js";
import { startProgramEnvironment } from "./program-environment.js";

const TELEMETRY = new URL("telemetry.ts", import.meta.url).href;

/**
 * Runs the program of a document as its reader would, in a separate process and with separate servers.
 *
 * @param block the block that the program comes from
 * @param file the path of the program
 * @param timeoutMs the time for the program, most of which is its start
 * @returns the problem; undefined if the program exits with 0 and prints what the document says
 */
export async function runProgram(
  block: Block,
  file: string,
  tsconfig: string,
  timeoutMs = 60_000,
): Promise<string | undefined> {
  await using environment = await startProgramEnvironment();
  const place = `${block.document}, line ${block.line}:`;
  const tsx = createRequire(import.meta.url).resolve("tsx/cli");
  const preload = block.code.includes('"@opentelemetry/api"') ? ["--import", TELEMETRY] : [];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [tsx, "--tsconfig", tsconfig, ...preload, file], {
      // Without the variables of this machine, which could lead to a real service.
      env: { PATH: process.env.PATH, ...environment.variables },
      timeout: timeoutMs,
    });
    const missing = firstMissingLine(block.prints, stdout);
    return missing === undefined ? undefined : `${place} does not print “${missing}”, but:\n${stdout}`;
  } catch (error) {
    const { killed, stdout, stderr } = error as { killed?: boolean; stdout: string; stderr: string };
    return `${place} ${killed === true ? `does not exit within ${timeoutMs / 1000} s` : "fails"}:\n${stdout}${stderr}`;
  }
}
