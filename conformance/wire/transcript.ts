import { type Exchange, textOf } from "./exchange.js";
import { redact } from "./redact.js";

/** A frame that a client sent or got, or the end of its connection. */
export interface FrameRecord {
  /** Which client. */
  readonly client: string;
  readonly direction: "sent" | "received" | "closed";
  readonly text: string;
}

/** Something that was sent or received while a case ran. */
export type TranscriptRecord = Exchange | FrameRecord;

/** A step as reports show it, without secrets. */
export type TranscriptEntry =
  | {
      readonly kind: "exchange";
      readonly request: TranscriptMessage & { readonly method: string; readonly url: string };
      readonly response: TranscriptMessage & { readonly status: number };
      /** A line for a shell that sends the request again, with the token from an environment variable. */
      readonly curl: string;
    }
  | ({ readonly kind: "frame" } & FrameRecord);

export interface TranscriptMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Header values that are never written out. */
const SECRET: Record<string, string> = { authorization: "Bearer $TOKEN" };
const MAX_BODY_CHARACTERS = 600;

export function toTranscriptEntry(step: TranscriptRecord): TranscriptEntry {
  if ("client" in step) return { kind: "frame", ...step, text: shorten(step.text) };
  const { request, response } = step;
  return {
    kind: "exchange",
    request: { method: request.method, url: redact(request.url.href), ...transcriptMessage(request) },
    response: { status: response.status, ...transcriptMessage(response) },
    curl: redact(curl(request)),
  };
}

function transcriptMessage({ headers, body }: { headers: Headers; body: Uint8Array }): TranscriptMessage {
  return {
    headers: [...headers].map(([name, value]) => [name, SECRET[name] ?? redact(value)] as const),
    body: body.length === 0 ? "" : shorten(textOf(body)),
  };
}

function shorten(whole: string): string {
  const text = redact(whole);
  return text.length <= MAX_BODY_CHARACTERS
    ? text
    : `${text.slice(0, MAX_BODY_CHARACTERS)}… (${text.length} characters)`;
}

function curl({ method, url, headers, body }: Exchange["request"]): string {
  const parts = ["curl", ...(/[[\]{}]/.test(url.href) ? ["--globoff"] : [])];
  parts.push(method === "HEAD" ? "--head" : `--request ${method}`);
  for (const [name, value] of headers) {
    parts.push(
      `--header ${SECRET[name] === undefined ? shellQuote(`${name}: ${value}`) : `"${name}: ${SECRET[name]}"`}`,
    );
  }
  const text = textOf(body);
  const piped = body.length > MAX_INLINE_BYTES || CONTROL.test(text) || !Buffer.from(text).equals(body);
  if (piped) parts.push("--data-binary @-");
  else if (body.length > 0) parts.push(`--data-binary ${shellQuote(text)}`);
  const line = [...parts, shellQuote(url.href)].join(" ");
  return piped ? `${written(body)} | ${line}` : line;
}

/** What a shell takes as an argument, in bytes, and somebody reads. */
const MAX_INLINE_BYTES = 20_000;
/** Characters that a terminal or a page shows otherwise, or not at all. */
const CONTROL = /[^\P{Cc}\t\n]/u;

/** A command that writes the bytes; of very many the same one. */
function written(body: Uint8Array): string {
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, "0")}`;
  const [first = 0] = body;
  if (body.length <= MAX_INLINE_BYTES) return `printf '${[...body].map(octal).join("")}'`;
  if (body.every((byte) => byte === first)) return `head -c ${body.length} /dev/zero | tr '\\0' '${octal(first)}'`;
  return `cat THE-${body.length}-BYTES-OF-THE-BODY`;
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
