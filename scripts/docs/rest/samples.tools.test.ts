import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_ACCESS_KEY, type Emulator, startEmulator } from "../../../conformance/emulator/index.js";
import { apiVersions, latestApiVersion } from "../../../generated/versions.js";
import { compileFolder } from "../../check-docs/run-blocks.js";
import { type Document, operationsOf, type PlacedOperation } from "../../generate/openapi-document.js";
import { samplesOf } from "./samples.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

function placedOperations(version: string): { document: Document; operations: PlacedOperation[] } {
  const document = JSON.parse(readFileSync(join(root, `generated/${version}/openapi.json`), "utf8")) as Document;
  return { document, operations: operationsOf(document) };
}

describe("TypeScript samples of the reference pages", () => {
  test("compile in every api-version", { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(root, "reports/samples-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const version of apiVersions) {
      const { document, operations } = placedOperations(version);
      for (const placed of operations) {
        const { typescript } = samplesOf(document, placed, version === latestApiVersion);
        writeFileSync(join(folder, `${version}-${placed.operation.operationId}.ts`), `${typescript}\n`);
      }
    }
    expect(compileFolder(root, folder)).toBeUndefined();
  });
});

describe("curl samples of the reference pages", { timeout: 60_000 }, () => {
  let emulator: Emulator;
  beforeAll(async () => {
    try {
      execFileSync("curl", ["--version"], { stdio: "ignore" });
    } catch {
      throw new Error("curl was not found in PATH. Install curl to run this test.");
    }
    emulator = await startEmulator();
  });
  afterAll(() => emulator?.close());

  const { document, operations } = placedOperations(latestApiVersion);

  /** The first status of the response to a sample, which a shell runs. */
  async function statusOf(command: string): Promise<string | undefined> {
    const [, path = ""] = /\$WEBPUBSUB_ENDPOINT([^?"]*)/.exec(command) ?? [];
    const audience = emulator.endpoint + path;
    const env = {
      PATH: process.env.PATH,
      WEBPUBSUB_ENDPOINT: emulator.endpoint,
      WEBPUBSUB_TOKEN: jwt.sign({}, DEFAULT_ACCESS_KEY, { audience, expiresIn: "1h" }),
    };
    const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --silent --include`], { env });
    return /^HTTP\/1\.1 (\d+)/.exec(stdout)?.[1];
  }

  test.for(operations.map((placed) => [placed.operation.operationId, placed] as const))(
    "%s gets a success, or the 404 of what does not exist, from the emulator",
    async ([, placed]) => {
      const documented = Object.keys(placed.operation.responses).filter((status) => /^2|404/.test(status));
      expect(documented).toContain(await statusOf(samplesOf(document, placed, true).curl));
    },
  );
});
