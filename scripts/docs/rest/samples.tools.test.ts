import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_ACCESS_KEY, type Emulator, startEmulator } from "../../../conformance/emulator/index.js";
import { requireCurl } from "../../../conformance/testing/require-curl.js";
import { apiVersions, latestApiVersion } from "../../../generated/versions.js";
import { readBundle, root } from "../../../spec/testing/read-description.js";
import { compileFolder } from "../../check-docs/run-blocks.js";
import { operationsOf } from "../../generate/openapi-document.js";
import { samplesOf } from "./samples.js";

describe("TypeScript samples of the reference pages", () => {
  test("compile in every api-version", { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(root, "reports/samples-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const version of apiVersions) {
      const document = readBundle(version);
      for (const placed of operationsOf(document)) {
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
    requireCurl();
    emulator = await startEmulator();
  });
  afterAll(() => emulator?.close());

  const document = readBundle(latestApiVersion);

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

  test.for(operationsOf(document).map((placed) => [placed.operation.operationId, placed] as const))(
    "%s gets a success, or the 404 of what does not exist, from the emulator",
    async ([, placed]) => {
      const documented = Object.keys(placed.operation.responses).filter((status) => /^2|404/.test(status));
      expect(documented).toContain(await statusOf(samplesOf(document, placed, true).curl));
    },
  );
});
