import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { operations } from "../../generated/2024-12-01/operations.js";
import type { Figure } from "../bench/result-row.js";
import { rounds } from "../bench/rounds.js";
import { type CallsOf, callsFile } from "./generated-calls.js";
import { versionOf } from "./installed-version.js";
import type { Bench } from "./setup.js";

const SIDES = {
  ours: {
    head: `
import { createClient } from "webpubsub-fetch";
const client = createClient("Endpoint=https://contoso.webpubsub.azure.com;AccessKey=key;Version=1.0;");`,
    namesApiVersion: false,
  },
  plain: {
    head: `
import createClient from "openapi-fetch";
import type { paths } from "webpubsub-fetch/2024-12-01";
const client = createClient<paths>({ baseUrl: "https://contoso.webpubsub.azure.com" });`,
    namesApiVersion: true,
  },
} satisfies Record<string, CallsOf>;
const SIDE_NAMES = Object.keys(SIDES) as (keyof typeof SIDES)[];

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

/** What compilers take for a file with a call of each operation. */
export async function types({ built, progress }: Bench): Promise<Figure[]> {
  const folderOf = (side: keyof typeof SIDES) => join(built.folder, "types", side);
  for (const side of SIDE_NAMES) {
    mkdirSync(folderOf(side), { recursive: true });
    writeFileSync(join(folderOf(side), "calls.ts"), callsFile(operations, SIDES[side]));
    writeFileSync(join(folderOf(side), "tsconfig.json"), JSON.stringify(TSCONFIG));
  }
  const figures: Figure[] = [];
  for (const compiler of COMPILERS) {
    progress(`types with TypeScript ${versionOf(compiler)}`);
    const times = await rounds(SIDE_NAMES, ROUNDS, (side) => compile(compiler, folderOf(side)));
    const beside = `of all ${Object.keys(operations).length} calls beside openapi-fetch, TypeScript ${versionOf(compiler)}`;
    for (const [what, name] of [
      ["check", "type checking"],
      ["total", "compilation"],
    ] as const) {
      figures.push({
        name: `${name} ${beside}`,
        unit: "ms",
        mine: times.ours.map((time) => time[what]),
        peer: times.plain.map((time) => time[what]),
        target: { of: "ratio", most: 1.5 },
      });
    }
  }
  return figures;
}

/** Of type checking alone, and of all that the compiler does, in milliseconds. @throws {Error} if it does not compile */
async function compile(compiler: string, folder: string): Promise<{ check: number; total: number }> {
  const tsc = fileURLToPath(new URL(`../../node_modules/${compiler}/bin/tsc`, import.meta.url));
  const words = [tsc, "-p", folder, "--extendedDiagnostics"];
  const { stdout } = await promisify(execFile)(process.execPath, words).catch((error: { stdout: string }) => {
    throw new Error(`The calls do not compile:\n${error.stdout}`);
  });
  const seconds = (name: string) => {
    const found = new RegExp(`^${name} time: +([\\d.]+)s$`, "m").exec(stdout)?.[1];
    if (found === undefined) throw new Error(`${compiler} does not say its ${name} time:\n${stdout}`);
    return Number(found) * 1000;
  };
  return { check: seconds("Check"), total: seconds("Total") };
}
