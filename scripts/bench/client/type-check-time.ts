import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { operations } from "../../../generated/operations.js";
import { latestApiVersion } from "../../../generated/versions.js";
import type { Measurement } from "../measurement.js";
import { rounds } from "../rounds.js";
import { type CallsOf, callsFile } from "./generated-calls.js";
import { installedVersion } from "./installed-version.js";
import type { ClientBenchmark } from "./setup.js";

const CLIENTS = {
  ours: {
    head: `
import { createClient } from "webpubsub-fetch";
const client = createClient("Endpoint=https://contoso.webpubsub.azure.com;AccessKey=key;Version=1.0;");`,
    namesApiVersion: false,
  },
  plain: {
    head: `
import createClient from "openapi-fetch";
import type { paths } from "webpubsub-fetch/${latestApiVersion}";
const client = createClient<paths>({ baseUrl: "https://contoso.webpubsub.azure.com" });`,
    namesApiVersion: true,
  },
} satisfies Record<string, CallsOf>;
const CLIENT_NAMES = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];

const COMPILERS = ["typescript", "ts7"];
const ROUNDS = 9;
const TSCONFIG = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable"],
    module: "esnext",
    moduleResolution: "bundler",
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  files: ["calls.ts"],
};

/** The time that compilers take for a file that calls each operation. */
export async function types({ built, progress }: ClientBenchmark): Promise<Measurement[]> {
  const folderOf = (client: keyof typeof CLIENTS) => join(built.folder, "types", client);
  for (const client of CLIENT_NAMES) {
    mkdirSync(folderOf(client), { recursive: true });
    writeFileSync(join(folderOf(client), "calls.ts"), callsFile(operations, CLIENTS[client]));
    writeFileSync(join(folderOf(client), "tsconfig.json"), JSON.stringify(TSCONFIG));
  }
  const measurements: Measurement[] = [];
  for (const compiler of COMPILERS) {
    progress(`types with TypeScript ${installedVersion(compiler)}`);
    const times = await rounds(CLIENT_NAMES, ROUNDS, (client) => compile(compiler, folderOf(client)));
    const comparison = `of all ${Object.keys(operations).length} calls compared with openapi-fetch, TypeScript ${installedVersion(compiler)}`;
    for (const [what, name] of [
      ["check", "type checking"],
      ["total", "compilation"],
    ] as const) {
      measurements.push({
        name: `${name} ${comparison}`,
        unit: "ms",
        ours: times.ours.map((time) => time[what]),
        reference: times.plain.map((time) => time[what]),
        target: { of: "ratio", max: 1.5 },
      });
    }
  }
  return measurements;
}

/**
 * The milliseconds that the compiler reports for type checking and in total.
 *
 * @throws {Error} if the calls do not compile
 */
async function compile(compiler: string, folder: string): Promise<{ check: number; total: number }> {
  const tsc = fileURLToPath(new URL(`../../../node_modules/${compiler}/bin/tsc`, import.meta.url));
  const args = [tsc, "-p", folder, "--extendedDiagnostics"];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => {
    throw new Error(`The calls do not compile:\n${error.stdout}`);
  });
  const seconds = (name: string) => {
    const found = new RegExp(`^${name} time: +([\\d.]+)s$`, "m").exec(stdout)?.[1];
    if (found === undefined) throw new Error(`No "${name} time" in the output of ${compiler}:\n${stdout}`);
    return Number(found) * 1000;
  };
  return { check: seconds("Check"), total: seconds("Total") };
}
