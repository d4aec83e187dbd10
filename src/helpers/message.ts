import type { components } from "../../generated/types.js";

/** Bytes in the forms that can be sent: a view such as `Uint8Array`, an `ArrayBuffer`, a `Blob` or a `ReadableStream`. */
export type MessageBytes = components["schemas"]["BinaryMessage"];

/** A body and its headers, to spread into the options of a call or an operation function. */
export interface Message<Body, ContentType extends string> {
  body: Body;
  headers: { [name: string]: string } & { "Content-Type": ContentType };
}

/** What goes with a message. */
export interface MessageOptions {
  /** Further headers of the request. */
  headers?: { readonly [name: string]: string } | undefined;
}

/** What goes with a message of bytes. */
export interface BytesOptions extends MessageOptions {
  /**
   * The number of bytes in a stream, which is sent as Content-Length. Without it, a stream is sent in chunks, which the emulator
   * rejects. With a `fetch`, most platforms send a stream in chunks all the same. Minimum 0.
   */
  length?: number | undefined;
}

/**
 * Makes a JSON message of an object, an array, a string, a number, a boolean or null. Clients with the JSON subprotocol
 * receive the value. Works for the body of any operation that accepts JSON.
 *
 * @example
 * await sendToAll(client, { hub: "chat", ...json("hello") });
 */
export function json<Value>(value: Value, { headers }: MessageOptions = {}): Message<Value, "application/json"> {
  return { body: value, headers: { ...headers, "Content-Type": "application/json" } };
}

/**
 * Makes a text message. The string is sent as UTF-8, without quotes.
 *
 * @example
 * await sendToAll(client, { hub: "chat", ...text("hello") });
 */
export function text(value: string, { headers }: MessageOptions = {}): Message<string, "text/plain"> {
  return { body: value, headers: { ...headers, "Content-Type": "text/plain" } };
}

/**
 * Makes a message of bytes. A call with a stream is not retried, because a stream can be read once.
 *
 * @example
 * await sendToAll(client, { hub: "chat", ...bytes(Uint8Array.of(1, 2)) });
 */
export function bytes<Value extends MessageBytes>(
  value: Value,
  { headers, length }: BytesOptions = {},
): Message<Value, "application/octet-stream"> {
  const size = length === undefined ? {} : { "Content-Length": `${length}` };
  return { body: value, headers: { ...headers, ...size, "Content-Type": "application/octet-stream" } };
}
