import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { credentialTokens, type TokenCredential } from "./token-credential.js";
import type { TokenProvider } from "./token-provider.js";

const AUDIENCE = "https://contoso.webpubsub.azure.com/api/health?api-version=2024-12-01";
const MINUTE = 60_000;

type Outcome = Awaited<ReturnType<TokenCredential["getToken"]>>;

/** A credential that gives what `answer` returns, and a clock that stands still until it is moved. */
function authorizerWith(answer: (call: number, now: number) => Outcome | Promise<Outcome>) {
  const clock = { now: 1_700_000_000_000 };
  const scopes: (string | string[])[] = [];
  const credential: TokenCredential = {
    async getToken(scope) {
      scopes.push(scope);
      return answer(scopes.length, clock.now);
    },
  };
  return { clock, scopes, authorize: credentialTokens(credential, () => clock.now) };
}

/** Valid for an hour, and each one different. */
const hourly = (call: number, now: number) => ({ token: `token ${call}`, expiresOnTimestamp: now + 60 * MINUTE });

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Until what has been answered has been heard. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("a credential", () => {
  test("is asked for a token of the scope of Web PubSub", async () => {
    const { authorize, scopes } = authorizerWith(hourly);
    expectTypeOf(authorize).toEqualTypeOf<TokenProvider>();
    expect(await authorize(AUDIENCE)).toBe("token 1");
    expect(scopes).toEqual(["https://webpubsub.azure.com/.default"]);
  });

  test("is not asked before the first request", () => {
    expect(authorizerWith(hourly).scopes).toEqual([]);
  });

  test("is not asked again until two minutes before the token expires, whatever the address", async () => {
    const { authorize, scopes, clock } = authorizerWith(hourly);
    await authorize(AUDIENCE);
    clock.now += 58 * MINUTE - 1;
    expect(await authorize(AUDIENCE)).toBe("token 1");
    expect(await authorize("https://contoso.webpubsub.azure.com/another")).toBe("token 1");
    expect(scopes).toHaveLength(1);
    clock.now += 1;
    await authorize(AUDIENCE);
    expect(scopes).toHaveLength(2);
    expect(await authorize(AUDIENCE)).toBe("token 2");
    expect(scopes).toHaveLength(2);
  });

  test("is asked ahead without a request waiting for it, until ten seconds before the token expires", async () => {
    const second = withResolvers<Outcome>();
    const { authorize, scopes, clock } = authorizerWith((call, now) =>
      call === 1 ? hourly(call, now) : second.promise,
    );
    await authorize(AUDIENCE);
    clock.now += 59 * MINUTE;
    expect(authorize(AUDIENCE)).toBe("token 1");
    clock.now += MINUTE - 10_001;
    expect(authorize(AUDIENCE)).toBe("token 1");
    clock.now += 1;
    const waits = authorize(AUDIENCE);
    expect(waits).toBeInstanceOf(Promise);
    // Asked for at the latest half a minute before.
    expect(scopes).toHaveLength(3);
    second.resolve({ token: "the next", expiresOnTimestamp: clock.now + 60 * MINUTE });
    expect(await waits).toBe("the next");
    expect(authorize(AUDIENCE)).toBe("the next");
  });

  test("is asked ahead when its token says so", async () => {
    const { authorize, scopes, clock } = authorizerWith((call, now) => ({
      ...hourly(call, now),
      refreshAfterTimestamp: now + 30 * MINUTE,
    }));
    await authorize(AUDIENCE);
    clock.now += 30 * MINUTE - 1;
    await authorize(AUDIENCE);
    expect(scopes).toHaveLength(1);
    clock.now += 1;
    expect(authorize(AUDIENCE)).toBe("token 1");
    expect(scopes).toHaveLength(2);
  });

  test("that fails when it is asked ahead is asked again five seconds later, and no request fails", async () => {
    const { authorize, scopes, clock } = authorizerWith((call, now) => {
      if (call === 2) throw new Error("not now");
      return hourly(call, now);
    });
    await authorize(AUDIENCE);
    clock.now += 59 * MINUTE;
    expect([authorize(AUDIENCE), await nextTurn(), authorize(AUDIENCE)]).toEqual(["token 1", undefined, "token 1"]);
    clock.now += 4999;
    expect(authorize(AUDIENCE)).toBe("token 1");
    expect(scopes).toHaveLength(2);
    clock.now += 1;
    expect([authorize(AUDIENCE), await nextTurn(), authorize(AUDIENCE)]).toEqual(["token 1", undefined, "token 3"]);
  });

  test("that does not answer holds up the requests of half a minute, and not those that come later", async () => {
    const { authorize, scopes, clock } = authorizerWith((call, now) =>
      call === 1 ? new Promise<never>(() => undefined) : hourly(call, now),
    );
    void authorize(AUDIENCE);
    clock.now += 29_999;
    void authorize(AUDIENCE);
    expect(scopes).toHaveLength(1);
    clock.now += 1;
    expect(await authorize(AUDIENCE)).toBe("token 2");
  });

  test("is asked for every request when its tokens live shorter than ten seconds", async () => {
    const { authorize } = authorizerWith((call, now) => ({ token: `${call}`, expiresOnTimestamp: now + 10_000 }));
    expect([await authorize(AUDIENCE), await authorize(AUDIENCE)]).toEqual(["1", "2"]);
  });

  test("is asked once for any number of requests that wait", async () => {
    const { authorize, scopes, clock } = authorizerWith(hourly);
    const ask = () => Promise.all(Array.from({ length: 50 }, () => authorize(AUDIENCE)));
    expect(new Set(await ask())).toEqual(new Set(["token 1"]));
    clock.now += 60 * MINUTE;
    expect(new Set(await ask())).toEqual(new Set(["token 2"]));
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

describe("when a credential fails", () => {
  const failure = new Error("no identity here");

  test("all that wait are told why, and the next request asks again", async () => {
    const { authorize, scopes } = authorizerWith((call, now) => {
      if (call === 1) throw failure;
      return hourly(call, now);
    });
    const outcomes = await Promise.allSettled([authorize(AUDIENCE), authorize(AUDIENCE), authorize(AUDIENCE)]);
    expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ status: "rejected", reason: failure })));
    expect(scopes).toHaveLength(1);
    expect(await authorize(AUDIENCE)).toBe("token 2");
  });

  test("when asked ahead, nothing is left unheard", async () => {
    const { authorize, clock } = authorizerWith((call, now) => {
      if (call > 1) throw failure;
      return hourly(call, now);
    });
    await authorize(AUDIENCE);
    clock.now += 59 * MINUTE;
    const unheard = vi.fn();
    process.once("unhandledRejection", unheard);
    expect(authorize(AUDIENCE)).toBe("token 1");
    await nextTurn();
    process.off("unhandledRejection", unheard);
    expect(unheard).not.toHaveBeenCalled();
  });

  test("without giving a promise, the next request asks again", async () => {
    let calls = 0;
    const credential: TokenCredential = {
      getToken() {
        calls += 1;
        if (calls === 1) throw failure;
        return Promise.resolve({ token: "second", expiresOnTimestamp: 0 });
      },
    };
    const authorize = credentialTokens(credential, Date.now);
    await expect(authorize(AUDIENCE)).rejects.toBe(failure);
    expect(await authorize(AUDIENCE)).toBe("second");
  });

  test.for([
    ["null", null],
    ["undefined", undefined],
    ["an empty token", { token: "", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }],
  ] as const)("by giving %s, that is an error, and the next request asks again", async ([, answer]) => {
    const { authorize } = authorizerWith((call, now) => (call === 1 ? (answer as null) : hourly(call, now)));
    const refused = Promise.resolve(authorize(AUDIENCE));
    await expect(refused).rejects.toThrow(InvalidInputError);
    await expect(refused).rejects.toThrow("https://webpubsub.azure.com/.default");
    expect(await authorize(AUDIENCE)).toBe("token 2");
  });

  test("after the kept token ran out, that token is not used any more", async () => {
    const { authorize, clock } = authorizerWith((call, now) => {
      if (call > 1) throw failure;
      return hourly(call, now);
    });
    await authorize(AUDIENCE);
    clock.now += 60 * MINUTE;
    await expect(authorize(AUDIENCE)).rejects.toBe(failure);
  });
});
