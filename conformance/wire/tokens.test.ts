import jwt from "jsonwebtoken";
import { describe, expect, test } from "vitest";
import type { Target } from "../targets/target.js";
import type { Exchange } from "./exchange.js";
import { audienceOf, checkToken, keyOf, signToken } from "./tokens.js";

const KEY = "an-access-key-of-more-than-32-characters";
const URL_OF_REQUEST = "http://127.0.0.1:8080/api/health?api-version=2024-12-01";
const target: Target = { name: "x", endpoint: "http://127.0.0.1:8080", accessKey: KEY, capabilities: [] };
const proxied: Target = { ...target, audience: "https://contoso.webpubsub.azure.com" };

function exchangeWith(authorization?: string): Exchange {
  const headers = new Headers(authorization === undefined ? {} : { authorization });
  return {
    request: { method: "GET", url: new URL(URL_OF_REQUEST), headers, body: new Uint8Array() },
    response: { status: 200, headers: new Headers(), body: new Uint8Array() },
  };
}

describe("signToken", () => {
  test("signs a token for the URL that expires in five minutes by the clock of the target", () => {
    const claims = jwt.verify(signToken({ ...target, now: () => 5_000_000 }, URL_OF_REQUEST), KEY, {
      algorithms: ["HS256"],
      clockTimestamp: 5000,
    });
    expect(claims).toEqual({ aud: URL_OF_REQUEST, exp: 5300 });
  });

  test("signs for the service behind a proxy", () => {
    expect(audienceOf(proxied, URL_OF_REQUEST)).toBe(
      "https://contoso.webpubsub.azure.com/api/health?api-version=2024-12-01",
    );
    expect(audienceOf(proxied, "https://elsewhere.example/")).toBe("https://elsewhere.example/");
  });

  test("returns the given token if there is no key", () => {
    const { accessKey: _, ...keyless } = target;
    expect(signToken({ ...keyless, token: "entra" }, URL_OF_REQUEST)).toBe("entra");
  });

  test("leaves out a claim that is undefined", () => {
    expect(jwt.decode(signToken(target, URL_OF_REQUEST, { claims: { exp: undefined } }))).not.toHaveProperty("exp");
  });
});

describe("checkToken", () => {
  test("accepts a token that is signed for the URL", () => {
    expect(() => checkToken(target, exchangeWith(`Bearer ${signToken(target, URL_OF_REQUEST)}`))).not.toThrow();
  });

  test.for<[what: string, authorization: string | undefined, message: string]>([
    ["a request without a token", undefined, "The client sent no Bearer token."],
    ["another scheme", "Basic abc", "The client sent no Bearer token."],
    [
      "a token without exp",
      `Bearer ${signToken(target, URL_OF_REQUEST, { claims: { exp: undefined } })}`,
      "The token that the client sent is not valid: it has no exp claim.",
    ],
    [
      "an expired token",
      `Bearer ${signToken(target, URL_OF_REQUEST, { claims: { exp: 1 } })}`,
      "The token that the client sent is not valid: jwt expired.",
    ],
    [
      "a token of another key",
      `Bearer ${signToken(target, URL_OF_REQUEST, { key: keyOf("another key") })}`,
      "The token that the client sent is not valid: invalid signature.",
    ],
    [
      "a token for another URL",
      `Bearer ${signToken(target, `${target.endpoint}/api`)}`,
      `The token that the client sent is not valid: jwt audience invalid. expected: ${URL_OF_REQUEST}.`,
    ],
  ])("rejects %s", ([, authorization, message]) => {
    expect(() => checkToken(target, exchangeWith(authorization))).toThrow(
      expect.objectContaining({ name: "ConformanceError", difference: message }),
    );
  });
});
