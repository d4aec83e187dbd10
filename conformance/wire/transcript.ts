import { type Exchange, textOf } from "./exchange.js";
import { redact } from "./redact.js";

/** A frame that a client sent or received, or the end of its connection. */
export interface FrameRecord {
  /** The name of the client. */
  readonly client: string;
  readonly direction: "sent" | "received" | "closed";
  /** The frame as text, or the code and the reason of the close. */
  readonly text: string;
}

/** Something that was sent or received while a case ran. It may contain secrets. */
export type TranscriptRecord = Exchange | FrameRecord;

/** An entry of a transcript as reports show it: without secrets, long bodies cut. */
export type TranscriptEntry =
  | {
      readonly kind: "exchange";
      readonly request: TranscriptMessage & { readonly method: string; readonly url: string };
      readonly response: TranscriptMessage & { readonly status: number };
      /** A shell command that sends the request again, with the token from the environment variable TOKEN. */
      readonly curl: string;
    }
  | ({ readonly kind: "frame" } & FrameRecord);

/** The headers and the body of a request or a response. */
export interface TranscriptMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** What stands for the values of secret headers, in a form that a shell expands. */
const SECRET_HEADERS: Readonly<Record<string, string>> = { authorization: "Bearer $TOKEN" };
const MAX_BODY_CHARACTERS = 600;

/** Makes a record readable, and removes its secrets. */
export function toTranscriptEntry(record: TranscriptRecord): TranscriptEntry {
  if ("client" in record) return { kind: "frame", ...record, text: shorten(record.text) };
  const { request, response } = record;
  return {
    kind: "exchange",
    request: { method: request.method, url: redact(request.url.href), ...transcriptMessage(request) },
    response: { status: response.status, ...transcriptMessage(response) },
    curl: redact(curlCommand(request)),
  };
}

function transcriptMessage({ headers, body }: { headers: Headers; body: Uint8Array }): TranscriptMessage {
  return {
    headers: [...headers].map(([name, value]) => [name, SECRET_HEADERS[name] ?? redact(value)] as const),
    body: body.length === 0 ? "" : shorten(textOf(body)),
  };
}

function shorten(whole: string): string {
  const text = redact(whole);
  if (text.length <= MAX_BODY_CHARACTERS) return text;
  return `${text.slice(0, MAX_BODY_CHARACTERS)}… (${text.length} characters)`;
}

/** What a shell takes as an argument, and someone can read. */
const MAX_INLINE_BYTES = 20_000;
/** Characters that a terminal or a page does not show as they are. */
const CONTROL_CHARACTER = /[^\P{Cc}\t\n]/u;

function curlCommand({ method, url, headers, body }: Exchange["request"]): string {
  const text = textOf(body);
  // curl would read the file that follows an @.
  const isPlain = !text.startsWith("@") && !CONTROL_CHARACTER.test(text) && Buffer.from(text).equals(body);
  const isPiped = !isPlain || body.length > MAX_INLINE_BYTES;
  const words = [
    "curl",
    // curl would read brackets and braces as a pattern of several URLs.
    ...(/[[\]{}]/.test(url.href) ? ["--globoff"] : []),
    method === "HEAD" ? "--head" : `--request ${method}`,
    ...[...headers].map(([name, value]) => `--header ${quotedHeader(name, value)}`),
    ...(isPiped ? ["--data-binary @-"] : []),
    ...(!isPiped && body.length > 0 ? [`--data-binary ${quote(text)}`] : []),
    quote(url.href),
  ];
  return isPiped ? `${printCommand(body)} | ${words.join(" ")}` : words.join(" ");
}

/** In double quotes where the shell must expand a variable. */
function quotedHeader(name: string, value: string): string {
  const placeholder = SECRET_HEADERS[name];
  return placeholder === undefined ? quote(`${name}: ${value}`) : `"${name}: ${placeholder}"`;
}

/** A shell command that prints the bytes of a body. */
function printCommand(body: Uint8Array): string {
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, "0")}`;
  const [first = 0] = body;
  if (body.length <= MAX_INLINE_BYTES) return `printf '${[...body].map(octal).join("")}'`;
  // The large bodies of the suite repeat one byte.
  if (body.every((byte) => byte === first)) return `head -c ${body.length} /dev/zero | tr '\\0' '${octal(first)}'`;
  return `cat THE-${body.length}-BYTES-OF-THE-BODY`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
