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
  const texts = new Map<string, string>();
  for (const file of files) texts.set(file, await readFile(join(folder, file), "utf8"));
  for (const [file, text] of texts) problems.push(...problemsOf(folder, file, text), ...anchorProblems(texts, file));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return files.filter((file) => file.endsWith(".html")).length;
}

/** To the browser a script is text; the page's policy stops what it requests. */
function withoutScripts(text: string): string {
  return text.replaceAll(/(<script\b[^>]*>).*?<\/script>/gs, "$1");
}

/** A sentence for each address in the text of a file that is remote, though loaded, or does not exist. */
function problemsOf(folder: string, file: string, text: string): string[] {
  const markup = withoutScripts(text);
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

/** A sentence for each link to an anchor that its page does not have. */
function anchorProblems(texts: ReadonlyMap<string, string>, file: string): string[] {
  return [...linkedFrom(withoutScripts(texts.get(file) ?? ""))].flatMap((address) => {
    const [, path = "", anchor = ""] = /^(?!\/|[a-z]+:)([^?#]*)[^#]*#(.+)$/i.exec(address) ?? [];
    const target = path === "" ? file : join(dirname(file), decodeURIComponent(path));
    // One from `/` is for the script of the page, as `#/path` is.
    if (anchor === "" || anchor.startsWith("/") || !texts.has(target)) return [];
    const anchors = new Set([...withoutScripts(texts.get(target) ?? "").matchAll(ANCHOR)].map(([, name]) => name));
    return anchors.has(decodeURIComponent(anchor))
      ? []
      : [`${file} links to ${address}, an anchor that does not exist.`];
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
