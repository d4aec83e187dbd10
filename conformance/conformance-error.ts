import { type Exchange, textOf } from "./exchange.js";

/** The target broke a requirement. The message says how, what was sent and received, and how to send it again. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";

  constructor(difference: string, exchange?: Exchange) {
    super(exchange === undefined ? difference : `${difference}\n\n${transcript(exchange)}`);
  }
}

/** Header values that are never written out. */
const SECRET: Record<string, string> = { authorization: "Bearer $TOKEN" };
const SHOWN = 600;
/** A token that a body holds, such as the answer to generateToken. */
const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

function transcript({ request, response }: Exchange): string {
  return [
    `> ${request.method} ${request.url.pathname}${request.url.search}`,
    ...headerLines(">", request.headers),
    ...bodyLines(">", request.body),
    `< ${response.status}`,
    ...headerLines("<", response.headers),
    ...bodyLines("<", response.body),
    "",
    curl(request),
  ].join("\n");
}

function headerLines(mark: string, headers: Headers): string[] {
  return [...headers].map(([name, value]) => `${mark} ${name}: ${SECRET[name] ?? value}`);
}

function bodyLines(mark: string, body: Uint8Array): string[] {
  return body.length === 0 ? [] : [mark, `${mark} ${shorten(textOf(body))}`];
}

function shorten(whole: string): string {
  const text = whole.replaceAll(JWT, "$JWT");
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}… (${text.length} characters)`;
}

/** A line that sends the request again from a shell, with the token from an environment variable. */
function curl({ method, url, headers, body }: Exchange["request"]): string {
  const parts = ["curl", method === "HEAD" ? "--head" : `--request ${method}`];
  for (const [name, value] of headers) {
    parts.push(
      `--header ${SECRET[name] === undefined ? shellQuote(`${name}: ${value}`) : `"${name}: ${SECRET[name]}"`}`,
    );
  }
  if (body.length > 0) parts.push(`--data-binary ${shellQuote(textOf(body))}`);
  return [...parts, shellQuote(url.href)].join(" ");
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
