/** `Sun, 06 Nov 1994 08:49:37 GMT`, the form that is sent today, and nothing that `Date.parse` makes a guess of. */
const HTTP_DATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: seconds, or a date. A date that is past is 0.
 *
 * @param now the time in milliseconds since 1970
 * @returns undefined where there is none, or none that can be understood
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
