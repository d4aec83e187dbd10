import { inspect } from "node:util";
import jwt, { type JwtPayload } from "jsonwebtoken";
import { beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { accessKeyTokens } from "./access-key.js";
import type { TokenProvider } from "./token-provider.js";

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const AUDIENCE = "https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01";
/** In seconds since 1970, with a fraction. */
const START = 1_700_000_000.75;

/** A token provider with a clock that stands still until it is moved. */
function tokensAt(start: number, key = KEY) {
  const clock = { seconds: start };
  const getToken = accessKeyTokens(key, () => clock.seconds * 1000);
  return { clock, getToken };
}

function claimsOf(token: string | Promise<string>, key: string | Buffer, now = START): JwtPayload {
  return jwt.verify(token as string, key, { algorithms: ["HS256"], clockTimestamp: Math.floor(now) }) as JwtPayload;
}

beforeAll(async () => {
  // The first token of a process is a promise, because jsonwebtoken is loaded for it; the others are strings.
  expect(await tokensAt(START).getToken(AUDIENCE)).toEqual(tokensAt(START).getToken(AUDIENCE));
});

describe("accessKeyTokens", () => {
  describe("a token", () => {
    test("names the audience and expires in five minutes, without other claims", () => {
      const { getToken } = tokensAt(START);
      expectTypeOf(getToken).toEqualTypeOf<TokenProvider>();
      const token = getToken(AUDIENCE);
      expect(claimsOf(token, Buffer.from(KEY, "utf8"))).toEqual({ aud: AUDIENCE, exp: 1_700_000_300 });
      expect(jwt.decode(token as string, { complete: true })?.header).toEqual({ alg: "HS256", typ: "JWT" });
    });

    test("uses the UTF-8 text of the key, not its base64 value", () => {
      const token = tokensAt(START).getToken(AUDIENCE);
      expect(() => claimsOf(token, Buffer.from(KEY, "base64"))).toThrow("invalid signature");
    });

    test("keeps the percent-encoding of the audience", () => {
      const audience = "http://127.0.0.1:8080/api/hubs/chat/groups/a%2Fb?api-version=2024-12-01&filter=%27x%27";
      expect(claimsOf(tokensAt(START).getToken(audience), KEY).aud).toBe(audience);
    });

    test("takes the time from the given clock, in whole seconds", () => {
      expect(claimsOf(tokensAt(1000.999).getToken(AUDIENCE), KEY, 1000).exp).toBe(1300);
    });
  });

  describe("the cache", () => {
    test("reuses a token until a minute before it expires", () => {
      const { clock, getToken } = tokensAt(START);
      const first = getToken(AUDIENCE);
      clock.seconds = 1_700_000_239.999;
      expect(getToken(AUDIENCE)).toBe(first);
      clock.seconds = 1_700_000_240;
      const second = getToken(AUDIENCE);
      expect(second).not.toBe(first);
      expect(claimsOf(second, KEY).exp).toBe(1_700_000_540);
      clock.seconds = 1_700_000_479;
      expect(getToken(AUDIENCE)).toBe(second);
    });

    test("keeps the tokens of different keys apart", () => {
      const token = tokensAt(START, "another-key").getToken(AUDIENCE);
      expect(token).not.toBe(tokensAt(START).getToken(AUDIENCE));
      expect(() => claimsOf(token, KEY)).toThrow("invalid signature");
    });
  });

  test("signs another token for an audience that differs only in its query", () => {
    const { getToken } = tokensAt(START);
    const token = getToken(AUDIENCE);
    const other = getToken(`${AUDIENCE}&filter=`);
    expect(other).not.toBe(token);
    expect(claimsOf(other, KEY).aud).toBe(`${AUDIENCE}&filter=`);
    expect(getToken(AUDIENCE)).toBe(token);
  });

  describe("the cache, when it is full", () => {
    const audiences = Array.from({ length: 1001 }, (_, number) => `${AUDIENCE}&number=${number}`);
    const [first = "", second = "", third = ""] = audiences;
    const last = audiences.at(-1) ?? "";

    test("drops the oldest token for the 1,001st audience", () => {
      const { clock, getToken } = tokensAt(START);
      const signed = audiences.slice(0, 1000).map((audience) => getToken(audience));
      // A token that is signed from here on expires a second later, and so differs.
      clock.seconds += 1;
      expect(getToken(first), "1,000 are kept").toBe(signed[0]);
      getToken(last);
      expect(getToken(second), "the second is still kept").toBe(signed[1]);
      expect(getToken(first), "the first is gone").not.toBe(signed[0]);
      // Signing the first again dropped the second, and no other.
      expect(getToken(third)).toBe(signed[2]);
      expect(getToken(second)).not.toBe(signed[1]);
    });

    test("keeps a token that was signed again recently", () => {
      const { clock, getToken } = tokensAt(START);
      getToken(first);
      clock.seconds += 100;
      const signed = audiences.slice(1, 1000).map((audience) => getToken(audience));
      clock.seconds += 140;
      const again = getToken(first);
      getToken(last);
      clock.seconds += 1;
      expect(getToken(first)).toBe(again);
      expect(getToken(second)).not.toBe(signed[0]);
    });
  });

  describe("a function that returns the key", () => {
    const failing = (reason: unknown) => accessKeyTokens(() => Promise.reject(reason), Date.now)(AUDIENCE);

    test.for([undefined, null, 0, ""])("rejects with an error if it rejects with %j", async (reason) => {
      await expect(failing(reason)).rejects.toThrow(InvalidInputError);
      await expect(failing(reason)).rejects.toThrow("The function `accessKey` failed without an error.");
    });

    test("rejects with its error", async () => {
      const failure = new Error("no vault");
      await expect(failing(failure)).rejects.toBe(failure);
    });
  });

  test.for([Number.NaN, Number.POSITIVE_INFINITY, undefined, new Date(0)])(
    "rejects a clock that returns %s",
    (time) => {
      const getToken = accessKeyTokens(KEY, () => time as number);
      expect(() => getToken(AUDIENCE)).toThrow(InvalidInputError);
      expect(() => getToken(AUDIENCE)).toThrow("it must return milliseconds since 1970.");
    },
  );

  describe("an invalid access key", () => {
    test.for([
      ["is empty", ""],
      ["is blank", "  "],
      ["has a space at the end", `${KEY} `],
      ["has a line break in it", `${KEY}\n${KEY}`],
      ["has a tab in it", `\t${KEY}`],
      ["is undefined", undefined],
      ["is null", null],
      ["is bytes", Buffer.from(KEY)],
      ["is an object with the key", { key: KEY }],
      ["is in quotes", `"${KEY}"`],
      ["is in apostrophes", `'${KEY}'`],
      ["has a zero-width space at the end", `${KEY}\u200b`],
      ["has a control character in it", `${KEY}\0`],
    ] as const)("rejects a key that %s, without repeating it", ([, key]) => {
      const make = () => accessKeyTokens(key as string, Date.now);
      expect(make).toThrow(InvalidInputError);
      expect(make).toThrow("access key");
      try {
        make();
      } catch (error) {
        expect(inspect(error, { depth: null, showHidden: true })).not.toContain(KEY.slice(0, 8));
      }
    });

    test("names the key of an AzureKeyCredential that is passed as the access key", () => {
      const make = () => accessKeyTokens({ key: KEY } as unknown as string, Date.now);
      expect(make).toThrow("Pass the `key` of an AzureKeyCredential, not the object.");
    });

    test.for([
      ["with a line break", `${KEY}\n${KEY}`],
      ["undefined", undefined],
    ] as const)("rejects a key from a function: %s", async ([, key]) => {
      const getToken = accessKeyTokens(() => key as string, Date.now);
      const error = await Promise.resolve(getToken(AUDIENCE)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain(KEY.slice(0, 8));
    });
  });
});
