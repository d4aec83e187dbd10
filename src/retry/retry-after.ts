/**
 * Reads a `Retry-After` header: seconds, or a date.
 *
 * @param now the time in milliseconds since 1970
 * @returns the wait in milliseconds, 0 for a date in the past; undefined if there is no header or it is invalid
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  // `Date.parse` guesses. Only the form `Sun, 06 Nov 1994 08:49:37 GMT` is unchanged when it is written back.
  return Number.isNaN(date) || new Date(date).toUTCString() !== text ? undefined : Math.max(0, date - now);
}
