import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

// Compiles the emulator first.
const TIMEOUT_MS = 60_000;

test("emulator-main › serves until SIGINT and then exits with 0", { timeout: TIMEOUT_MS }, async () => {
  const path = fileURLToPath(new URL("emulator-main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", path, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (!line.startsWith("ws:")) continue;
    const endpoint = /http:\S+(?=\.)/.exec(lines[0] ?? "")?.[0];
    const response = await fetch(`${endpoint}/api/health?api-version=2024-12-01`, { method: "HEAD" });
    expect(response.status).toBe(200);
    child.kill("SIGINT");
  }
  expect(await exited).toEqual([0, null]);
  expect(lines.at(-1)).toBe("Stopped.");
});
