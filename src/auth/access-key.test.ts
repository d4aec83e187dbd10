import { inspect } from "node:util";
import jwt, { type JwtPayload } from "jsonwebtoken";
import { beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { accessKeyTokens } from "./access-key.js";
import type { TokenProvider } from "./token-provider.js";

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const ADDRESS = "https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01";
/** A moment with a part of a second, in seconds since 1970. */
const START = 1_700_000_000.75;

/** An authorizer with a clock that stands still until it is moved. */
function authorizerAt(start: number, key = KEY) {
  const clock = { seconds: start };
  const authorize = accessKeyTokens(key, () => clock.seconds * 1000);
  return { clock, authorize };
}

function claimsOf(token: string | Promise<string>, key: string | Buffer, now = START): JwtPayload {
  return jwt.verify(token as string, key, { algorithms: ["HS256"], clockTimestamp: Math.floor(now) }) as JwtPayload;
}

beforeAll(async () => {
  // The first token of a process is a promise, as what signs it has to be loaded; the others are texts.
  expect(await authorizerAt(START).authorize(ADDRESS)).toEqual(authorizerAt(START).authorize(ADDRESS));
});

describe("a token signed with an access key", () => {
  test("has the address as audience and expires five minutes from now, with no other claims", () => {
    const { authorize } = authorizerAt(START);
    expectTypeOf(authorize).toEqualTypeOf<TokenProvider>();
    const token = authorize(ADDRESS);
    expect(claimsOf(token, Buffer.from(KEY, "utf8"))).toEqual({ aud: ADDRESS, exp: 1_700_000_300 });
    expect(jwt.decode(token as string, { complete: true })?.header).toEqual({ alg: "HS256", typ: "JWT" });
  });

  test("is signed with the UTF-8 bytes of the key's text, which is not base64-decoded", () => {
    const token = authorizerAt(START).authorize(ADDRESS);
    expect(() => claimsOf(token, Buffer.from(KEY, "base64"))).toThrow("invalid signature");
    const other = authorizerAt(START, "schlüssel-🔑").authorize(ADDRESS);
    expect(claimsOf(other, Buffer.from("schlüssel-🔑", "utf8")).aud).toBe(ADDRESS);
    expect(() => claimsOf(other, Buffer.from("schlüssel-🔑", "latin1"))).toThrow("invalid signature");
  });

  test("has the address as it is, percent-encoding and all", () => {
    const address = "http://127.0.0.1:8080/api/hubs/chat/groups/a%2Fb?api-version=2024-12-01&filter=%27x%27";
    expect(claimsOf(authorizerAt(START).authorize(address), KEY).aud).toBe(address);
  });

  test("is taken from the clock that was given, in whole seconds", () => {
    expect(claimsOf(authorizerAt(1000.999).authorize(ADDRESS), KEY, 1000).exp).toBe(1300);
  });
});

describe("for the same address", () => {
  test("the token is used again until a minute before it expires", () => {
    const { clock, authorize } = authorizerAt(START);
    const first = authorize(ADDRESS);
    clock.seconds = 1_700_000_239.999;
    expect(authorize(ADDRESS)).toBe(first);
    clock.seconds = 1_700_000_240;
    const second = authorize(ADDRESS);
    expect(second).not.toBe(first);
    expect(claimsOf(second, KEY).exp).toBe(1_700_000_540);
    clock.seconds = 1_700_000_479;
    expect(authorize(ADDRESS)).toBe(second);
  });

  test("another authorizer, with another key, signs its own", () => {
    const token = authorizerAt(START, "another-key").authorize(ADDRESS);
    expect(token).not.toBe(authorizerAt(START).authorize(ADDRESS));
    expect(() => claimsOf(token, KEY)).toThrow("invalid signature");
  });
});

test("another address has another token, be the difference only in the query", () => {
  const { authorize } = authorizerAt(START);
  const token = authorize(ADDRESS);
  const other = authorize(`${ADDRESS}&filter=`);
  expect(other).not.toBe(token);
  expect(claimsOf(other, KEY).aud).toBe(`${ADDRESS}&filter=`);
  expect(authorize(ADDRESS)).toBe(token);
});

describe("of 1000 addresses tokens are kept:", () => {
  const addresses = Array.from({ length: 1001 }, (_, number) => `${ADDRESS}&number=${number}`);
  const [first = "", second = "", third = ""] = addresses;
  const last = addresses.at(-1) ?? "";

  test("the 1001st takes the place of the one that was signed longest ago", () => {
    const { clock, authorize } = authorizerAt(START);
    const signed = addresses.slice(0, 1000).map((address) => authorize(address));
    // From here on, whatever is signed again expires a second later and so differs.
    clock.seconds += 1;
    expect(authorize(first), "1000 are kept").toBe(signed[0]);
    authorize(last);
    expect(authorize(second), "the second is still kept").toBe(signed[1]);
    expect(authorize(first), "the first is gone").not.toBe(signed[0]);
    // Signing the first again took the place of the second, and of no other.
    expect(authorize(third)).toBe(signed[2]);
    expect(authorize(second)).not.toBe(signed[1]);
  });

  test("one that was signed again is not the oldest any more", () => {
    const { clock, authorize } = authorizerAt(START);
    authorize(first);
    clock.seconds += 100;
    const signed = addresses.slice(1, 1000).map((address) => authorize(address));
    clock.seconds += 140;
    const again = authorize(first);
    authorize(last);
    clock.seconds += 1;
    expect(authorize(first)).toBe(again);
    expect(authorize(second)).not.toBe(signed[0]);
  });
});

describe("an access key is refused", () => {
  test.for([
    ["is empty", ""],
    ["is blank", "  "],
    ["has a space at the end", `${KEY} `],
    ["has a line break in it", `${KEY}\n${KEY}`],
    ["has a tab in it", `\t${KEY}`],
    ["is undefined", undefined],
    ["is null", null],
    ["is bytes", Buffer.from(KEY)],
  ] as const)("when it %s, without being repeated", ([, key]) => {
    const make = () => accessKeyTokens(key as string, Date.now);
    expect(make).toThrow(InvalidInputError);
    expect(make).toThrow("access key");
    try {
      make();
    } catch (error) {
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain(KEY.slice(0, 8));
    }
  });
});
