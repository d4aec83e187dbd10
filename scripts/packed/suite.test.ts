import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Emulator, startEmulator } from "../../conformance/emulator/index.js";
import { FAILING_STATUSES, type RunReport } from "../../conformance/report/run-report.js";
import { compile, TYPESCRIPT_7 } from "./tools/compile.js";
import { root, run } from "./tools/npm.js";
import { installedProject, packedPackages, readManifest } from "./tools/packed-project.js";
import { KEY, runSuiteCommand, SECRETS } from "./tools/run-suite-command.js";

describe("webpubsub-conformance with its peers", () => {
  const typed = `
    import { type Case, conformanceCases } from "webpubsub-conformance";
    export const cases: readonly Case[] = conformanceCases("2024-12-01");
    // @ts-expect-error: no such description
    conformanceCases("2020-01-01");
  `;
  let path: string;
  beforeAll(async () => {
    const { devDependencies } = await readManifest(join(root, "conformance"));
    const peers = Object.entries(devDependencies)
      .filter(([name]) => name !== "webpubsub-fetch")
      .map(([name, version]) => `${name}@${version}`);
    const { client, suite } = packedPackages();
    path = await installedProject([client.path, suite.path, ...peers]);
    await writeFile(join(path, "program.ts"), typed);
  });

  test("type-checks a program that lists the cases", async () => {
    expect(await compile(path, { resolution: "nodenext", typescript: TYPESCRIPT_7 })).toBe("");
  });

  test("runs all cases of 2023-07-01 against Prism, and writes JSON and JUnit reports", async () => {
    const command = join(path, "node_modules/.bin/webpubsub-conformance");
    const { stdout } = await run(
      command,
      ["--api-version", "2023-07-01", "--report", "json=report.json,junit=junit.xml"],
      {
        cwd: path,
        maxBuffer: 1e8,
      },
    );
    expect(stdout).toMatch(/24\/24 operations/);
    const report = JSON.parse(await readFile(join(path, "report.json"), "utf8")) as RunReport;
    expect(report.cases.filter(({ status }) => FAILING_STATUSES.includes(status))).toEqual([]);
    expect(report.cases.length).toBeGreaterThan(1000);
    const junit = await readFile(join(path, "junit.xml"), "utf8");
    expect(junit.match(/<testcase /g)).toHaveLength(report.cases.length);
  });

  async function startServer(respond: (response: ServerResponse) => void): Promise<string> {
    const server = createServer((_, response) => respond(response));
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  test("exits with 0 after --help", async () => {
    const { status, stdout } = await runSuiteCommand(path, "--help");
    expect([status, stdout]).toEqual([0, expect.stringContaining("--url URL")]);
  });

  test.for([
    [
      "an unknown api-version",
      ["--api-version", "2020-01-01"],
      /^--api-version is "2020-01-01", an unknown api-version\. Known: .*\nSee --help\.\n$/,
    ],
    ["an unknown option", ["--colour"], /^Unknown option --colour\.\nSee --help\.\n$/],
    [
      "a target that does not respond",
      ["--target", "prism", "--api-version", "2024-12-01", "--url", "http://127.0.0.1:1"],
      /^Could not connect to http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)\. Start the server or correct --url\.\n$/,
    ],
  ] as const)("exits with 2 and one clear message for %s", async ([, args, message]) => {
    const { status, stderr } = await runSuiteCommand(path, ...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  test("exits with 2 for a server that is not a mock", async () => {
    const url = await startServer((response) => response.writeHead(200).end());
    const { status, stderr } = await runSuiteCommand(
      path,
      "--target",
      "prism",
      "--api-version",
      "2024-12-01",
      "--url",
      url,
    );
    expect(stderr).toMatch(/returned 200 to .*; Prism returns 503\. This is not a Prism mock of this API\./);
    expect(status).toBe(2);
  });

  test("exits with 1 for a target that returns wrong statuses, and names the failed cases", async () => {
    const url = await startServer((response) => response.writeHead(503).end());
    const { status, stdout } = await runSuiteCommand(
      path,
      "--target",
      "prism",
      "--api-version",
      "2023-07-01",
      "--url",
      url,
    );
    expect(stdout).toMatch(
      /FAILED 2023-07-01 get-service-status\/replay\/200\/bare\n\n {2}Expected status 200, got 503\./,
    );
    expect(stdout).toMatch(/^… and [\d,]+ more\./m);
    expect(stdout).toMatch(/Not covered \(\d+\):/);
    expect(status).toBe(1);
  });

  describe("--url", () => {
    const reports = ["html=r.html", "junit=r.xml", "json=r.json", "md=r.md"];

    async function startedEmulator(options: Parameters<typeof startEmulator>[0] = {}): Promise<Emulator> {
      const emulator = await startEmulator({ accessKey: KEY, ...options });
      onTestFinished(() => emulator.close());
      return emulator;
    }

    async function report(): Promise<RunReport> {
      return JSON.parse(await readFile(join(path, "r.json"), "utf8")) as RunReport;
    }

    /** Everything that the command wrote. */
    async function allOutput({ stdout, stderr }: { stdout: string; stderr: string }): Promise<string> {
      const files = await Promise.all(reports.map((each) => readFile(join(path, each.split("=")[1] ?? ""), "utf8")));
      return [stdout, stderr, ...files].join("\n");
    }

    test("exits with 0 for a server that conforms, and writes no secret", async () => {
      const { endpoint } = await startedEmulator();
      const args = ["--url", endpoint, "--access-key-env", "ACCESS_KEY", "--only", "send-to-*", "--only", "auth*"];
      const result = await runSuiteCommand(path, ...args, "--report", reports.join(","));
      expect(result.stdout).toMatch(/No failures in the [\d,]+ cases that ran \(of [\d,]+\)\.\n$/);
      expect(result.status).toBe(0);
      const text = await allOutput(result);
      for (const secret of SECRETS) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
    });

    test("exits with 1 for a server that does not conform, prints a curl command, and writes no secret", async () => {
      const emulator = await startedEmulator();
      emulator.addFault({ match: { operation: "sendToUser" }, action: "status", status: 500, times: 1_000_000 });
      const args = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--only", "send-to-user/*"];
      const result = await runSuiteCommand(path, ...args, "--report", reports.join(","));
      expect(result.stdout).toMatch(/^FAILED 2024-12-01 send-to-user\//);
      expect(result.stdout).toContain("Expected status 202, got 500.");
      expect(result.stdout).toMatch(/^ {2}curl --request POST /m);
      expect(result.status).toBe(1);
      const text = await allOutput(result);
      for (const secret of SECRETS) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
    });

    test("accepts a Microsoft Entra token instead of an access key, and writes no secret", async () => {
      const { endpoint } = await startedEmulator({
        acceptUnverifiedEntraTokens: true,
        generateTokenRequiresEntra: true,
      });
      const args = ["--url", endpoint, "--token-env", "TOKEN", "--only", "send-to-*", "--only", "generate*"];
      const result = await runSuiteCommand(path, ...args, "--report", reports.join(","));
      expect(result.stdout).toMatch(/No failures in the/);
      const text = await allOutput(result);
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    });

    test.for([
      [
        "a wrong key",
        ["--access-key-env", "WRONG_KEY"],
        /returned 401: it does not accept tokens signed with this access key/,
      ],
      ["a selection without cases", ["--access-key-env", "ACCESS_KEY", "--only", ""], /^--only "" matches no case/],
    ] as const)("exits with 2 and one clear line for %s", async ([, args, message]) => {
      const { endpoint } = await startedEmulator();
      const { status, stderr } = await runSuiteCommand(path, "--url", endpoint, ...args);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split("\n").length).toBeLessThan(3);
      expect(status).toBe(2);
    });

    test("exits with 2 and one clear line if TLS fails", async () => {
      const { endpoint } = await startedEmulator();
      const url = endpoint.replace("http:", "https:");
      const { status, stderr } = await runSuiteCommand(path, "--url", url, "--access-key-env", "ACCESS_KEY");
      expect(stderr).toMatch(
        /^Could not connect to https:.*\((EPROTO|.*SSL.*)\)\. Start the server or correct --url\.\n$/,
      );
      expect(status).toBe(2);
    });

    test("reports the cases that did not run if the server stops, and writes the reports", async () => {
      const emulator = await startedEmulator();
      emulator.log.listener = ({ sequence }) => {
        if (sequence === 300) void emulator.close();
      };
      const args = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--api-version", "2024-12-01"];
      const { status, stderr } = await runSuiteCommand(path, ...args, "--report", "json=r.json");
      expect(stderr).toMatch(/^[\d,]+ cases did not run: Could not connect to http:.* \(ECONNREFUSED\)\.$/m);
      const { cases } = await report();
      expect(cases.filter((each) => each.status === "passed").length).toBeGreaterThan(10);
      expect(cases.filter((each) => each.status === "could not run").length).toBeGreaterThan(100);
      // A request in progress when the server stopped got no response, which is a failure of the server.
      expect(status).toBe(cases.some((each) => each.status === "failed") ? 1 : 2);
    });

    test("accepts a known failure, and rejects a listed case that passes or does not exist", async () => {
      const emulator = await startedEmulator();
      emulator.addFault({ match: { operation: "groupExists" }, action: "status", status: 500, times: 1_000_000 });
      const entry = (id: string) => `  - { id: ${id}, reason: Known., link: "https://example.org/1" }\n`;
      const args = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--api-version", "2024-12-01"];
      const selected = [...args, "--expectations", "mine.yaml", "--only", "*-exists/replay/200/bare"];
      await writeFile(join(path, "mine.yaml"), `cases:\n${entry("group-exists/replay/200/bare")}`);
      expect((await runSuiteCommand(path, ...selected)).stdout).toMatch(
        /2 passed, 0 failed, 0 undecidable, 1 expected failure/,
      );
      const both = ["user-exists/replay/200/bare", "group-exists/replay/200/bare"].map(entry).join("");
      await writeFile(join(path, "mine.yaml"), `cases:\n${both}`);
      const outdated = await runSuiteCommand(path, ...selected);
      expect(outdated.stdout).toMatch(
        /^UNEXPECTED PASS 2024-12-01 user-exists\/replay\/200\/bare\n\n {2}Unexpected pass: listed as a known failure \(Known\.\)\./m,
      );
      expect(outdated.status).toBe(1);
      await writeFile(join(path, "mine.yaml"), `cases:\n${entry("user-exists/never")}`);
      const unknown = await runSuiteCommand(path, ...selected);
      expect(unknown.stderr).toMatch(/^mine\.yaml lists the case "user-exists\/never", which does not exist\./);
      expect(unknown.status).toBe(2);
    });
  });

  test("exports its bundled descriptions", async () => {
    const { stdout } = await run(
      process.execPath,
      ["-p", "require.resolve('webpubsub-conformance/openapi/2024-12-01.json')"],
      { cwd: path },
    );
    expect(stdout).toMatch(/openapi\.json/);
  });
});
