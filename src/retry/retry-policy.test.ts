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

describe("the policy", () => {
  test("is the one that the options say, and by default the documented one", () => {
    expectTypeOf(readRetry).returns.toEqualTypeOf<RetryPolicy>();
    expect(readRetry(undefined)).toEqual(DEFAULTS);
    expect(readRetry({})).toEqual(DEFAULTS);
    expect(readRetry({ maxRetries: 5, retryNonIdempotent: true })).toEqual({
      ...DEFAULTS,
      maxRetries: 5,
      retryNonIdempotent: true,
    });
  });

  test("of a call takes what is left out from the client's", () => {
    const client = readRetry({ maxRetries: 7, baseDelay: 1, maxDelay: 0, maxRetryAfter: 0, retryNonIdempotent: true });
    expect(readRetry(undefined, client)).toEqual(client);
    expect(readRetry({ maxDelay: 9 }, client)).toEqual({ ...client, maxDelay: 9 });
    expect(readRetry({ maxRetries: undefined, retryNonIdempotent: undefined }, client)).toEqual(client);
    expect(readRetry({ retryNonIdempotent: false }, client)).toEqual({ ...client, retryNonIdempotent: false });
  });

  test("of false is to retry never, until a call says otherwise", () => {
    const never = readRetry(false, readRetry({ baseDelay: 1 }));
    expect(never).toEqual({ ...DEFAULTS, baseDelay: 1, maxRetries: 0 });
    expect(readRetry({ maxRetries: 2 }, never).maxRetries).toBe(2);
  });

  test.for<[retry: unknown, said: string]>([
    [{ maxRetries: -1 }, "`retry.maxRetries` is -1: it has to be a whole number from 0."],
    [{ maxRetries: 1.5 }, "`retry.maxRetries` is 1.5: it has to be a whole number from 0."],
    [{ maxRetries: Number.POSITIVE_INFINITY }, "`retry.maxRetries` is Infinity: it has to be a whole number from 0."],
    [{ maxRetries: Number.NaN }, "`retry.maxRetries` is NaN: it has to be a whole number from 0."],
    [{ maxRetries: "3" }, '`retry.maxRetries` is "3": it has to be a whole number from 0.'],
    [{ maxRetries: null }, "`retry.maxRetries` is null: it has to be a whole number from 0."],
    [{ baseDelay: 0 }, "`retry.baseDelay` is 0: it has to be a whole number from 1."],
    [{ maxDelay: -1 }, "`retry.maxDelay` is -1: it has to be a whole number from 0."],
    [{ maxRetryAfter: 0.1 }, "`retry.maxRetryAfter` is 0.1: it has to be a whole number from 0."],
    [{ retryNonIdempotent: "yes" }, '`retry.retryNonIdempotent` is "yes": it has to be true or false.'],
    [5, "`retry` is 5: it has to be false, or an object such as { maxRetries: 5 }."],
    [true, "`retry` is true: it has to be false, or an object such as { maxRetries: 5 }."],
    [null, "`retry` is null: it has to be false, or an object such as { maxRetries: 5 }."],
  ])("is none of %o", ([retry, said]) => {
    const read = () => readRetry(retry as RetryOptions);
    expect(read).toThrow(InvalidInputError);
    expect(read).toThrow(said);
  });
});

describe("after a response, what may be done twice", () => {
  test.for([408, 429, 500, 501, 502, 503, 504, 599])("is sent again after %i", (status) => {
    expect(isRetryable(responseOf(status), true)).toBe(true);
  });

  test.for([400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 425, 431])("is not sent again after %i", (status) => {
    expect(isRetryable(responseOf(status, { "Retry-After": "1" }), true)).toBe(false);
  });
});

describe("after a response, what must not be done twice", () => {
  test.for<[status: number, headers: Record<string, string>]>([
    [429, {}],
    [429, { "Retry-After": "1" }],
    [503, { "Retry-After": "0" }],
    [503, { "Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT" }],
  ])("is sent again where the service says that it did not act: %i %o", ([status, headers]) => {
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
  ])("is not sent again where it does not: %i %o", ([status, headers]) => {
    expect(isRetryable(responseOf(status, headers), false)).toBe(false);
  });
});

describe("the wait", () => {
  test("is a random part of a time that doubles, up to the longest", () => {
    const random = vi.spyOn(Math, "random");
    const longest = [500, 1000, 2000, 4000, 8000, 8000, 8000];
    for (const [retries, most] of longest.entries()) {
      random.mockReturnValue(0);
      expect(delayBefore(retries, undefined, DEFAULTS)).toBe(0);
      random.mockReturnValue(0.5);
      expect(delayBefore(retries, responseOf(500), DEFAULTS)).toBe(most / 2);
      random.mockReturnValue(1 - Number.EPSILON);
      expect(delayBefore(retries, undefined, DEFAULTS)).toBeLessThan(most);
    }
    random.mockReturnValue(0.5);
    expect(delayBefore(5000, undefined, DEFAULTS)).toBe(4000);
    expect(delayBefore(0, undefined, { ...DEFAULTS, maxDelay: 10 })).toBe(5);
  });

  test("is spread over the whole time: many clients do not come back at once", () => {
    const waits = Array.from({ length: 1000 }, () => delayBefore(0, undefined, DEFAULTS) ?? Number.NaN);
    const tenths = new Set(waits.map((wait) => Math.floor(wait / 50)));
    expect([...tenths].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test.for<[header: string, milliseconds: number | undefined]>([
    ["0", 0],
    ["3", 3000],
    // Longer than this policy would wait itself, and as long as it allows.
    ["60", 60_000],
    ["61", undefined],
    ["99999999999999", undefined],
    ["Sun, 06 Nov 1994 08:49:40 GMT", 3000],
    ["Sun, 06 Nov 1994 08:50:38 GMT", undefined],
    ["Sun, 06 Nov 1994 08:00:00 GMT", 0],
  ])("is what the service asks for, and none where it asks for too much: %s", ([header, milliseconds]) => {
    vi.useFakeTimers({ now: Date.parse("Sun, 06 Nov 1994 08:49:37 GMT") });
    for (const status of [429, 503, 500]) {
      expect(delayBefore(2, responseOf(status, { "Retry-After": header }), DEFAULTS)).toBe(milliseconds);
    }
  });

  test("until a date is counted by the service's clock, where it tells the time", () => {
    vi.useFakeTimers({ now: Date.parse("Sun, 06 Nov 1994 12:00:00 GMT") });
    const headers = { "Retry-After": "Sun, 06 Nov 1994 08:49:40 GMT", Date: "Sun, 06 Nov 1994 08:49:37 GMT" };
    expect(delayBefore(0, responseOf(503, headers), DEFAULTS)).toBe(3000);
    expect(delayBefore(0, responseOf(503, { ...headers, Date: "yesterday" }), DEFAULTS)).toBe(0);
  });

  test("is as if there were none where it is not understood", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    expect(delayBefore(1, responseOf(503, { "Retry-After": "soon" }), DEFAULTS)).toBe(500);
  });
});
