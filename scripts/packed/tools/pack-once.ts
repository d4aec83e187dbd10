/**
 * Run by vitest before the tests, as its `globalSetup`. Packs both packages once for all test files, which run in processes
 * of their own; and not before one of them asks, as most runs are of other tests.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Packages, pack } from "./pack.js";

declare module "vitest" {
  export interface ProvidedContext {
    packing: { readonly folder: string; readonly address: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "packed-"));
  let packages: Promise<Packages> | undefined;
  const server = createServer(async (_, response) => {
    packages ??= pack(folder);
    try {
      response.end(JSON.stringify(await packages));
    } catch (error) {
      // What the compiler has to say goes to standard output.
      const { message, stdout = "" } = error as Error & { stdout?: string };
      response.writeHead(500).end(`${message}\n${stdout}`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("packing", { folder, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  // In watch mode.
  project.onTestsRerun(() => {
    packages = undefined;
  });
  return async () => {
    server.close().closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  };
}
