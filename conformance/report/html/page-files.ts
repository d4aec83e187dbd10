import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Content } from "./markup.js";
import { toMarkup } from "./page/html-template.js";

const IMPORT = /^import \{[^}]*\} from "\.\/([\w-]+\.js)";\n/gm;
const STYLE_LINK = '<link rel="stylesheet" href="page.css">';
const SCRIPT_LINK = '<script type="module" src="page.js"></script>';
/** Found in one pass, so that nothing is looked for in what was inserted. */
const INSERTED = new RegExp(`${STYLE_LINK}|${SCRIPT_LINK}|%(\\w+)%`, "g");

/**
 * Fills `page.html` with the content of a report, and with its own style and script, so that it needs no other file.
 *
 * @param contents by the name of the `%placeholder%`
 * @throws {Error} if a placeholder has no content
 */
export function fillPage(contents: Readonly<Record<string, Content>>): string {
  const style = readPageFile("page.css");
  const script = inlineModules("page.js");
  const all: Readonly<Record<string, Content>> = { ...contents, policy: policyFor(style, script) };
  return readPageFile("page.html").replaceAll(INSERTED, (found, name: string | undefined) => {
    if (found === STYLE_LINK) return `<style>${style}</style>`;
    if (found === SCRIPT_LINK) return `<script type="module">${script}</script>`;
    const content = all[name ?? ""];
    if (content === undefined) throw new Error(`page.html has the placeholder ${found}, which has no content.`);
    return toMarkup(content);
  });
}

/** A module of the page and those that it imports as one, each after its own imports, without the import declarations. */
function inlineModules(file: string, done = new Set<string>()): string {
  if (done.has(file)) return "";
  done.add(file);
  const text = readPageFile(file);
  const imported = [...text.matchAll(IMPORT)].map(([, name = ""]) => inlineModules(name, done));
  return [...imported, text.replaceAll(IMPORT, "")].join("");
}

/** Nothing runs or is loaded but this style and this script: nothing that a server under test sent, if it were ever taken for markup. */
function policyFor(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function readPageFile(name: string): string {
  return readFileSync(new URL(`page/${name}`, import.meta.url), "utf8");
}
