import { describe, expect, expectTypeOf, test } from "vitest";
import type { Authorize } from "./authorize.js";
import { InvalidInputError } from "./invalid-input.js";
import { type TokenCredential, tokenCredentialAuthorizer } from "./token-credential.js";

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
  return { clock, scopes, authorize: tokenCredentialAuthorizer(credential, () => clock.now) };
}

/** Valid for an hour, and each one different. */
const hourly = (call: number, now: number) => ({ token: `token ${call}`, expiresOnTimestamp: now + 60 * MINUTE });

describe("a credential", () => {
  test("is asked for a token of the scope of Web PubSub", async () => {
    const { authorize, scopes } = authorizerWith(hourly);
    expectTypeOf(authorize).toEqualTypeOf<Authorize>();
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
    expect(await authorize(AUDIENCE)).toBe("token 2");
    expect(await authorize(AUDIENCE)).toBe("token 2");
    expect(scopes).toHaveLength(2);
  });

  test("is asked for every request when its tokens live shorter than that", async () => {
    const { authorize } = authorizerWith((call, now) => ({ token: `${call}`, expiresOnTimestamp: now + 2 * MINUTE }));
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
    expect(await tokenCredentialAuthorizer(new Credential(), Date.now)(AUDIENCE)).toBe("private");
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

  test("without giving a promise, the next request asks again", async () => {
    let calls = 0;
    const credential: TokenCredential = {
      getToken() {
        calls += 1;
        if (calls === 1) throw failure;
        return Promise.resolve({ token: "second", expiresOnTimestamp: 0 });
      },
    };
    const authorize = tokenCredentialAuthorizer(credential, Date.now);
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
