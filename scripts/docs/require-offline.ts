import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** What a browser loads by itself: scripts, images, frames, stylesheets, fonts. Not: what a reader may follow. */
const LOADED =
  /<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*?\ssrc="([^"]*)"|<link\b[^>]*?\shref="([^"]*)"|@import\s+["']([^"']+)|\burl\(\s*["']?([^"')]+)/g;
const FOLLOWED = /<a\b[^>]*?\shref="([^"#?]*)/g;

/**
 * Checks that the pages and stylesheets below a folder load nothing from elsewhere, and that what they load or link to in
 * the folder is there.
 *
 * @returns how many pages there are
 * @throws {Error} with each address that is not
 */
export async function requireOffline(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(html|css)$/.test(file));
  const problems: string[] = [];
  for (const file of files) {
    // What a script holds is text to the browser, and its own affair: the page's policy stands against it.
    const text = (await readFile(join(folder, file), "utf8")).replaceAll(/(<script\b[^>]*>).*?<\/script>/gs, "$1");
    for (const match of text.matchAll(LOADED)) {
      const address = match.slice(1).find((each) => each !== undefined) ?? "";
      if (/^(?:[a-z]+:)?\/\//i.test(address)) problems.push(`${file} loads ${address}.`);
      else if (!isThere(folder, file, address)) problems.push(`${file} loads ${address}, which is not there.`);
    }
    for (const [, address = ""] of text.matchAll(FOLLOWED)) {
      if (!isThere(folder, file, address)) problems.push(`${file} links to ${address}, which is not there.`);
    }
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return files.filter((file) => file.endsWith(".html")).length;
}

/** Whether an address leads to a file of the folder, if it is meant to: what begins with a slash is for the page's own script. */
function isThere(folder: string, from: string, address: string): boolean {
  if (/^(?:$|#|\/|[a-z]+:)/i.test(address)) return true;
  const target = join(folder, dirname(from), decodeURIComponent(address.replace(/[?#].*/s, "")));
  return !relative(folder, target).startsWith("..") && existsSync(target);
}
