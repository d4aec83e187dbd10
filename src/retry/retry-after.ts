/**
 * How long a `Retry-After` header asks to wait, in milliseconds: seconds, or a date. A date that is past is 0.
 *
 * @param now the time in milliseconds since 1970
 * @returns undefined where there is none, or none that can be understood
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  // `Date.parse` makes a guess of much. Written back, `Sun, 06 Nov 1994 08:49:37 GMT` is the same, and a guess is not.
  return Number.isNaN(date) || new Date(date).toUTCString() !== text ? undefined : Math.max(0, date - now);
}
