import { inspect } from "node:util";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { credentialTokens, type TokenCredential } from "./token-credential.js";
import type { TokenProvider } from "./token-provider.js";

const AUDIENCE = "https://contoso.webpubsub.azure.com/api/health?api-version=2024-12-01";
const MINUTE = 60_000;

type Outcome = Awaited<ReturnType<TokenCredential["getToken"]>>;

/** A token provider whose credential returns what `provide` does, and a clock that stands still until it is moved. */
function tokensWith(provide: (call: number, now: number) => Outcome | Promise<Outcome>) {
  const clock = { now: 1_700_000_000_000 };
  const scopes: (string | string[])[] = [];
  const credential: TokenCredential = {
    async getToken(scope) {
      scopes.push(scope);
      return provide(scopes.length, clock.now);
    },
  };
  return { clock, scopes, getToken: credentialTokens(credential, () => clock.now) };
}

/** A different token for each call, valid for an hour. */
const hourly = (call: number, now: number) => ({ token: `token-${call}`, expiresOnTimestamp: now + 60 * MINUTE });

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Waits until settled promises were handled. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("credentialTokens", () => {
  describe("the credential", () => {
    test("receives the scope of Web PubSub", async () => {
      const { getToken, scopes } = tokensWith(hourly);
      expectTypeOf(getToken).toEqualTypeOf<TokenProvider>();
      expect(await getToken(AUDIENCE)).toBe("token-1");
      expect(scopes).toEqual(["https://webpubsub.azure.com/.default"]);
    });

    test("gets no call before the first request", () => {
      expect(tokensWith(hourly).scopes).toEqual([]);
    });

    test("gets the next call two minutes before the token expires, for any audience", async () => {
      const { getToken, scopes, clock } = tokensWith(hourly);
      await getToken(AUDIENCE);
      clock.now += 58 * MINUTE - 1;
      expect(await getToken(AUDIENCE)).toBe("token-1");
      expect(await getToken("https://contoso.webpubsub.azure.com/another")).toBe("token-1");
      expect(scopes).toHaveLength(1);
      clock.now += 1;
      await getToken(AUDIENCE);
      expect(scopes).toHaveLength(2);
      expect(await getToken(AUDIENCE)).toBe("token-2");
      expect(scopes).toHaveLength(2);
    });

    test("refreshes in the background until ten seconds before the token expires", async () => {
      const second = withResolvers<Outcome>();
      const { getToken, scopes, clock } = tokensWith((call, now) => (call === 1 ? hourly(call, now) : second.promise));
      await getToken(AUDIENCE);
      clock.now += 59 * MINUTE;
      expect(getToken(AUDIENCE)).toBe("token-1");
      clock.now += MINUTE - 10_001;
      expect(getToken(AUDIENCE)).toBe("token-1");
      clock.now += 1;
      const waiting = getToken(AUDIENCE);
      expect(waiting).toBeInstanceOf(Promise);
      // Shared for at most half a minute.
      expect(scopes).toHaveLength(3);
      second.resolve({ token: "the-next", expiresOnTimestamp: clock.now + 60 * MINUTE });
      expect(await waiting).toBe("the-next");
      expect(getToken(AUDIENCE)).toBe("the-next");
    });

    test("refreshes in the background from refreshAfterTimestamp", async () => {
      const { getToken, scopes, clock } = tokensWith((call, now) => ({
        ...hourly(call, now),
        refreshAfterTimestamp: now + 30 * MINUTE,
      }));
      await getToken(AUDIENCE);
      clock.now += 30 * MINUTE - 1;
      await getToken(AUDIENCE);
      expect(scopes).toHaveLength(1);
      clock.now += 1;
      expect(getToken(AUDIENCE)).toBe("token-1");
      expect(scopes).toHaveLength(2);
    });

    test("retries a failed background refresh after five seconds, while requests succeed", async () => {
      const { getToken, scopes, clock } = tokensWith((call, now) => {
        if (call === 2) throw new Error("not now");
        return hourly(call, now);
      });
      await getToken(AUDIENCE);
      clock.now += 59 * MINUTE;
      expect([getToken(AUDIENCE), await nextTurn(), getToken(AUDIENCE)]).toEqual(["token-1", undefined, "token-1"]);
      clock.now += 4999;
      expect(getToken(AUDIENCE)).toBe("token-1");
      expect(scopes).toHaveLength(2);
      clock.now += 1;
      expect([getToken(AUDIENCE), await nextTurn(), getToken(AUDIENCE)]).toEqual(["token-1", undefined, "token-3"]);
    });

    test("gets another call for requests that come 30 seconds after one that hangs", async () => {
      const { getToken, scopes, clock } = tokensWith((call, now) =>
        call === 1 ? new Promise<never>(() => undefined) : hourly(call, now),
      );
      void getToken(AUDIENCE);
      clock.now += 29_999;
      void getToken(AUDIENCE);
      expect(scopes).toHaveLength(1);
      clock.now += 1;
      expect(await getToken(AUDIENCE)).toBe("token-2");
    });

    test.for([1, 9, 10, 11, 60, 119, 130])(
      "gets one call for 50 requests if its tokens live %i seconds",
      async (life) => {
        const { getToken, scopes } = tokensWith((call, now) => ({
          token: `${call}`,
          expiresOnTimestamp: now + life * 1000,
        }));
        for (let request = 0; request < 50; request += 1) expect(await getToken(AUDIENCE)).toBe("1");
        expect(scopes).toHaveLength(1);
      },
    );

    test("gets the next call after half of the lifetime if its tokens live one minute", async () => {
      const { getToken, scopes, clock } = tokensWith((call, now) => ({
        token: `${call}`,
        expiresOnTimestamp: now + MINUTE,
      }));
      await getToken(AUDIENCE);
      clock.now += 29_999;
      expect([getToken(AUDIENCE), await nextTurn(), getToken(AUDIENCE)]).toEqual(["1", undefined, "1"]);
      expect(scopes).toHaveLength(1);
      clock.now += 1;
      expect([getToken(AUDIENCE), await nextTurn(), getToken(AUDIENCE)]).toEqual(["1", undefined, "2"]);
    });

    test("gets a call at most every five seconds if it returns the same token until that expires", async () => {
      const calls: number[] = [];
      const expiresOnTimestamp = 1_700_000_000_000 + 10 * MINUTE;
      const { getToken, clock } = tokensWith((call, now) => {
        calls.push(now);
        return now < expiresOnTimestamp ? { token: "the-same", expiresOnTimestamp } : hourly(call, now);
      });
      for (; clock.now < expiresOnTimestamp; clock.now += 500) {
        expect(await getToken(AUDIENCE)).toBe("the-same");
        await nextTurn();
      }
      expect(calls.slice(1).map((time, index) => time - (calls[index] ?? 0) >= 5000)).not.toContain(false);
      expect(calls.filter((time) => time >= expiresOnTimestamp - 2 * MINUTE).length).toBeGreaterThan(3);
      expect(await getToken(AUDIENCE)).toBe(`token-${calls.length}`);
    });

    test("gets a call every five seconds if refreshAfterTimestamp is always past", async () => {
      const { getToken, scopes, clock } = tokensWith((call, now) => ({
        ...hourly(call, now),
        refreshAfterTimestamp: 0,
      }));
      await getToken(AUDIENCE);
      clock.now += 4999;
      await getToken(AUDIENCE);
      expect(scopes).toHaveLength(1);
      clock.now += 1;
      await getToken(AUDIENCE);
      expect(scopes).toHaveLength(2);
    });

    test("gets one call for any number of concurrent requests", async () => {
      const { getToken, scopes, clock } = tokensWith(hourly);
      const request50 = () => Promise.all(Array.from({ length: 50 }, () => getToken(AUDIENCE)));
      expect(new Set(await request50())).toEqual(new Set(["token-1"]));
      clock.now += 60 * MINUTE;
      expect(new Set(await request50())).toEqual(new Set(["token-2"]));
      expect(scopes).toHaveLength(2);
    });

    test("keeps its `this`", async () => {
      class Credential implements TokenCredential {
        #token = "private";
        async getToken() {
          return { token: this.#token, expiresOnTimestamp: 0 };
        }
      }
      expect(await credentialTokens(new Credential(), Date.now)(AUDIENCE)).toBe("private");
    });
  });

  describe("a credential that fails", () => {
    const failure = new Error("no identity");

    test("rejects all waiting requests with the error, and gets another call for the next one", async () => {
      const { getToken, scopes } = tokensWith((call, now) => {
        if (call === 1) throw failure;
        return hourly(call, now);
      });
      const outcomes = await Promise.allSettled([getToken(AUDIENCE), getToken(AUDIENCE), getToken(AUDIENCE)]);
      expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ status: "rejected", reason: failure })));
      expect(scopes).toHaveLength(1);
      expect(await getToken(AUDIENCE)).toBe("token-2");
    });

    test("leaves no unhandled rejection when a background refresh fails", async () => {
      const { getToken, clock } = tokensWith((call, now) => {
        if (call > 1) throw failure;
        return hourly(call, now);
      });
      await getToken(AUDIENCE);
      clock.now += 59 * MINUTE;
      const unhandled = vi.fn();
      process.once("unhandledRejection", unhandled);
      expect(getToken(AUDIENCE)).toBe("token-1");
      await nextTurn();
      process.off("unhandledRejection", unhandled);
      expect(unhandled).not.toHaveBeenCalled();
    });

    test("gets another call for the next request after it threw synchronously", async () => {
      let calls = 0;
      const credential: TokenCredential = {
        getToken() {
          calls += 1;
          if (calls === 1) throw failure;
          return Promise.resolve({ token: "second", expiresOnTimestamp: 0 });
        },
      };
      const getToken = credentialTokens(credential, Date.now);
      await expect(getToken(AUDIENCE)).rejects.toBe(failure);
      expect(await getToken(AUDIENCE)).toBe("second");
    });

    test.for([
      ["null", null],
      ["undefined", undefined],
      ["an empty token", { token: "", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }],
    ] as const)("rejects if it returns %s, and gets another call for the next request", async ([, accessToken]) => {
      const { getToken } = tokensWith((call, now) => (call === 1 ? (accessToken as null) : hourly(call, now)));
      const rejected = Promise.resolve(getToken(AUDIENCE));
      await expect(rejected).rejects.toThrow(InvalidInputError);
      await expect(rejected).rejects.toThrow("https://webpubsub.azure.com/.default");
      expect(await getToken(AUDIENCE)).toBe("token-2");
    });

    test.for<[string, unknown]>([
      ["with a line break in it", "SECRET-TOKEN\nSECOND LINE"],
      ["with CR LF in it", "SECRET-TOKEN\r\nX: 1"],
      ["with NUL at its end", "SECRET-TOKEN\0"],
      ["with `Bearer` before it", "Bearer SECRET-TOKEN"],
      ["beyond ASCII", "SECRET-TOKEN-日"],
      ["that ends in a line separator", "SECRET-TOKEN\u2028"],
      ["that is an object", { a: "SECRET-TOKEN" }],
      ["that is a number", 5],
    ])("rejects a token %s, without repeating it", async ([, token]) => {
      const { getToken } = tokensWith((_, now) => ({ token: token as string, expiresOnTimestamp: now + MINUTE }));
      const error = await Promise.resolve(getToken(AUDIENCE)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as Error).message).toBe("The credential's token must be visible ASCII text.");
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain("SECRET");
    });

    test("accepts a token with a line break at its end, as from a file", async () => {
      const { getToken } = tokensWith((_, now) => ({ token: "a.b.c\r\n", expiresOnTimestamp: now + MINUTE }));
      expect(new Headers({ Authorization: await getToken(AUDIENCE) }).get("Authorization")).toBe("a.b.c");
    });

    test.for<[string, object]>([
      ["with MSAL's expiresOn only", { expiresOn: new Date(1_767_229_200_000) }],
      ["with a text", { expiresOnTimestamp: "2026-01-01T01:00:00Z" }],
      ["with NaN", { expiresOnTimestamp: Number.NaN }],
      ["with Infinity", { expiresOnTimestamp: Number.POSITIVE_INFINITY }],
      ["with a Date", { expiresOnTimestamp: new Date(1_767_229_200_000) }],
      ["without an expiry", {}],
    ])("rejects a token %s", async ([, expiry]) => {
      const { getToken } = tokensWith(() => ({ token: "SECRET-TOKEN", ...expiry }) as Outcome);
      const error = await Promise.resolve(getToken(AUDIENCE)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as Error).message).toContain("`expiresOnTimestamp` must be a number: milliseconds since 1970.");
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain("SECRET");
    });

    test.for([undefined, null, 0, ""])("rejects with an error if it rejects with %j", async (reason) => {
      const getToken = credentialTokens({ getToken: () => Promise.reject(reason) }, Date.now);
      const rejected = Promise.resolve(getToken(AUDIENCE));
      await expect(rejected).rejects.toThrow(InvalidInputError);
      await expect(rejected).rejects.toThrow("The credential failed without an error.");
    });

    test.for<[string, unknown]>([
      ["an AzureKeyCredential", { key: "KEY" }],
      ["null", null],
      ["a token", "token"],
    ])("is rejected at once if it is %s", ([, credential]) => {
      const make = () => credentialTokens(credential as TokenCredential, Date.now);
      expect(make).toThrow(InvalidInputError);
      expect(make).toThrow("`credential` has no `getToken`. Pass a key as `accessKey`.");
    });

    test("rejects a clock that returns NaN", () => {
      const getToken = credentialTokens({ getToken: async () => hourly(1, 0) }, () => Number.NaN);
      expect(() => getToken(AUDIENCE)).toThrow("`now` returned NaN; it must return milliseconds since 1970.");
    });

    test("stops using a cached token that has expired", async () => {
      const { getToken, clock } = tokensWith((call, now) => {
        if (call > 1) throw failure;
        return hourly(call, now);
      });
      await getToken(AUDIENCE);
      clock.now += 60 * MINUTE;
      await expect(getToken(AUDIENCE)).rejects.toBe(failure);
    });
  });
});
