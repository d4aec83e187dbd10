import type { Body } from "../description/example-requests.js";

/** Bodies of messages, by their media type. */
export const json = (value: unknown): Body => ({ mediaType: "application/json", value });
export const text = (value: string): Body => ({ mediaType: "text/plain", value });
export const bytes = (...value: number[]): Body => ({
  mediaType: "application/octet-stream",
  value: Uint8Array.from(value),
});
