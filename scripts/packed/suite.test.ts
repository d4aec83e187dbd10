import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Emulator, startEmulator } from "../../conformance/emulator/index.js";
import { FAILING_STATUSES, type RunReport } from "../../conformance/report/run-report.js";
import { compile, TYPESCRIPT_7 } from "./tools/compile.js";
import { root, run } from "./tools/npm.js";
import { packed, project, readManifest } from "./tools/packed-project.js";
import { ending, KEY, SECRETS } from "./tools/run-suite-command.js";

describe("the suite, installed with its peers", () => {
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
    const { client, suite } = packed();
    path = await project([client.path, suite.path, ...peers]);
    await writeFile(join(path, "program.ts"), typed);
  });

  test("type-checks", async () => {
    expect(await compile(path, { resolution: "nodenext", typescript: TYPESCRIPT_7 })).toBe("");
  });

  test("replays through its command, from its own folder of node_modules", async () => {
    const command = join(path, "node_modules/.bin/webpubsub-conformance");
    const { stdout } = await run(command, ["--api", "2023-07-01", "--report", "json=report.json,junit=junit.xml"], {
      cwd: path,
      maxBuffer: 1e8,
    });
    expect(stdout).toMatch(/24\/24 operations/);
    const report = JSON.parse(await readFile(join(path, "report.json"), "utf8")) as RunReport;
    expect(report.cases.filter(({ status }) => FAILING_STATUSES.includes(status))).toEqual([]);
    expect(report.cases.length).toBeGreaterThan(1000);
    const junit = await readFile(join(path, "junit.xml"), "utf8");
    expect(junit.match(/<testcase /g)).toHaveLength(report.cases.length);
  });

  async function server(respond: (response: ServerResponse) => void): Promise<string> {
    const started = createServer((_, response) => respond(response));
    servers.push(started);
    await new Promise<void>((done) => started.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  }
  const servers: Server[] = [];
  afterEach(() => {
    for (const each of servers.splice(0)) each.close().closeAllConnections();
  });

  test("ends with 0 after its help", async () => {
    const { status, stdout } = await ending(path, "--help");
    expect([status, stdout]).toEqual([0, expect.stringContaining("--url URL")]);
  });

  test.for([
    [
      "an unknown api-version",
      ["--api", "2020-01-01"],
      /^--api is "2020-01-01", an unknown api-version\. Known: .*\nSee --help\.\n$/,
    ],
    ["an unknown option", ["--colour"], /^Unknown option --colour\.\nSee --help\.\n$/],
    [
      "a target that does not answer",
      ["--target", "prism", "--api", "2024-12-01", "--url", "http://127.0.0.1:1"],
      /^Could not connect to http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)\. Start the server or correct --url\.\n$/,
    ],
  ] as const)("ends with 2 and one clear message on %s", async ([, words, message]) => {
    const { status, stderr } = await ending(path, ...words);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  test("ends with 2 on a server that is not a mock", async () => {
    const url = await server((response) => response.writeHead(200).end());
    const { status, stderr } = await ending(path, "--target", "prism", "--api", "2024-12-01", "--url", url);
    expect(stderr).toMatch(/returned 200 to .*; Prism returns 503\. This is not a Prism mock of this API\./);
    expect(status).toBe(2);
  });

  test("ends with 1 on a target that answers the wrong thing, and names what it broke", async () => {
    const url = await server((response) => response.writeHead(503).end());
    const { status, stdout } = await ending(path, "--target", "prism", "--api", "2023-07-01", "--url", url);
    expect(stdout).toMatch(
      /FAILED 2023-07-01 get-service-status\/replay\/200\/bare\n\n {2}Expected status 200, got 503\./,
    );
    expect(stdout).toMatch(/^… and [\d,]+ more\./m);
    expect(stdout).toMatch(/Not covered \(\d+\):/);
    expect(status).toBe(1);
  });

  describe("against a server", () => {
    const reports = ["html=r.html", "junit=r.xml", "json=r.json", "md=r.md"];

    async function started(options: Parameters<typeof startEmulator>[0] = {}): Promise<Emulator> {
      const emulator = await startEmulator({ accessKey: KEY, ...options });
      onTestFinished(() => emulator.close());
      return emulator;
    }

    async function report(): Promise<RunReport> {
      return JSON.parse(await readFile(join(path, "r.json"), "utf8")) as RunReport;
    }

    /** Everything that the command wrote. */
    async function written({ stdout, stderr }: { stdout: string; stderr: string }): Promise<string> {
      const files = await Promise.all(reports.map((each) => readFile(join(path, each.split("=")[1] ?? ""), "utf8")));
      return [stdout, stderr, ...files].join("\n");
    }

    test("that conforms, it ends with 0 and writes no secret anywhere", async () => {
      const { endpoint } = await started();
      const words = ["--url", endpoint, "--access-key-env", "ACCESS_KEY", "--only", "send-to-*", "--only", "auth*"];
      const ended = await ending(path, ...words, "--report", reports.join(","));
      expect(ended.stdout).toMatch(/No failures in the [\d,]+ cases that ran \(of [\d,]+\)\.\n$/);
      expect(ended.status).toBe(0);
      const text = await written(ended);
      for (const secret of SECRETS) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
    });

    test("that does not, it ends with 1, says how to see it, and writes no secret anywhere", async () => {
      const emulator = await started();
      emulator.addFault({ match: { operation: "sendToUser" }, action: "status", status: 500, times: 1_000_000 });
      const words = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--only", "send-to-user/*"];
      const ended = await ending(path, ...words, "--report", reports.join(","));
      expect(ended.stdout).toMatch(/^FAILED 2024-12-01 send-to-user\//);
      expect(ended.stdout).toContain("Expected status 202, got 500.");
      expect(ended.stdout).toMatch(/^ {2}curl --request POST /m);
      expect(ended.status).toBe(1);
      const text = await written(ended);
      for (const secret of SECRETS) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
    });

    test("a token of Microsoft Entra takes the place of the key", async () => {
      const { endpoint } = await started({ acceptUnverifiedEntraTokens: true, generateTokenRequiresEntra: true });
      const words = ["--url", endpoint, "--token-env", "TOKEN", "--only", "send-to-*", "--only", "generate*"];
      const ended = await ending(path, ...words, "--report", reports.join(","));
      expect(ended.stdout).toMatch(/No failures in the/);
      const text = await written(ended);
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    });

    test.for([
      [
        "a wrong key",
        ["--access-key-env", "WRONG_KEY"],
        /returned 401: it does not accept tokens signed with this access key/,
      ],
      ["a choice of no case", ["--access-key-env", "ACCESS_KEY", "--only", ""], /^--only "" matches no case/],
    ] as const)("ends with 2 and one clear line on %s", async ([, words, message]) => {
      const { endpoint } = await started();
      const { status, stderr } = await ending(path, "--url", endpoint, ...words);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split("\n").length).toBeLessThan(3);
      expect(status).toBe(2);
    });

    test("ends with 2 and one clear line where TLS fails", async () => {
      const { endpoint } = await started();
      const url = endpoint.replace("http:", "https:");
      const { status, stderr } = await ending(path, "--url", url, "--access-key-env", "ACCESS_KEY");
      expect(stderr).toMatch(
        /^Could not connect to https:.*\((EPROTO|.*SSL.*)\)\. Start the server or correct --url\.\n$/,
      );
      expect(status).toBe(2);
    });

    test("that stops half-way, it says so, ends with 2, and still writes what it has", async () => {
      const emulator = await started();
      emulator.log.listener = ({ sequence }) => {
        if (sequence === 300) void emulator.close();
      };
      const words = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--api", "2024-12-01"];
      const { status, stderr } = await ending(path, ...words, "--report", "json=r.json");
      expect(stderr).toMatch(/^[\d,]+ cases did not run: Could not connect to http:.* \(ECONNREFUSED\)\.$/m);
      const { cases } = await report();
      expect(cases.filter((each) => each.status === "passed").length).toBeGreaterThan(10);
      expect(cases.filter((each) => each.status === "could not run").length).toBeGreaterThan(100);
      // What was on its way when it stopped got no answer: that is the server's fault.
      expect(status).toBe(cases.some((each) => each.status === "failed") ? 1 : 2);
    });

    test("what it is known to do otherwise is expected; what it no longer does is a failure", async () => {
      const emulator = await started();
      emulator.addFault({ match: { operation: "groupExists" }, action: "status", status: 500, times: 1_000_000 });
      const entry = (id: string) => `  - { id: ${id}, reason: It is known., link: "https://example.org/1" }\n`;
      const words = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--api", "2024-12-01"];
      const chosen = [...words, "--expectations", "mine.yaml", "--only", "*-exists/replay/200/bare"];
      await writeFile(join(path, "mine.yaml"), `cases:\n${entry("group-exists/replay/200/bare")}`);
      expect((await ending(path, ...chosen)).stdout).toMatch(/2 passed, 0 failed, 0 undecidable, 1 expected failure/);
      const both = ["user-exists/replay/200/bare", "group-exists/replay/200/bare"].map(entry).join("");
      await writeFile(join(path, "mine.yaml"), `cases:\n${both}`);
      const outdated = await ending(path, ...chosen);
      expect(outdated.stdout).toMatch(
        /^UNEXPECTED PASS 2024-12-01 user-exists\/replay\/200\/bare\n\n {2}Unexpected pass: listed as a known failure \(It is known\.\)\./m,
      );
      expect(outdated.status).toBe(1);
      await writeFile(join(path, "mine.yaml"), `cases:\n${entry("user-exists/never")}`);
      const unknown = await ending(path, ...chosen);
      expect(unknown.stderr).toMatch(/^mine\.yaml lists the case "user-exists\/never", which does not exist\./);
      expect(unknown.status).toBe(2);
    });
  });

  test("opens its bundled descriptions to mocks of one's own", async () => {
    const { stdout } = await run(
      process.execPath,
      ["-p", "require.resolve('webpubsub-conformance/openapi/2024-12-01.json')"],
      { cwd: path },
    );
    expect(stdout).toMatch(/openapi\.json/);
  });
});
