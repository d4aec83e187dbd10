import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { StepResult } from "./run-steps.js";
import type { Step } from "./steps.js";

/** Runs the command of a step, and writes its output to `folder`. */
export async function runCommand(step: Step, root: string, folder: string): Promise<StepResult> {
  mkdirSync(folder, { recursive: true });
  const started = performance.now();
  const report = join(folder, `${step.name}.json`);
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const [program = "", ...args] = [...step.command, ...(step.isVitest ? reporters : [])];
  const { status, output } = await run(program === "node" ? process.execPath : program, args, root);
  writeFileSync(join(folder, `${step.name}.log`), output);
  return {
    name: step.name,
    status: status === 0 ? "passed" : "failed",
    seconds: (performance.now() - started) / 1000,
    output,
    tests: step.isVitest ? countTests(report) : undefined,
  };
}

async function run(program: string, args: string[], cwd: string): Promise<{ status: number | null; output: string }> {
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const status = await new Promise<number | null>((resolve) => {
    child.once("close", resolve).once("error", (error) => {
      output += `Could not start ${program}: ${error.message}\n`;
      resolve(null);
    });
  });
  return { status, output: stripVTControlCharacters(output).trim() };
}

/** @returns undefined if vitest wrote no report */
function countTests(report: string): StepResult["tests"] {
  try {
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, "utf8"));
    return { passed, failed };
  } catch {
    return undefined;
  }
}
