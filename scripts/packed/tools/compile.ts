import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "./npm.js";

/** The compilers of this project. */
export const TYPESCRIPT_5 = join(root, "node_modules/typescript");
export const TYPESCRIPT_7 = join(root, "node_modules/ts7");

export interface Compilation {
  /** How modules are found. */
  readonly resolution: "bundler" | "node16" | "nodenext";
  /** The folder of a package of TypeScript. */
  readonly typescript: string;
  readonly lib?: readonly string[];
  readonly types?: readonly string[];
  /** The program. @default "program.ts" */
  readonly file?: string;
}

/** What the compiler says of a program in the folder `path`; nothing if it is content. Declarations are checked too. */
export async function compile(
  path: string,
  { resolution, typescript, lib = ["es2022", "dom", "dom.iterable"], types = [], file = "program.ts" }: Compilation,
): Promise<string> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    noUnusedLocals: true,
    target: "es2022",
    lib,
    types,
    module: resolution === "bundler" ? "esnext" : resolution,
    moduleResolution: resolution,
  };
  await writeFile(join(path, "tsconfig.json"), JSON.stringify({ compilerOptions, include: [file] }));
  return run(process.execPath, [join(typescript, "bin/tsc"), "-p", path]).then(
    () => "",
    (error: { stdout: string }) => error.stdout,
  );
}
