import type { IncomingHttpHeaders } from "node:http";
import { badRequest } from "../response/rest-response.js";

const PREFIX = "x-webpubsub-metadata-";
/** The limits of metadata, in requests and in client frames. */
export const MAX_KEY_CHARACTERS = 256;
export const MAX_VALUE_CHARACTERS = 1024;
export const MAX_TOTAL_CHARACTERS = 8 * 1024;

/**
 * Reads the metadata of a message from the headers `X-WebPubSub-Metadata-{key}`.
 *
 * @returns the values by key, in lower case; undefined if there are none
 * @throws {RejectionError} 400 for an empty key, a value that is not printable ASCII, or anything beyond a limit
 */
export function readMetadata(headers: IncomingHttpHeaders): Record<string, string> | undefined {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(PREFIX));
  if (found.length === 0) return undefined;
  let total = 0;
  for (const [name, value] of found) {
    const key = name.slice(PREFIX.length);
    const text = String(value);
    total += key.length + text.length;
    if (key === "" || key.length > MAX_KEY_CHARACTERS)
      throw badRequest(`A metadata key must have 1 to ${MAX_KEY_CHARACTERS} characters.`);
    if (text.length > MAX_VALUE_CHARACTERS || /[^\x20-\x7e\t]/.test(text)) {
      throw badRequest(
        `The metadata value of '${key}' must be printable ASCII, at most ${MAX_VALUE_CHARACTERS.toLocaleString("en")} bytes.`,
      );
    }
  }
  if (total > MAX_TOTAL_CHARACTERS)
    throw badRequest(`The metadata of a message must have at most ${MAX_TOTAL_CHARACTERS.toLocaleString("en")} bytes.`);
  // Not by assignment, for which `__proto__` is a special key.
  return Object.fromEntries(found.map(([name, value]) => [name.slice(PREFIX.length), String(value)]));
}
