import type { LightResponse } from "./light-response.js";

/** What a transport receives. */
export type AnyResponse = Response | LightResponse;

export function responseOf(received: AnyResponse): Response {
  return "response" in received ? received.response : received;
}
