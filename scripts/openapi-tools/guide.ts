import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "shell-quote";
import { latestApiVersion } from "../../generated/versions.js";
import { root } from "../packed/tools/npm.js";

/** How docs/openapi-tools.md says to use a tool. */
export interface Instructions {
  /** The arguments of `npx`. */
  readonly command: readonly string[];
  /** The files that the reader writes, by name: a configuration, a program, and what they import. */
  readonly files: Readonly<Record<string, string>>;
}

/** The name of the program among the files of {@link Instructions}. */
export const PROGRAM = "program.ts";

const GUIDE = join(root, "docs/openapi-tools.md");

/**
 * The section of docs/openapi-tools.md on a tool. Its `sh` block has the command; a `typescript` block that starts with a comment with a
 * file name is that file, and any other is the program. The newest api-version stands for the one that the document has as its example.
 *
 * @throws {Error} if there is no section, or it has no command
 */
export function instructionsFor(tool: string): Instructions {
  const text = readFileSync(GUIDE, "utf8").replaceAll(/\b\d{4}-\d\d-\d\d\b/g, latestApiVersion);
  const section = text.split(/^##+ /m).find((each) => each.startsWith(`${tool}\n`)) ?? "";
  const [, command] = /^```sh\nnpx (.*)\n```$/m.exec(section) ?? [];
  if (command === undefined) throw new Error(`docs/openapi-tools.md has no section "${tool}" with a command npx.`);
  return {
    command: parse(command).map(String),
    files: Object.fromEntries([...blocks(text, "ts"), ...blocks(section, "typescript")]),
  };
}

function blocks(text: string, language: string): (readonly [name: string, code: string])[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(([, code = ""]) => {
    const [, name = PROGRAM] = /^\/\/ (\S+\.ts)\n/.exec(code) ?? [];
    return [name, code];
  });
}
