import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileProject, TYPESCRIPT_7 } from "../packed/tools/compile.js";
import { root, run } from "../packed/tools/npm.js";
import { type Instructions, PROGRAM } from "./guide.js";
import { toolFolder } from "./tool-folder.js";
import type { Tool } from "./tools.js";

/** A folder inside the project of a tool, in which it is used as a reader of docs/openapi-tools.md does. */
export class Workspace implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param document the description, which becomes `openapi.json` */
  static async create(tool: Tool, document: object, files: Instructions["files"] = {}): Promise<Workspace> {
    const runs = join(toolFolder(tool), "runs");
    await mkdir(runs, { recursive: true });
    const folder = await mkdtemp(join(runs, "run-"));
    await writeFile(join(folder, "openapi.json"), JSON.stringify(document));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return new Workspace(folder);
  }

  /**
   * Runs a command of the tool, without loading anything from npm.
   *
   * @returns its output
   * @throws {Error} with its output, if it fails
   */
  async npx(args: readonly string[]): Promise<string> {
    const env = { ...process.env, npm_config_offline: "true", npm_config_yes: "false" };
    const { stdout } = await run("npx", args, { cwd: this.folder, maxBuffer: 1e8, env });
    return stdout;
  }

  /**
   * Compiles every TypeScript file in the folder under `strict`.
   *
   * @returns the output of the compiler; an empty string if there are no errors
   */
  async compile(): Promise<string> {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable"],
      module: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
    };
    return compileProject(this.folder, { compilerOptions, include: ["**/*.ts"] }, TYPESCRIPT_7);
  }

  /** Runs the program to its end. @throws {Error} with its output, if it fails */
  async runProgram(environment: Readonly<Record<string, string>>): Promise<void> {
    const tsx = createRequire(import.meta.url).resolve("tsx/cli");
    await run(process.execPath, [tsx, PROGRAM], { cwd: this.folder, env: { PATH: process.env.PATH, ...environment } });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
