import type { components } from "../../generated/types.js";
import { InvalidInputError, quote, requireKnown } from "../shared/invalid-input.js";

/** Bytes in the forms that can be sent: a view such as `Uint8Array`, an `ArrayBuffer`, a `Blob` or a `ReadableStream`. */
export type MessageBytes = components["schemas"]["BinaryMessage"];

/** A body and its headers, to spread into the options of a call or an operation function. */
export interface Message<Body, ContentType extends string> {
  body: Body;
  headers: { [name: string]: string } & { "Content-Type": ContentType };
}

/** What goes with a message. */
export interface MessageOptions {
  /** Further headers of the request. Content-Type is ignored. */
  headers?: { readonly [name: string]: string } | undefined;
}

/** What goes with a message of bytes. */
export interface BytesOptions extends MessageOptions {
  /**
   * The number of bytes in a stream, which is sent as Content-Length. Minimum 0. Without it a stream is sent chunked, which the emulator
   * rejects; whether the service does is not known. Node.js and Bun send the length with the pool and with `fetch`. The `fetch` of Deno
   * sends chunks all the same, and so does that of Cloudflare Workers, unless the stream is a `FixedLengthStream`.
   */
  length?: number | undefined;
}

/**
 * Makes a JSON message of an object, an array, a string, a number, a boolean or null. Clients with the JSON subprotocol
 * receive the value. Works for the body of any operation that accepts JSON.
 *
 * @throws {InvalidInputError} if an option is unknown
 * @example
 * await sendToAll(client, { hub: "chat", ...json("hello") });
 */
export function json<Value>(value: Value, options: MessageOptions = {}): Message<Value, "application/json"> {
  requireKnown("json", options, ["headers"]);
  return message(value, "application/json", options.headers);
}

/**
 * Makes a text message. The string is sent as UTF-8, without quotes.
 *
 * @throws {InvalidInputError} if an option is unknown
 * @example
 * await sendToAll(client, { hub: "chat", ...text("hello") });
 */
export function text(value: string, options: MessageOptions = {}): Message<string, "text/plain"> {
  requireKnown("text", options, ["headers"]);
  return message(value, "text/plain", options.headers);
}

/**
 * Makes a message of bytes. A call with a stream is not retried, because a stream can be read once.
 *
 * @throws {InvalidInputError} if `length` is not an integer of at least 0, or an option is unknown
 * @example
 * await sendToAll(client, { hub: "chat", ...bytes(Uint8Array.of(1, 2)) });
 * await sendToAll(client, { hub: "chat", ...bytes(stream, { length: 1024 }) });
 */
export function bytes<Value extends MessageBytes>(
  value: Value,
  options: BytesOptions = {},
): Message<Value, "application/octet-stream"> {
  requireKnown("bytes", options, ["headers", "length"]);
  const { headers, length } = options;
  if (length !== undefined && !(Number.isSafeInteger(length) && length >= 0)) {
    throw new InvalidInputError(`\`length\` is ${quote(length)}; it must be an integer of at least 0.`);
  }
  return message(value, "application/octet-stream", headers, length);
}

function message<Body, ContentType extends string>(
  body: Body,
  contentType: ContentType,
  given: MessageOptions["headers"] = {},
  length?: number,
): Message<Body, ContentType> {
  // A name in other letter case would give the header two values.
  const own = length === undefined ? /^content-type$/i : /^content-(type|length)$/i;
  const headers = Object.fromEntries(Object.entries(given).filter(([name]) => !own.test(name)));
  if (length !== undefined) headers["Content-Length"] = `${length}`;
  return { body, headers: { ...headers, "Content-Type": contentType } };
}
