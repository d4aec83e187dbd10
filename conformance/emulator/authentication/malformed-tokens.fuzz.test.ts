import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Authentication, Authenticator, clientIdentity, wwwAuthenticate } from "./index.js";

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const SEED = { seed: 20241201, numRuns: Number(process.env.FUZZ_RUNS ?? 500) };
const authenticators = [true, false].map(
  (acceptUnverifiedEntraTokens) =>
    new Authenticator({ accessKeys: [KEY], acceptUnverifiedEntraTokens, now: () => 1_000_000_000_000 }),
);

/** A token with any text as header and payload, and a valid signature. */
function signText(header: string, payload: string): string {
  const signed = [header, payload].map((text) => Buffer.from(text).toString("base64url")).join(".");
  return `${signed}.${createHmac("sha256", KEY).update(signed).digest("base64url")}`;
}

/** Authenticates as REST request and as client: nothing throws, and explanations are a line without secrets. */
function authenticate(authorization: string | undefined, token: string, host: string, target: string): void {
  for (const authenticator of authenticators) {
    expectSafe(authenticator.rest(authorization, host, target), token);
    expectSafe(authenticator.client(token, host, target), token);
  }
}

function expectSafe(authentication: Authentication, token: string): void {
  if ("principal" in authentication) {
    clientIdentity(authentication.principal.claims);
    return;
  }
  expect(authentication.explanation).toMatch(/^[^\r\n]+\.$/);
  expect(authentication.explanation).not.toContain(KEY);
  if (token.length > 60) expect(authentication.explanation).not.toContain(token);
  expect(wwwAuthenticate(authentication)).toMatch(/^Bearer( error="invalid_token", error_description="[^"\\]+")?$/);
}

const text = fc.string({ unit: "binary" });
const host = fc.oneof(fc.constant("localhost"), text);
const escapes = fc.array(fc.constantFrom("%", "%2", "%2F", "%25", "%FF", "%C3%A4", "/", "?", "#", "a", "é"));
const path = fc.oneof(
  text,
  escapes.map((parts) => `/${parts.join("")}`),
);
const audience = fc.oneof(
  fc.anything(),
  fc.tuple(fc.constantFrom("http://localhost", "https://", "urn:"), path).map((parts) => parts.join("")),
);
const time = fc.oneof(fc.anything(), fc.double(), fc.integer(), fc.constant(1_000_000_100));
const claims = fc.oneof(
  fc.anything(),
  fc.record(
    { aud: fc.oneof(audience, fc.array(audience)), exp: time, nbf: time, sub: fc.anything(), role: fc.anything() },
    { requiredKeys: [] },
  ),
);
const header = fc.oneof(
  fc.constantFrom({ alg: "HS256" }, { alg: "HS256", typ: "JWT" }, { alg: "RS256" }, { alg: "none", typ: "JWT" }),
  fc.anything(),
);

/** JSON of a value, or text if it has none. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "undefined";
  } catch {
    return String(value?.constructor);
  }
}

describe("Authenticator", () => {
  test("never throws, whatever the header, host and target", () => {
    fc.assert(
      fc.property(fc.option(text, { nil: undefined }), host, path, (value, name, target) => {
        authenticate(value, value ?? "", name, target);
        authenticate(`Bearer ${value}`, value ?? "", name, target);
      }),
      SEED,
    );
  });

  test("never throws, whatever a signed token contains", () => {
    fc.assert(
      fc.property(header, claims, host, path, (head, body, name, target) => {
        const token = signText(json(head), json(body));
        authenticate(`Bearer ${token}`, token, name, target);
      }),
      SEED,
    );
  });

  test("never throws, however a token is changed", () => {
    const token = signText('{"alg":"HS256","typ":"JWT"}', '{"aud":"http://localhost/a","exp":1000000100}');
    fc.assert(
      fc.property(fc.nat(token.length), fc.nat(5), text, (at, removed, inserted) => {
        const changed = token.slice(0, at) + inserted + token.slice(at + removed);
        authenticate(`Bearer ${changed}`, changed, "localhost", "/a");
      }),
      SEED,
    );
  });

  const huge = 500_000;
  test.for([
    ["letters", "a".repeat(huge)],
    ["dots", ".".repeat(huge)],
    ["spaces", " ".repeat(huge)],
    ["percent signs", "%".repeat(huge)],
    ["a claim", signText('{"alg":"HS256"}', JSON.stringify({ exp: 1e9, aud: "http://x/".padEnd(huge, "%41") }))],
    ["audiences", signText('{"alg":"HS256"}', JSON.stringify({ exp: 1e9, aud: Array(20_000).fill("http://x") }))],
    ["depth", signText('{"alg":"HS256"}', `{"exp":1e9,"aud":${"[".repeat(huge)}`)],
    ["a deep audience", signText('{"alg":"HS256"}', `{"exp":1e9,"aud":${"[".repeat(5000)}${"]".repeat(5000)}}`)],
    ["a header", signText(JSON.stringify({ alg: "x".repeat(huge) }), "{}")],
  ] as const)("handles a huge token of %s", ([, token]) => {
    authenticate(token, token, "x", "/".repeat(100_000));
    authenticate(`Bearer ${token}`, token, "x", "/".repeat(100_000));
  });
});
