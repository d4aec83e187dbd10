import type { Exchange } from "../exchange.js";
import { encodeBody, json, type RequestBody, text } from "../message-bodies.js";
import { type TranscriptEntry, toTranscriptEntry } from "../transcript.js";

/** What the environment variable TOKEN is where the commands are tried. */
export const TOKEN = "the-token-from-the-environment";

/** A request whose curl command is tried. */
export interface CurlRequest {
  readonly what: string;
  readonly method: string;
  /** Below the origin. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

function requestOf(what: string, body: RequestBody, path = "/a%20b?excluded=x&excluded=y%2Bz"): CurlRequest {
  return { what, method: "POST", path, headers: { "content-type": body.mediaType }, body: encodeBody(body) };
}

const NONE = new Uint8Array();

/** Requests that a shell or curl could read in another way than they are meant. */
export const CURL_REQUESTS: readonly CurlRequest[] = [
  requestOf("JSON with quotes and variables", json({ "it's": ["ü", '"', "$HOME `x` \\"] })),
  requestOf("text of several lines", text("it's\n$HOME `x`\n")),
  requestOf("text that begins with @, as a file does for curl", text("@file")),
  requestOf("control characters", text("\u0007\u001b[1m\r")),
  requestOf("100,000 bytes", text("a".repeat(100_000))),
  requestOf("bytes that are not text", {
    mediaType: "application/octet-stream",
    value: Uint8Array.of(0, 10, 37, 39, 92, 200, 255),
  }),
  requestOf("brackets and braces in the URL", text("x"), "/a?filter[x]={y}&a=[1-3]"),
  { what: "HEAD", method: "HEAD", path: "/a?b=c", headers: {}, body: NONE },
  { what: "DELETE without a body", method: "DELETE", path: "/a", headers: { "x-a": "it's $HOME" }, body: NONE },
];

/** The curl command for a request to an origin. */
export function curlCommandOf({ method, path, headers, body }: CurlRequest, origin: string): string {
  const exchange: Exchange = {
    request: {
      method,
      url: new URL(origin + path),
      headers: new Headers({ ...headers, authorization: "Bearer a-secret" }),
      body,
    },
    response: { status: 200, headers: new Headers(), body: NONE },
  };
  const entry: TranscriptEntry = toTranscriptEntry(exchange);
  if (entry.kind !== "exchange") throw new Error("An exchange became a frame.");
  return entry.curl;
}
