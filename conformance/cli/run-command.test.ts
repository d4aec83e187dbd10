import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { RunReport } from "../report/run-report.js";
import { TargetError } from "../targets/target.js";
import type { Command } from "./arguments.js";
import { type CaseRunner, list, run } from "./run-command.js";
import { fakeRunner, fakeTarget, textStream } from "./testing/fake-run.js";

const ID = "user-exists/replay/404/bare";
const BOTH = ["2024-12-01", "2023-07-01"] as const;

function commandOf(given: Partial<Command> = {}): Command {
  return {
    help: false,
    list: false,
    target: fakeTarget().target,
    descriptions: ["2024-12-01"],
    only: ["user-exists/replay/*"],
    levels: ["MUST", "SHOULD", "MAY"],
    strict: false,
    driver: "client",
    expectations: undefined,
    reports: {},
    ...given,
  };
}

async function runToEnd(command: Command, runCases: CaseRunner) {
  const [stdout, stderr] = [textStream(), textStream()];
  const status = await run(command, { stdout: stdout.stream, stderr: stderr.stream }, runCases);
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "run-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("run", () => {
  test("starts the target for each description, runs the selected cases and closes it", async () => {
    const { target, started, closed } = fakeTarget();
    const { runCases, calls } = fakeRunner();
    const { status, stderr } = await runToEnd(
      commandOf({ target, descriptions: BOTH, driver: "raw", only: ["user-exists/unknown-user", ID] }),
      runCases,
    );
    expect(status).toBe(0);
    expect(stderr).toBe("");
    expect(calls).toMatchObject([
      {
        targets: [
          ["2024-12-01", { endpoint: "http://2024-12-01.example" }],
          ["2023-07-01", { endpoint: "http://2023-07-01.example" }],
        ],
        selectedIds: [ID, "user-exists/unknown-user"],
        driver: "raw",
        total: 4,
        keepTranscripts: false,
        threads: 1,
        concurrency: 3,
      },
    ]);
    expect(started).toEqual(["2024-12-01", "2023-07-01"]);
    expect(closed).toEqual(started);
  });

  test("runs every case without a selection, on a target that each thread starts", async () => {
    const { target } = fakeTarget({ start: async () => undefined, threads: 2 });
    const { runCases, calls } = fakeRunner();
    await runToEnd(commandOf({ target, only: [] }), runCases);
    expect(calls).toMatchObject([
      {
        targets: [["2024-12-01", null]],
        selectedIds: null,
        threads: 2,
      },
    ]);
  });

  test("returns 1 and prints the failure if a case failed", async () => {
    const report = "Expected status 404, got 500.\n\n> HEAD /api";
    const { runCases } = fakeRunner({ [ID]: { status: "failed", reason: "Expected status 404, got 500.", report } });
    const { status, stdout } = await runToEnd(commandOf(), runCases);
    expect(status).toBe(1);
    expect(stdout).toContain(`FAILED 2024-12-01 ${ID}\n\n  Expected status 404, got 500.\n\n  > HEAD /api\n`);
  });

  test("returns 2 and prints the reason on stderr if cases could not run", async () => {
    const reason = "Could not connect to http://a.example (ECONNREFUSED).";
    const { runCases } = fakeRunner({ [ID]: { status: "could not run", reason } });
    const { status, stderr } = await runToEnd(commandOf(), runCases);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
  });

  test("returns 2 after an error outside a case", async () => {
    const { runCases } = fakeRunner({}, ["Cannot find module"]);
    const { status, stdout } = await runToEnd(commandOf(), runCases);
    expect(status).toBe(2);
    expect(stdout).toContain("Cannot find module");
  });

  test("expects the failures that the file of expectations lists", async () => {
    const file = join(temporaryFolder(), "mine.yaml");
    writeFileSync(file, `cases: [{ id: ${ID}, reason: Always 500., link: "https://example.org/1" }]`);
    const command = commandOf({ expectations: file });
    const failing = fakeRunner({ [ID]: { status: "failed", reason: "Expected status 404, got 500." } });
    expect((await runToEnd(command, failing.runCases)).status).toBe(0);
    expect((await runToEnd(command, fakeRunner().runCases)).status).toBe(1);
  });

  test("writes a report of each kind, in folders that do not exist yet", async () => {
    const folder = temporaryFolder();
    const to = (file: string) => join(folder, "a/b", file);
    const reports = { html: to("r.html"), junit: to("r.xml"), json: to("r.json"), md: to("r.md") };
    const { runCases, calls } = fakeRunner();
    await runToEnd(commandOf({ reports }), runCases);
    expect(calls[0]?.keepTranscripts).toBe(true);
    expect(readdirSync(join(folder, "a/b")).sort()).toEqual(["r.html", "r.json", "r.md", "r.xml"]);
    const report = JSON.parse(readFileSync(reports.json, "utf8")) as RunReport;
    expect(report).toMatchObject({ target: "fake", verdict: 0 });
    expect(readFileSync(reports.junit, "utf8")).toMatch(/^<\?xml /);
    expect(readFileSync(reports.html, "utf8")).toMatch(/^<!doctype html>/i);
    expect(readFileSync(reports.md, "utf8")).toContain("fake");
  });

  test("keeps no transcripts for the Markdown report", async () => {
    const { runCases, calls } = fakeRunner();
    await runToEnd(commandOf({ reports: { md: join(temporaryFolder(), "r.md") } }), runCases);
    expect(calls[0]?.keepTranscripts).toBe(false);
  });

  test("closes the started targets if another does not start or the runner fails", async () => {
    const { target, started, closed } = fakeTarget();
    const descriptions = BOTH;
    const failingRunner = () => Promise.reject(new Error("no threads"));
    await expect(runToEnd(commandOf({ target, descriptions }), failingRunner)).rejects.toThrow("no threads");
    expect(closed).toEqual(BOTH);
    const start: typeof target.start = (description) =>
      description === "2023-07-01" ? Promise.reject(new TargetError("No second mock.")) : target.start(description);
    const command = commandOf({ target: { ...target, start }, descriptions });
    await expect(runToEnd(command, fakeRunner().runCases)).rejects.toThrow(TargetError);
    expect(started).toEqual([...BOTH, "2024-12-01"]);
    expect(closed).toEqual(started);
  });

  test("starts no target if no case is selected", async () => {
    const { target, started } = fakeTarget();
    await expect(runToEnd(commandOf({ target, only: ["sned-*"] }), fakeRunner().runCases)).rejects.toThrow(
      '--only "sned-*" matches no case.',
    );
    expect(started).toEqual([]);
  });
});

describe("list", () => {
  test("returns a line for each selected case", () => {
    const lines = list(commandOf({ descriptions: BOTH, only: ["user-exists/unknown-user"] })).split("\n");
    expect(lines.map((line) => line.split("\t").slice(0, 4))).toEqual([
      ["2024-12-01", "user-exists/unknown-user", "MUST", "E16"],
      ["2023-07-01", "user-exists/unknown-user", "MUST", "E16"],
    ]);
  });
});
