import type { components } from "../../generated/2024-12-01/types.js";

/** Bytes in the forms that can be sent. */
export type MessageBytes = components["schemas"]["BinaryMessage"];

/** A body and the Content-Type that it goes under, to be spread into the options of a call. */
export interface Message<Body, ContentType extends string> {
  body: Body;
  headers: { "Content-Type": ContentType };
}

/**
 * A message of JSON: an object, an array, a string, a number, a boolean or null. Clients of the JSON subprotocol receive
 * the value. The body of the operations that take JSON alone, too.
 *
 * @example await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...json({ text: "hello" }) });
 */
export function json<Value>(value: Value): Message<Value, "application/json"> {
  return { body: value, headers: { "Content-Type": "application/json" } };
}

/**
 * A message of text, sent as UTF-8, without quotes around it.
 *
 * @example await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...text("hello") });
 */
export function text(value: string): Message<string, "text/plain"> {
  return { body: value, headers: { "Content-Type": "text/plain" } };
}

/**
 * A message of bytes, sent as they are. A stream can be read once, so that a call with one is not retried.
 *
 * @example await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...bytes(Uint8Array.of(1, 2)) });
 */
export function bytes<Value extends MessageBytes>(value: Value): Message<Value, "application/octet-stream"> {
  return { body: value, headers: { "Content-Type": "application/octet-stream" } };
}
