import { describe, expect, expectTypeOf, test } from "vitest";
import { readRetryAfter } from "./retry-after.js";

/** Sun, 06 Nov 1994 08:49:37 GMT */
const NOW = 784_111_777_000;

describe("readRetryAfter", () => {
  test.for<[header: string, milliseconds: number]>([
    ["0", 0],
    ["1", 1000],
    ["007", 7000],
    [" 120 ", 120_000],
    ["86400", 86_400_000],
    ["Sun, 06 Nov 1994 08:49:38 GMT", 1000],
    ["Mon, 07 Nov 1994 08:49:37 GMT", 86_400_000],
    // A date in the past.
    ["Sun, 06 Nov 1994 08:49:37 GMT", 0],
    ["Sun, 06 Nov 1994 08:49:36 GMT", 0],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    // Absurd, but valid: the policy decides that it is too long.
    ["99999999999999999999", 1e23],
    ["9".repeat(400), Number.POSITIVE_INFINITY],
    ["Fri, 31 Dec 9999 23:59:59 GMT", 252_618_189_022_000],
  ])("returns the milliseconds of %j", ([header, milliseconds]) => {
    const read = readRetryAfter(header, NOW);
    expectTypeOf(read).toEqualTypeOf<number | undefined>();
    expect(read).toBe(milliseconds);
  });

  test.for([
    null,
    "",
    " ",
    "-1",
    "+1",
    "1.5",
    "1e3",
    "0x10",
    "1s",
    "1, 2",
    "soon",
    "NaN",
    "Infinity",
    "٣",
    "784111777000 GMT",
    // What `Date.parse` guesses.
    "Nov 1994",
    "1994-11-06T08:49:40Z",
    "Sun, 06 Nov 1994 08:49:40",
    "Sun, 06 Nov 1994 08:49:40 +0000",
    "Sun, 06 Nov 1994 08:49:40 EST",
    "sun, 06 nov 1994 08:49:40 gmt",
    "Sun, 6 Nov 1994 08:49:40 GMT",
    "Sunday, 06-Nov-94 08:49:40 GMT",
    "Sun Nov  6 08:49:40 1994",
    // No such day, no such hour, another day of the week.
    "Wed, 31 Feb 2027 00:00:00 GMT",
    "Sun, 06 Nov 1994 25:00:00 GMT",
    "Mon, 06 Nov 1994 08:49:40 GMT",
  ])("returns undefined for %j", (header) => {
    expect(readRetryAfter(header, NOW)).toBeUndefined();
  });
});
