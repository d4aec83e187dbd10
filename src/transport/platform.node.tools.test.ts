import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startRawServer } from "../testing/raw-server.js";
import { CERTIFICATE_FILE, startSecureServer } from "../testing/secure-server.js";

/** A process that has not ended by then never will. */
const PROCESS_TIMEOUT_MS = 60_000;

/** Runs a program that uses the transport in a process of its own, and returns what it prints. It fails unless it exits by itself. */
async function output(program: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "webpubsub-fetch-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "program.mts");
  const imports = `
    import { Cancellation } from ${JSON.stringify(import.meta.resolve("./cancellation.js"))};
    import { platformTransport } from ${JSON.stringify(import.meta.resolve("./platform.node.js"))};`;
  await writeFile(file, imports + program);
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", import.meta.resolve("tsx"), file], {
    timeout: PROCESS_TIMEOUT_MS,
    env: { ...process.env, ...environment },
  });
  return stdout.trim();
}

test("platformTransport › lets the process exit with idle and cancelled connections", async () => {
  await using server = await startRawServer((socket, head) => {
    if (!head.startsWith("POST /never")) socket.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
  });
  const program = `
    const origin = ${JSON.stringify(server.origin)};
    const transport = platformTransport(origin, 4);
    const send = (path, cancellation) =>
      transport.send({ method: "POST", url: origin + path, headers: {}, body: "{}" }, cancellation);
    const cancellation = new Cancellation();
    const never = send("/never", cancellation).catch((reason) => console.log(reason));
    const responses = await Promise.all([1, 2].map(() => send("/a", new Cancellation())));
    console.log(responses.map(({ status }) => status).join());
    cancellation.cancel("given up");`;
  expect(await output(program)).toBe("202,202\ngiven up");
});

// In a process of its own, because Node.js reads NODE_EXTRA_CA_CERTS only when it starts.
test("platformTransport › reuses a TLS connection for HEAD, GET and POST", async () => {
  await using server = await startSecureServer();
  const program = `
    const origin = ${JSON.stringify(server.origin)};
    const transport = platformTransport(origin, 4);
    for (const method of ["HEAD", "GET", "POST"]) {
      const request = { method, url: origin + "/a", headers: {}, body: undefined, maxResponseBytes: 1000 };
      console.log((await transport.send(request, new Cancellation())).status);
      await new Promise((resolve) => setImmediate(resolve));
    }`;
  expect(await output(program, { NODE_EXTRA_CA_CERTS: CERTIFICATE_FILE })).toBe("200\n200\n200");
  expect(server.connections).toBe(1);
});
