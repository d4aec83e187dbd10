import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, TYPESCRIPT_5 } from "./tools/compile.js";
import { root, run } from "./tools/npm.js";
import { installedProject, packedPackages, readManifest } from "./tools/packed-project.js";
import { runSuiteCommand } from "./tools/run-suite-command.js";

describe("webpubsub-conformance without its peers", () => {
  const typed = `
    import { startEmulator } from "webpubsub-conformance/emulator";
    const emulator = await startEmulator({ clock: "manual" });
    await emulator.clock.advance(1);
    const real = await startEmulator();
    // @ts-expect-error: real time moves by itself
    await real.clock.advance(1);
  `;
  const program = `
    import { once } from "node:events";
    import { startEmulator } from "webpubsub-conformance/emulator";
    import { createClient } from "webpubsub-fetch";
    import WebSocket from "ws";
    const emulator = await startEmulator();
    const socket = new WebSocket(emulator.clientUrl("chat", { userId: "alice" }));
    const received = once(socket, "message");
    await once(socket, "open");
    const client = createClient(emulator.connectionString);
    await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, body: { a: 1 } });
    console.log(String((await received)[0]));
    await emulator.close();
  `;
  let path: string;
  beforeAll(async () => {
    const nodeTypes = `@types/node@${(await readManifest(root)).devDependencies["@types/node"]}`;
    const { client, suite } = packedPackages();
    path = await installedProject([client.path, suite.path, nodeTypes]);
    await writeFile(join(path, "program.ts"), typed);
  });

  test("type-checks a program that starts the emulator", async () => {
    expect(await compile(path, { resolution: "nodenext", typescript: TYPESCRIPT_5, types: ["node"] })).toBe("");
  });

  test("delivers a message through the emulator", async () => {
    await writeFile(join(path, "program.mjs"), program);
    const { stdout } = await run(process.execPath, ["program.mjs"], { cwd: path });
    expect(stdout.trim()).toBe('{"a":1}');
  });

  test("prints the options of webpubsub-emulator", async () => {
    const { stdout } = await run(join(path, "node_modules/.bin/webpubsub-emulator"), ["--help"], { cwd: path });
    expect(stdout).toContain("--port PORT");
  });

  test("exits with 2 and names the packages to install", async () => {
    const { status, stderr } = await runSuiteCommand(path);
    expect(stderr).toMatch(
      /^Missing optional packages: @stoplight\/prism-core, .*\. Install them: npm install --save-dev /,
    );
    expect(status).toBe(2);
  });
});
