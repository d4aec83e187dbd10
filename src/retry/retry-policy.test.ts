import { afterEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { delayBefore, isRetryable, type RetryOptions, type RetryPolicy, readRetry } from "./retry-policy.js";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const DEFAULTS: RetryPolicy = {
  maxRetries: 3,
  baseDelay: 500,
  maxDelay: 8000,
  maxRetryAfter: 60_000,
  retryNonIdempotent: false,
};

function responseOf(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

describe("readRetry", () => {
  test("returns the options over the documented defaults", () => {
    expectTypeOf(readRetry).returns.toEqualTypeOf<RetryPolicy>();
    expect(readRetry(undefined)).toEqual(DEFAULTS);
    expect(readRetry({})).toEqual(DEFAULTS);
    expect(readRetry({ maxRetries: 5, retryNonIdempotent: true })).toEqual({
      ...DEFAULTS,
      maxRetries: 5,
      retryNonIdempotent: true,
    });
  });

  test("takes missing options from the base policy", () => {
    const client = readRetry({ maxRetries: 7, baseDelay: 1, maxDelay: 0, maxRetryAfter: 0, retryNonIdempotent: true });
    expect(readRetry(undefined, client)).toEqual(client);
    expect(readRetry({ maxDelay: 9 }, client)).toEqual({ ...client, maxDelay: 9 });
    expect(readRetry({ maxRetries: undefined, retryNonIdempotent: undefined }, client)).toEqual(client);
    expect(readRetry({ retryNonIdempotent: false }, client)).toEqual({ ...client, retryNonIdempotent: false });
  });

  test("disables retries for false, until a call sets maxRetries", () => {
    const never = readRetry(false, readRetry({ baseDelay: 1 }));
    expect(never).toEqual({ ...DEFAULTS, baseDelay: 1, maxRetries: 0 });
    expect(readRetry({ maxRetries: 2 }, never).maxRetries).toBe(2);
  });

  test.for<[retry: unknown, message: string]>([
    [{ maxRetries: -1 }, "`retry.maxRetries` is -1; it must be an integer of at least 0."],
    [{ maxRetries: 1.5 }, "`retry.maxRetries` is 1.5; it must be an integer of at least 0."],
    [{ maxRetries: Number.POSITIVE_INFINITY }, "`retry.maxRetries` is Infinity; it must be an integer of at least 0."],
    [{ maxRetries: Number.NaN }, "`retry.maxRetries` is NaN; it must be an integer of at least 0."],
    [{ maxRetries: "3" }, '`retry.maxRetries` is "3"; it must be an integer of at least 0.'],
    [{ maxRetries: null }, "`retry.maxRetries` is null; it must be an integer of at least 0."],
    [{ baseDelay: 0 }, "`retry.baseDelay` is 0; it must be an integer of at least 1."],
    [{ maxDelay: -1 }, "`retry.maxDelay` is -1; it must be an integer of at least 0."],
    [{ maxRetryAfter: 0.1 }, "`retry.maxRetryAfter` is 0.1; it must be an integer of at least 0."],
    [{ retryNonIdempotent: "yes" }, '`retry.retryNonIdempotent` is "yes"; it must be true or false.'],
    [5, "`retry` is 5; it must be false or an object such as { maxRetries: 5 }."],
    [true, "`retry` is true; it must be false or an object such as { maxRetries: 5 }."],
    [null, "`retry` is null; it must be false or an object such as { maxRetries: 5 }."],
  ])("rejects %o", ([retry, message]) => {
    const read = () => readRetry(retry as RetryOptions);
    expect(read).toThrow(InvalidInputError);
    expect(read).toThrow(message);
  });
});

describe("isRetryable, for a repeatable request", () => {
  test.for([408, 429, 500, 501, 502, 503, 504, 599])("returns true after %i", (status) => {
    expect(isRetryable(responseOf(status), true)).toBe(true);
  });

  test.for([400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 425, 431])("returns false after %i", (status) => {
    expect(isRetryable(responseOf(status, { "Retry-After": "1" }), true)).toBe(false);
  });
});

describe("isRetryable, for a request that must not be sent twice", () => {
  test.for<[status: number, headers: Record<string, string>]>([
    [429, {}],
    [429, { "Retry-After": "1" }],
    [503, { "Retry-After": "0" }],
    [503, { "Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT" }],
  ])("returns true if the service says that it did not act: %i %o", ([status, headers]) => {
    expect(isRetryable(responseOf(status, headers), false)).toBe(true);
  });

  test.for<[status: number, headers: Record<string, string>]>([
    [408, {}],
    [500, {}],
    [500, { "Retry-After": "1" }],
    [502, {}],
    [503, {}],
    [503, { "Retry-After": "soon" }],
    [503, { "Retry-After": "" }],
    [504, { "Retry-After": "1" }],
    [400, { "Retry-After": "1" }],
  ])("returns false if the service may have acted: %i %o", ([status, headers]) => {
    expect(isRetryable(responseOf(status, headers), false)).toBe(false);
  });
});

describe("delayBefore", () => {
  test("returns a random part of a time that doubles, up to maxDelay", () => {
    const random = vi.spyOn(Math, "random");
    const maxDelays = [500, 1000, 2000, 4000, 8000, 8000, 8000];
    for (const [retries, maxDelay] of maxDelays.entries()) {
      random.mockReturnValue(0);
      expect(delayBefore(retries, undefined, DEFAULTS)).toBe(0);
      random.mockReturnValue(0.5);
      expect(delayBefore(retries, responseOf(500), DEFAULTS)).toBe(maxDelay / 2);
      random.mockReturnValue(1 - Number.EPSILON);
      expect(delayBefore(retries, undefined, DEFAULTS)).toBeLessThan(maxDelay);
    }
    random.mockReturnValue(0.5);
    expect(delayBefore(5000, undefined, DEFAULTS)).toBe(4000);
    expect(delayBefore(0, undefined, { ...DEFAULTS, maxDelay: 10 })).toBe(5);
  });

  test("spreads the waits over the full time, so that many clients do not return at once", () => {
    const waits = Array.from({ length: 1000 }, () => delayBefore(0, undefined, DEFAULTS) ?? Number.NaN);
    const tenths = new Set(waits.map((wait) => Math.floor(wait / 50)));
    expect([...tenths].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test.for<[header: string, milliseconds: number | undefined]>([
    ["0", 0],
    ["3", 3000],
    // Longer than maxDelay, and exactly maxRetryAfter.
    ["60", 60_000],
    ["61", undefined],
    ["99999999999999", undefined],
    ["Sun, 06 Nov 1994 08:49:40 GMT", 3000],
    ["Sun, 06 Nov 1994 08:50:38 GMT", undefined],
    ["Sun, 06 Nov 1994 08:00:00 GMT", 0],
  ])("follows the service up to maxRetryAfter: %s", ([header, milliseconds]) => {
    vi.useFakeTimers({ now: Date.parse("Sun, 06 Nov 1994 08:49:37 GMT") });
    for (const status of [429, 503, 500]) {
      expect(delayBefore(2, responseOf(status, { "Retry-After": header }), DEFAULTS)).toBe(milliseconds);
    }
  });

  test("counts a date by the service's clock if the response has one", () => {
    vi.useFakeTimers({ now: Date.parse("Sun, 06 Nov 1994 12:00:00 GMT") });
    const headers = { "Retry-After": "Sun, 06 Nov 1994 08:49:40 GMT", Date: "Sun, 06 Nov 1994 08:49:37 GMT" };
    expect(delayBefore(0, responseOf(503, headers), DEFAULTS)).toBe(3000);
    expect(delayBefore(0, responseOf(503, { ...headers, Date: "yesterday" }), DEFAULTS)).toBe(0);
  });

  test("ignores an invalid Retry-After", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    expect(delayBefore(1, responseOf(503, { "Retry-After": "soon" }), DEFAULTS)).toBe(500);
  });
});
