export interface Token {
  /** `unknown`: nothing that a filter can hold. It is the last token then. */
  readonly kind: "word" | "number" | "text" | "symbol" | "unknown" | "end";
  /** As it stands in the filter, quotes included. */
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const WORD = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
/** Takes in what only looks like an integer, so that 1.5 or 0x1F is reported as a whole. */
const NUMBER = /[+-]?\d[\w.]*/y;
const SYMBOLS = "(),";

/** The tokens of a filter, with one of kind `end` or `unknown` at the end. Takes time in proportion to its length. */
export function tokensOf(filter: string): [...Token[], Token] {
  const tokens: Token[] = [];
  for (let start = 0; ; ) {
    start = matchEnd(SPACE, filter, start) ?? start;
    const token = tokenAt(filter, start);
    if (token.kind === "end" || token.kind === "unknown") return [...tokens, token];
    tokens.push(token);
    start = token.end;
  }
}

function tokenAt(filter: string, start: number): Token {
  const token = (kind: Token["kind"], end: number) => ({ kind, source: filter.slice(start, end), start, end });
  const first = filter.charAt(start);
  if (first === "") return token("end", start);
  if (SYMBOLS.includes(first)) return token("symbol", start + 1);
  if (first === "'") {
    const end = quoteEnd(filter, start);
    return end === undefined ? token("unknown", filter.length) : token("text", end);
  }
  const word = matchEnd(WORD, filter, start);
  if (word !== undefined) return token("word", word);
  const number = matchEnd(NUMBER, filter, start);
  if (number !== undefined) return token("number", number);
  return token("unknown", start + 1);
}

function matchEnd(pattern: RegExp, filter: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(filter) ? pattern.lastIndex : undefined;
}

/** Behind the closing quote, if there is one. Two quotes stand for one that is part of the text. */
function quoteEnd(filter: string, start: number): number | undefined {
  let quote = filter.indexOf("'", start + 1);
  while (quote !== -1 && filter.charAt(quote + 1) === "'") quote = filter.indexOf("'", quote + 2);
  return quote === -1 ? undefined : quote + 1;
}
