import type { IncomingHttpHeaders } from "node:http";
import { badRequest } from "../response/rest-response.js";

const PREFIX = "x-webpubsub-metadata-";
/** What metadata may be long, in characters, whoever sends it. */
export const MAX_KEY_CHARACTERS = 256;
export const MAX_VALUE_CHARACTERS = 1024;
export const MAX_TOTAL_CHARACTERS = 8 * 1024;

/**
 * The metadata of a message: request headers `X-WebPubSub-Metadata-{key}`, keys in lower case.
 *
 * @throws {Refusal} 400 for an empty or long key, a long value or one that is not ASCII, or too much in all
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
      throw badRequest(`A metadata key has 1 to ${MAX_KEY_CHARACTERS} characters.`);
    if (text.length > MAX_VALUE_CHARACTERS || /[^\x20-\x7e\t]/.test(text)) {
      throw badRequest(`The metadata value of '${key}' has to be ASCII, ${MAX_VALUE_CHARACTERS} bytes at the most.`);
    }
  }
  if (total > MAX_TOTAL_CHARACTERS)
    throw badRequest(`The metadata of a message has ${MAX_TOTAL_CHARACTERS} bytes at the most.`);
  // Not by assignment, to which `__proto__` would be no key like any other.
  return Object.fromEntries(found.map(([name, value]) => [name.slice(PREFIX.length), String(value)]));
}
