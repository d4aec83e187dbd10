export interface Token {
  /** `unknown`: not a token of the language. It is the last one of its filter. */
  readonly kind: "word" | "number" | "text" | "symbol" | "unknown" | "end";
  /** The text of the token, quotes included. */
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const WORD = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
/** Includes what is not an integer, so that 1.5 or 0x1F is one token in a message. */
const NUMBER = /[+-]?\d[\w.]*/y;
const SYMBOLS = "(),";

/** Splits a filter into tokens, in linear time. The last one is of kind `end` or `unknown`. */
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

/** @returns the position after the closing quote; undefined if there is none. Two quotes are one quote in the text */
function quoteEnd(filter: string, start: number): number | undefined {
  let quote = filter.indexOf("'", start + 1);
  while (quote !== -1 && filter.charAt(quote + 1) === "'") quote = filter.indexOf("'", quote + 2);
  return quote === -1 ? undefined : quote + 1;
}
