import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** What a browser loads without being asked: scripts, images, frames, stylesheets, fonts. */
const LOADED =
  /<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*?\ssrc="([^"]*)"|<link\b[^>]*?\shref="([^"]*)"|@import\s+["']([^"']+)|\burl\(\s*["']?([^"')]+)/g;
const FOLLOWED = /<a\b[^>]*?\shref="([^"]*)/g;
const ANCHOR = /\s(?:id|name)="([^"]*)"/g;

/**
 * Checks that the pages and stylesheets below a folder load nothing from another host, and that the files of the folder
 * that they load or link to exist, with the anchors that links name.
 *
 * @returns the number of pages
 * @throws {Error} with a sentence for each address that breaks the rule
 */
export async function requireOffline(folder: string): Promise<number> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(html|css)$/.test(file));
  const problems: string[] = [];
  const markups = new Map<string, string>();
  for (const file of files) {
    // To the browser a script is text; the page's policy stops what it requests.
    const text = await readFile(join(folder, file), "utf8");
    markups.set(file, text.replaceAll(/(<script\b[^>]*>).*?<\/script>/gs, "$1"));
  }
  const anchors = new Map([...markups].map(([file, markup]) => [file, anchorsIn(markup)] as const));
  for (const [file, markup] of markups) {
    problems.push(...problemsOf(folder, file, markup), ...anchorProblems(file, markup, anchors));
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return files.filter((file) => file.endsWith(".html")).length;
}

/** A sentence for each address in the markup of a file that is remote, though loaded, or does not exist. */
function problemsOf(folder: string, file: string, markup: string): string[] {
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

function anchorsIn(markup: string): ReadonlySet<string> {
  return new Set([...markup.matchAll(ANCHOR)].map(([, name = ""]) => name));
}

/** A sentence for each link to an anchor that its page does not have. @param anchors those of each file */
function anchorProblems(file: string, markup: string, anchors: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...linkedFrom(markup)].flatMap((address) => {
    const [, path = "", anchor = ""] = /^(?!\/|[a-z]+:)([^?#]*)[^#]*#(.+)$/i.exec(address) ?? [];
    const target = path === "" ? file : join(dirname(file), decodeURIComponent(path));
    const known = anchors.get(target);
    // One from `/` is for the script of the page, as `#/path` is.
    if (anchor === "" || anchor.startsWith("/") || known === undefined) return [];
    return known.has(decodeURIComponent(anchor)) ? [] : [`${file} links to ${address}, an anchor that does not exist.`];
  });
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
