import type { components } from "../../generated/types.js";

/** Bytes in the forms that can be sent: `Uint8Array`, `ArrayBuffer`, `Blob` or `ReadableStream`. */
export type MessageBytes = components["schemas"]["BinaryMessage"];

/** A body and its Content-Type, to spread into the options of a call. */
export interface Message<Body, ContentType extends string> {
  body: Body;
  headers: { "Content-Type": ContentType };
}

/**
 * Makes a JSON message of an object, an array, a string, a number, a boolean or null. Clients with the JSON subprotocol
 * receive the value. Works for the body of any operation that accepts JSON.
 *
 * @example
 * await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...json({ text: "hello" }) });
 */
export function json<Value>(value: Value): Message<Value, "application/json"> {
  return { body: value, headers: { "Content-Type": "application/json" } };
}

/**
 * Makes a text message. The string is sent as UTF-8, without quotes.
 *
 * @example
 * await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...text("hello") });
 */
export function text(value: string): Message<string, "text/plain"> {
  return { body: value, headers: { "Content-Type": "text/plain" } };
}

/**
 * Makes a message of bytes. A call with a stream is not retried, because a stream can be read once.
 *
 * @example
 * await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...bytes(Uint8Array.of(1, 2)) });
 */
export function bytes<Value extends MessageBytes>(value: Value): Message<Value, "application/octet-stream"> {
  return { body: value, headers: { "Content-Type": "application/octet-stream" } };
}
