import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "./npm.js";

/** The folders of the compilers that this repository uses. */
export const TYPESCRIPT_5 = join(root, "node_modules/typescript");
export const TYPESCRIPT_7 = join(root, "node_modules/ts7");

export interface Compilation {
  /** The compiler option `moduleResolution`. */
  readonly resolution: "bundler" | "node16" | "nodenext";
  /** The folder of the TypeScript package to compile with. */
  readonly typescript: string;
  readonly lib?: readonly string[];
  readonly types?: readonly string[];
  /** The name of the program's file. @default "program.ts" */
  readonly file?: string;
}

/**
 * Type-checks a program and the declarations that it imports.
 *
 * @param path the folder of the program
 * @returns the output of the compiler; an empty string if there are no errors
 */
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
  return compileProject(path, { compilerOptions, include: [file] }, typescript);
}

/**
 * Type-checks a folder.
 *
 * @param tsconfig the content of tsconfig.json, which is written into the folder
 * @param typescript the folder of the TypeScript package to compile with
 * @returns the output of the compiler; an empty string if there are no errors
 */
export async function compileProject(path: string, tsconfig: object, typescript: string): Promise<string> {
  await writeFile(join(path, "tsconfig.json"), JSON.stringify(tsconfig));
  return run(process.execPath, [join(typescript, "bin/tsc"), "-p", path]).then(
    () => "",
    (error: { stdout: string }) => error.stdout,
  );
}
