import { posix } from "node:path";
import type { Document } from "./documents.js";

/** The repository that the references of a document are checked against. */
export interface Repository {
  /** The names of the npm scripts. */
  readonly scripts: readonly string[];
  /** The files and folders at the top level. */
  readonly topLevel: readonly string[];
  /** The names that git ignores at the top level: they may or may not exist. */
  readonly ignored: readonly string[];
  exists(path: string): boolean;
  /** The text of another document. */
  read(path: string): string;
}

/** The commands of npm itself that documents show. Extend the list if a document needs another. */
const NPM_COMMANDS = ["ci", "exec", "install", "pack", "publish"];
/** Scripts that npm runs without `run`. */
const SHORT_SCRIPTS = ["test", "start", "stop", "restart"];

const PACKAGES = ["webpubsub-fetch", "webpubsub-conformance"];
const FILE_EXTENSION = /\.(?:ts|mts|mjs|js|json|ya?ml|md|html|css|sh|txt)$/;
const PLACEHOLDER = /[*<>{}$ …]|\.\.\.|\bPATH\b|\bFILE\b/;

/** A sentence for each script, link and path in a document that does not exist. */
export function referenceProblems(document: Document, repository: Repository): string[] {
  return [
    ...commandProblems(document, repository),
    ...linkProblems(document, repository),
    ...pathProblems(document, repository),
  ];
}

function commandProblems({ path, text }: Document, { scripts }: Repository): string[] {
  return [...codeOf(text).matchAll(/\bnpm +(run +)?([a-z][\w:-]*)/g)].flatMap(([, run, name = ""]) => {
    // `npm run NAME`
    if (run === undefined && name === "run") return [];
    if (run !== undefined || SHORT_SCRIPTS.includes(name)) {
      if (scripts.includes(name)) return [];
      return [`${path} names \`npm ${run ?? ""}${name}\`, but package.json has no script "${name}".`];
    }
    if (NPM_COMMANDS.includes(name)) return [];
    return [
      `${path} names \`npm ${name}\`, which is not one of ${NPM_COMMANDS.join(", ")}. Write \`npm run ${name}\`?`,
    ];
  });
}

/** Code spans, fenced blocks and indented blocks. YAML blocks are left out: they are recipes for projects with other scripts. */
function codeOf(text: string): string {
  const fenced = [...text.matchAll(/^```(?!ya?ml)[^\n]*\n(.*?)^```/gms)].map(([, code]) => code);
  const prose = text.replaceAll(/^```[^\n]*\n.*?^```/gms, "");
  const indented = [...prose.matchAll(/^ {4,}(.*)$/gm)].map(([, code]) => code);
  return [...fenced, ...indented, ...codeSpans(prose)].join("\n");
}

function codeSpans(text: string): string[] {
  return [...text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = ""]) => code);
}

function linkProblems({ path, text }: Document, repository: Repository): string[] {
  const prose = text.replaceAll(/^```[^\n]*\n.*?^```/gms, "").replaceAll(/`[^`\n]*`/g, "code");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/i.test(link)) return [];
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : posix.join(posix.dirname(path), decodeURIComponent(file));
    if (!repository.exists(target)) return [`${path} links to ${link}, but ${target} does not exist.`];
    if (anchor === undefined || !target.endsWith(".md")) return [];
    if (anchorsOf(target === path ? text : repository.read(target)).includes(anchor)) return [];
    return [`${path} links to ${link}, but ${target} has no heading with that anchor.`];
  });
}

/** The anchors that GitHub gives to the headings of a document. */
function anchorsOf(text: string): string[] {
  const prose = text.replaceAll(/^```[^\n]*\n.*?^```/gms, "");
  return [...prose.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = ""]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Checks code spans that look like a path: those with a slash that start at the top level or end in a file extension. */
function pathProblems({ path, text }: Document, repository: Repository): string[] {
  return codeSpans(text.replaceAll(/^```[^\n]*\n.*?^```/gms, "")).flatMap((span) => {
    const [first = ""] = span.split("/");
    if (!span.includes("/") || !/^[\w./@-]+$/.test(span) || PLACEHOLDER.test(span)) return [];
    if ([...repository.ignored, ...PACKAGES].includes(first) || span.startsWith("/")) return [];
    if (!repository.topLevel.includes(first) && !FILE_EXTENSION.test(span)) return [];
    const candidates = [posix.normalize(span), posix.join(posix.dirname(path), span)];
    if (candidates.some((each) => repository.exists(each))) return [];
    return [`${path} names \`${span}\`, which does not exist.`];
  });
}
