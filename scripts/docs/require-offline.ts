import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** What a browser loads without being asked: scripts, images, frames, stylesheets, fonts. */
const LOADED =
  /<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*?\ssrc="([^"]*)"|<link\b[^>]*?\shref="([^"]*)"|@import\s+["']([^"']+)|\burl\(\s*["']?([^"')]+)/g;
const FOLLOWED = /<a\b[^>]*?\shref="([^"#?]*)/g;

/**
 * Checks that the pages and stylesheets below a folder load nothing from another host, and that the files of the folder
 * that they load or link to exist.
 *
 * @returns the number of pages
 * @throws {Error} with a sentence for each address that breaks the rule
 */
export async function requireOffline(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(html|css)$/.test(file));
  const problems: string[] = [];
  for (const file of files) problems.push(...problemsOf(folder, file, await readFile(join(folder, file), "utf8")));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return files.filter((file) => file.endsWith(".html")).length;
}

/** A sentence for each address in the text of a file that is remote, though loaded, or does not exist. */
function problemsOf(folder: string, file: string, text: string): string[] {
  // To the browser a script is text; the page's policy stops what it requests.
  const markup = text.replaceAll(/(<script\b[^>]*>).*?<\/script>/gs, "$1");
  const problems: string[] = [];
  for (const address of loadedBy(markup)) {
    if (/^(?:[a-z]+:)?\/\//i.test(address)) problems.push(`${file} loads ${address}.`);
    else if (!isFile(folder, file, address)) problems.push(`${file} loads ${address}, which does not exist.`);
  }
  for (const address of linkedFrom(markup)) {
    if (!isFile(folder, file, address)) problems.push(`${file} links to ${address}, which does not exist.`);
  }
  return problems;
}

function* loadedBy(markup: string): Generator<string> {
  for (const [, ...groups] of markup.matchAll(LOADED)) yield groups.find((each) => each !== undefined) ?? "";
}

function* linkedFrom(markup: string): Generator<string> {
  for (const [, address = ""] of markup.matchAll(FOLLOWED)) yield address;
}

/** Whether a relative address leads to a file of the folder. True for other addresses: one from `/` is for the page's own script. */
function isFile(folder: string, from: string, address: string): boolean {
  if (/^(?:$|#|\/|[a-z]+:)/i.test(address)) return true;
  const target = join(folder, dirname(from), decodeURIComponent(address.replace(/[?#].*/s, "")));
  return !relative(folder, target).startsWith("..") && existsSync(target);
}
