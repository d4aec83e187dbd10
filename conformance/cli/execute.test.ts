import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { HELP } from "./arguments.js";
import { execute } from "./execute.js";
import type { CaseRunner } from "./run-command.js";
import { fakeRunner, textStream } from "./testing/fake-run.js";

const ACCESS_KEY = "an-access-key-that-must-not-be-written";

async function executeToEnd(words: readonly string[], runCases: CaseRunner = fakeRunner().runCases) {
  const [stdout, stderr] = [textStream(), textStream()];
  const env = { ACCESS_KEY };
  const status = await execute(words, { stdout: stdout.stream, stderr: stderr.stream, env, runCases });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

/** @returns the address of a server that returns this status to every request */
async function serveStatus(status: number): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end()).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("execute", () => {
  test("prints the help and returns 0", async () => {
    expect(await executeToEnd(["--help"])).toEqual({ status: 0, stdout: `${HELP}\n`, stderr: "" });
    expect(await executeToEnd(["-h", "--list"])).toEqual({ status: 0, stdout: `${HELP}\n`, stderr: "" });
  });

  test("lists the selected cases and returns 0", async () => {
    const { status, stdout } = await executeToEnd([
      "--list",
      "--api-version",
      "2024-12-01",
      "--only",
      "user-exists/unknown-user",
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^2024-12-01\tuser-exists\/unknown-user\tMUST\tE16\t.+\n$/);
  });

  test("returns the verdict of a run", async () => {
    const words = ["--target", "emulator", "--api-version", "2024-12-01", "--only", "user-exists/unknown-user"];
    expect((await executeToEnd(words)).status).toBe(0);
    const { runCases } = fakeRunner({ "user-exists/unknown-user": { status: "failed", reason: "No." } });
    expect((await executeToEnd(words, runCases)).status).toBe(1);
  });

  test("returns 2 and points to the help for an unknown option", async () => {
    expect(await executeToEnd(["--reprot", "html=a"])).toEqual({
      status: 2,
      stdout: "",
      stderr: "Unknown option --reprot; did you mean --report?\nSee --help.\n",
    });
  });

  test("returns 2 and one line for a target that rejects the key, without the key", async () => {
    const url = await serveStatus(401);
    expect(await executeToEnd(["--url", url, "--access-key-env", "ACCESS_KEY"])).toEqual({
      status: 2,
      stdout: "",
      stderr: `The server at ${url} returned 401: it does not accept tokens signed with this access key. Check the key.\n`,
    });
  });

  test("returns 2 and one line for expectations that it cannot read", async () => {
    expect(await executeToEnd(["--target", "emulator", "--expectations", "nowhere.yaml"])).toEqual({
      status: 2,
      stdout: "",
      stderr: "Cannot read nowhere.yaml: file not found.\n",
    });
  });

  test("returns 2 and the stack of an internal error, without secrets", async () => {
    const url = await serveStatus(404);
    const runCases = () => Promise.reject(new Error(`a bug near ${ACCESS_KEY}`));
    const { status, stderr } = await executeToEnd(["--url", url, "--access-key-env", "ACCESS_KEY"], runCases);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Error: a bug near \$ACCESS_KEY\n {4}at /);
  });
});
