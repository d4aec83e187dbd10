/** A member of a JSON object, with the text of its value. */
export interface Member {
  readonly name: string;
  readonly text: string;
}

/**
 * Lists the members of a JSON object in order, repeated ones included, each with the text of its value: `JSON.parse` loses
 * integers above 2^53, the spelling of numbers such as `1.0`, and repeated names.
 *
 * @param object a valid JSON object; the result for anything else is undefined
 */
export function membersOf(object: string): Member[] {
  const members: Member[] = [];
  let at = skipWhiteSpace(object, object.indexOf("{") + 1);
  while (object[at] === '"') {
    const nameEnd = stringEnd(object, at);
    const start = skipWhiteSpace(object, skipWhiteSpace(object, nameEnd) + 1);
    const end = valueEnd(object, start);
    members.push({ name: JSON.parse(object.slice(at, nameEnd)) as string, text: object.slice(start, end) });
    const separator = skipWhiteSpace(object, end);
    if (object[separator] !== ",") break;
    at = skipWhiteSpace(object, separator + 1);
  }
  return members;
}

/** @returns the position of the next character that is not white space */
function skipWhiteSpace(text: string, from: number): number {
  let at = from;
  while (" \t\r\n".includes(text.charAt(at)) && at < text.length) at += 1;
  return at;
}

/** @returns the position after the string that begins at `start` */
function stringEnd(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text[quote - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

/** @returns the position after the value that begins at `start` */
function valueEnd(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return stringEnd(text, start);
  if (first !== "{" && first !== "[") return find(/[,}\s]/g, text, start);
  let depth = 1;
  let at = start + 1;
  while (depth > 0) {
    at = find(/["{}[\]]/g, text, at);
    const character = text.charAt(at);
    if (character === '"') {
      at = stringEnd(text, at);
      continue;
    }
    depth += character === "{" || character === "[" ? 1 : -1;
    at += 1;
  }
  return at;
}

function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
