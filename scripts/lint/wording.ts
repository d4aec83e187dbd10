import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { listFiles } from "../repository/list-files.js";

/** Phrases that read as translated, each with what to write instead. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|other\b|need\b|different\b)/i, '"is not a …"'],
  [/\bthere (?:is|are|was|were) not\b/i, '"does not exist"'],
  [/\bat the (?:most|least)\b/i, '"at most", "at least"'],
  [/\bfor ever\b/i, '"forever"'],
  [/\bin the place of\b/i, '"instead of"'],
  [/\bby a hair\b/i, '"just beyond the limit"'],
  [/\bas ever\b/i, '"as usual"'],
  [/\b(?:has|have|had) to be\b/i, '"must be"'],
  [/\bfound out\b/i, '"determined", "noticed"'],
  [/\bgot no whole\b|\bno whole (?:response|answer)\b/i, '"the response was incomplete", "could not connect"'],
  [/\bby meaning\b/i, '"when it is safe"'],
  [/(?<![\w"] )\bFrom \d+\.(?!\d)/, '"Minimum 1."'],
  [/\bdoes instead of\b/i, '"can be used instead of"'],
  [/\bon their way\b/i, '"in progress"'],
  [/\btells? nothing of\b/i, '"says nothing about"'],
  [/\bso far as\b/i, 'a sentence with a number, such as "No failures in the 12 cases that ran"'],
  [/\banew\b/i, '"again"'],
  [/\bwhoever\b|\bwhatever is\b/i, '"the caller", "anything that"'],
  [/\banswer(?:s|ed)? with\b/i, '"returns", "returned"'],
  [/\b(?:the|our|an?|this|that|its) spec\b(?![/`])/i, '"the description"'],
  [/\brepl(?:y|ies|ied)\b/i, '"response", "responds"'],
  [/\braw clients?\b/i, '"simple client", the word of the service'],
  [/\bhas its own way\b|\bin its own way\b|\bof its own kind\b/i, "the difference itself"],
];

/** Identifiers that the field has other names for, each with the name. Matched as whole words of a camel-cased name. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["stage", "context"],
  ["patience", "timeoutMs"],
  ["alike", "equivalent"],
  ["blunt", "broad"],
  ["oddity", "unusualRequest"],
  ["oddities", "unusualRequests"],
  ["askedFor", "requested"],
  ["fromOne", "positiveInteger"],
  ["unkeep", "removeKept"],
  ["unwait", "removeWaiting"],
  ["ada", "alice"],
  ["ask", "request"],
  ["asked", "requested"],
  ["asking", "requesting"],
  ["asks", "requests"],
  ["play", "run"],
  ["cast", "clients"],
  ["gather", "connectClients"],
  ["told", "reported"],
  ["said", "message"],
  ["fact", "coverageItem"],
  ["facts", "coverageItems"],
  ["answer", "response"],
  ["answers", "responses"],
  ["reply", "response"],
  ["refusal", "rejection"],
  ["refusals", "rejections"],
  ["longest", "max…"],
  ["deepest", "max…"],
  ["most", "max…"],
  ["way", "variant"],
  ["ways", "variants"],
]);

/** Constants that say neither what they bound nor in which unit, as whole names. */
const BARE_NAMES: ReadonlyMap<string, string> = new Map(
  ["AHEAD", "KEPT", "MARGIN", "PAUSE", "SELDOM"].map((name) => [
    name,
    "a name with its unit, such as REFRESH_WINDOW_MS",
  ]),
);

/** Lines that are right as they are, by file: quotations of the service, of a tool or of this list. */
const ALLOWED: ReadonlyMap<string, readonly string[]> = new Map([
  // Ids of mutants stay.
  ["conformance/mutants/sockets/sequence-id-mutants.ts", ["sequence-id-anew"]],
]);

/** A sentence for each phrase and name that another one replaces. */
export function wordingProblems(file: string, text: string): string[] {
  const allowed = ALLOWED.get(file) ?? [];
  const lines = text.split("\n");
  const phrases = lines.flatMap((line, index) =>
    allowed.some((each) => line.includes(each))
      ? []
      : PHRASES.flatMap(([phrase, instead]) => {
          const [found] = phrase.exec(line) ?? [];
          return found === undefined ? [] : [`${file}:${index + 1}: "${found.trim()}": write ${instead}.`];
        }),
  );
  return /\.(ts|mjs|js)$/.test(file) ? [...phrases, ...nameProblems(file, text)] : phrases;
}

function nameProblems(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const problems: string[] = [];
  const visit = (node: ts.Node): void => {
    const name = declaredName(node);
    if (name !== undefined) {
      const instead = replacementOf(name.text);
      if (instead !== undefined) {
        const { line } = source.getLineAndCharacterOfPosition(name.getStart());
        problems.push(`${file}:${line + 1}: the name ${name.text}: write ${instead}.`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
}

/** What to write instead of a name, or of one word of it. */
function replacementOf(name: string): string | undefined {
  const whole = name.replace("#", "");
  const replacement = NAMES.get(whole) ?? BARE_NAMES.get(whole);
  if (replacement !== undefined) return replacement;
  const word = wordsOf(name).find((each) => NAMES.has(each));
  return word && `"${NAMES.get(word)}" instead of "${word}"`;
}

/** The name that a node declares: what others are called, such as members of a library's types, is theirs. */
function declaredName(node: ts.Node): ts.Identifier | ts.PrivateIdentifier | undefined {
  if (ts.isImportSpecifier(node) || ts.isBindingElement(node)) return undefined;
  const { name } = node as ts.NamedDeclaration;
  return name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) && isDeclaration(node)
    ? name
    : undefined;
}

function isDeclaration(node: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassLike(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isGetAccessor(node)
  );
}

/** `maxAnswerBytes` → max, answer, bytes. */
function wordsOf(name: string): string[] {
  return name.split(/(?<=[a-z0-9])(?=[A-Z])|[_#$]/).map((word) => word.toLowerCase());
}

/** The files whose words are ours: code, descriptions and documents, without what is generated or transcribed. */
export function readTexts(root: string): { readonly file: string; readonly text: string }[] {
  return listFiles(root)
    .filter((file) => /\.(ts|mjs|js|css|html|md|yaml|json)$/.test(file))
    .filter((file) => !/^generated\/|^spec\/transcripts\/|^package-lock\.json$|^scripts\/lint\/wording/.test(file))
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}
