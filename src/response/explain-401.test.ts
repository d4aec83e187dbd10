import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import jwt from "jsonwebtoken";
import { describe, expect, test } from "vitest";
import { explain401, type UnauthorizedCall } from "./explain-401.js";

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const ENDPOINT = "https://contoso.webpubsub.azure.com";
const PATH = "/api/hubs/chat/:send?api-version=2024-12-01";
const ADDRESS = ENDPOINT + PATH;
/** 2026-01-01T00:00:00.250Z */
const NOW = 1_767_225_600_250;
const SECONDS = Math.floor(NOW / 1000);

function signed(claims: object, key = KEY): string {
  // A string would be tried as PEM first, which takes long.
  return jwt.sign(JSON.stringify(claims), createSecretKey(key, "utf8"), { algorithm: "HS256" });
}

const VALID = signed({ aud: ADDRESS, exp: SECONDS + 300 });

/** A token like those of Microsoft Entra. */
function issued(claims: object): string {
  const parts = [{ alg: "RS256", typ: "JWT" }, claims].map((part) => Buffer.from(JSON.stringify(part)));
  return [...parts.map((part) => part.toString("base64url")), "c2lnbmF0dXJlLW9mLWVudHJh"].join(".");
}

function explain(token: string, call: Partial<UnauthorizedCall> & { headers?: Record<string, string> } = {}): string {
  const { headers = {}, ...rest } = call;
  return explain401({
    authorization: `Bearer ${token}`,
    url: ADDRESS,
    audience: ADDRESS,
    response: new Response(null, { status: 401, headers }),
    message: "401 Unauthorized",
    now: NOW,
    ...rest,
  });
}

/** The lines after the comparison: what follows from it. */
function conclusionOf(explanation: string): string {
  return explanation.slice(explanation.lastIndexOf("\n  ")).split("\n").slice(2).join("\n");
}

describe("explain401", () => {
  test("aligns the claims with the expected values", () => {
    const headers = {
      Date: "Thu, 01 Jan 2026 00:00:01 GMT",
      "WWW-Authenticate":
        'Bearer error="invalid_token", error_description="signature: The token was not signed with an access key of this resource."',
    };
    expect(explain(VALID, { headers })).toBe(
      [
        "The service rejected the token.",
        "Its reason: signature: The token was not signed with an access key of this resource.",
        "  audience      https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01",
        "  expected      https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01",
        "  expires       2026-01-01T00:05:00.000Z",
        "  local time    2026-01-01T00:00:00.250Z",
        "  service time  2026-01-01T00:00:01.000Z",
        "Audience and time match, so the key is wrong: from another resource, regenerated, or altered. Use it as the portal shows it: do not base64-decode it. If the resource disables access keys, pass a `credential`.",
      ].join("\n"),
    );
  });

  test("shows the URL of the reverse proxy that the request was sent to", () => {
    const url = `https://proxy.example.org/pubsub${PATH}`;
    const explanation = explain(VALID, { url });
    expect(explanation).toContain(`\n  audience      ${ADDRESS}\n  expected      ${ADDRESS}\n  sent to       ${url}\n`);
    expect(conclusionOf(explanation)).toMatch(/^Audience and time match, so the key is wrong/);
  });

  describe("the reason of the service", () => {
    test.for<[what: string, challenge: string, reason: string]>([
      ["a description", 'Bearer error="invalid_token", error_description="IDX10214: Audience."', "IDX10214: Audience."],
      ["a description with quotes", 'Bearer error_description="not \\"me\\" \\\\"', 'not "me" \\'],
      ["a description among other parameters", 'Basic realm="a", Bearer error_description="no", error_uri="b"', "no"],
    ])("repeats %s", ([, challenge, reason]) => {
      expect(explain(VALID, { headers: { "WWW-Authenticate": challenge } })).toContain(`\nIts reason: ${reason}\n`);
    });

    test("repeats the message of the body if the headers have no reason", () => {
      expect(explain(VALID, { message: "Local authentication is disabled." })).toContain(
        "\nIts reason: Local authentication is disabled.\n",
      );
    });

    test.for(["Bearer", "", 'Bearer error="invalid_token"', 'Bearer error_description=""', 'error_description="open'])(
      "leaves the reason out for WWW-Authenticate %j",
      (challenge) => {
        expect(explain(VALID, { headers: { "WWW-Authenticate": challenge } })).not.toContain("reason");
      },
    );
  });

  describe("for a token that the client signed", () => {
    const byService = (reason: string) => ({ "WWW-Authenticate": `Bearer error_description="${reason}"` });

    test("names the key if nothing else differs", () => {
      expect(conclusionOf(explain(VALID))).toMatch(/^Audience and time match, so the key is wrong: .*base64-decode/);
    });

    test("names an unknown proxy if the service rejects the audience", () => {
      const headers = byService("audience host: The token's audience has another host than the request.");
      expect(conclusionOf(explain(VALID, { headers }))).toBe(
        "The service was reached at another address than the signed one. Behind a proxy, set `reverseProxyEndpoint` to the proxy and `endpoint` to the service.",
      );
    });

    test("names the endpoint or the proxy if the service rejects the audience behind a known proxy", () => {
      const headers = byService("IDX10214: Audience validation failed.");
      expect(conclusionOf(explain(VALID, { headers, url: `https://proxy.example.org${PATH}` }))).toBe(
        "The service has another address than `endpoint`, or the proxy changes the path. Set `endpoint` to the service.",
      );
    });

    test.for([
      "expired: The token expired at 20:06:59; the time is 20:11:59 (allowed clock skew: 5 min).",
      "not yet valid: The token is valid from 20:06:59.",
      "IDX10223: Lifetime validation failed. The token is expired.",
      "IDX10222: Lifetime validation failed. The token is not yet valid.",
    ])("names the service's clock if nothing differs here and the reason is %j", (reason) => {
      const headers = { ...byService(reason), Date: "Thu, 01 Jan 2026 00:00:00 GMT" };
      expect(conclusionOf(explain(VALID, { headers }))).toBe(
        "By the service's clock, the token is not valid now. Pass that clock as `now`.",
      );
    });

    test.for([
      "no expiry: The token has no exp claim.",
      "IDX10225: Lifetime validation failed. The token is missing an Expiration Time.",
      "malformed: The token has an nbf claim that is not a number.",
      "algorithm: The token is signed with another algorithm than HS256.",
    ])("does not name the key if the reason is %j", (reason) => {
      const explanation = explain(signed({ aud: ADDRESS }), { headers: byService(reason) });
      expect(explanation).toContain(reason);
      expect(conclusionOf(explanation)).toBe("");
    });

    test.for([
      "signature: The token was not signed with an access key of this resource.",
      "Local authentication is disabled.",
      "Unauthorized",
    ])("names the key if the reason is %j", (reason) => {
      expect(conclusionOf(explain(VALID, { headers: byService(reason) }))).toMatch(/so the key is wrong/);
    });

    test("names the local clock if the token has expired by the service's clock", () => {
      const headers = { Date: "Thu, 01 Jan 2026 00:15:00 GMT" };
      expect(conclusionOf(explain(VALID, { headers }))).toBe(
        "The token has expired.\nThe local clock is 900 s behind the service's. Synchronize it.",
      );
    });

    test("names the local clock if it differs from the service's by more than five minutes", () => {
      const headers = { Date: "Wed, 31 Dec 2025 23:00:00 GMT" };
      expect(conclusionOf(explain(VALID, { headers }))).toBe(
        "The local clock is 3600 s ahead of the service's. Synchronize it.",
      );
    });

    test("does not name a clock that differs by five minutes or less", () => {
      for (const date of ["Thu, 01 Jan 2026 00:05:00 GMT", "Wed, 31 Dec 2025 23:55:01 GMT"]) {
        expect(conclusionOf(explain(VALID, { headers: { Date: date } }))).toMatch(/^Audience and time match/);
      }
    });
  });

  describe("for a token that the caller signed", () => {
    test.for([
      ["another host", `https://other.example.org${PATH}`],
      ["another path", `${ENDPOINT}/api/hubs/other/:send`],
      ["only a part of the path", `${ENDPOINT}/api/hubs/chat`],
      ["missing", undefined],
      ["a number", 5],
    ] as const)("names the audience if it is %s", ([, aud]) => {
      const explanation = explain(signed({ aud, exp: SECONDS + 300 }));
      expect(explanation).toContain(
        `\n  audience      ${typeof aud === "string" ? aud : "–"}\n  expected      ${ADDRESS}\n`,
      );
      expect(conclusionOf(explanation)).toBe(
        "The token's audience is not the requested URL. Sign that URL, or let the client set Authorization.",
      );
    });

    test.for([
      `${ENDPOINT}/api/hubs/chat/:send`,
      `${ENDPOINT}/api/hubs/chat/:send/`,
      `http://CONTOSO.webpubsub.azure.com/api/hubs/CHAT/:send?filter=a`,
    ])("does not name an audience that the service accepts: %s", (aud) => {
      expect(conclusionOf(explain(signed({ aud, exp: SECONDS + 300 })))).toMatch(/^Audience and time match/);
    });

    test("does not name the audience if one of several matches", () => {
      const explanation = explain(signed({ aud: ["https://other", ADDRESS], exp: SECONDS + 300 }));
      expect(explanation).toContain(`\n  audience      https://other, ${ADDRESS}\n`);
      expect(conclusionOf(explanation)).toMatch(/^Audience and time match/);
    });

    test("names the expiry if it is more than five minutes past", () => {
      expect(conclusionOf(explain(signed({ aud: ADDRESS, exp: SECONDS - 301 })))).toBe("The token has expired.");
      expect(conclusionOf(explain(signed({ aud: ADDRESS, exp: SECONDS - 299 })))).toMatch(/^Audience and time match/);
    });

    test("names the start of validity if it is more than five minutes away", () => {
      const token = signed({ aud: ADDRESS, exp: SECONDS + 900, nbf: SECONDS + 600 });
      expect(conclusionOf(explain(token))).toBe("The token is not valid yet.");
    });

    test.for([undefined, "soon", 1e300, -1e300])("shows no expiry for exp %j", (exp) => {
      const explanation = explain(signed({ aud: ADDRESS, exp }));
      expect(explanation).toContain("\n  expires       –\n");
    });

    test("names audience, expiry and clock if all of them differ", () => {
      const explanation = explain(signed({ aud: ENDPOINT, exp: SECONDS - 86_400 }), {
        headers: { Date: "Thu, 01 Jan 2026 01:00:00 GMT" },
      });
      expect(conclusionOf(explanation).split("\n")).toHaveLength(3);
    });
  });

  describe("for a token of Microsoft Entra", () => {
    const aud = "https://webpubsub.azure.com";

    test("names missing access if audience and time match", () => {
      const explanation = explain(issued({ aud, exp: SECONDS + 3600 }), {
        headers: { Date: "Thu, 01 Jan 2026 00:00:00 GMT" },
      });
      expect(explanation).toContain(
        `\n  audience      ${aud}\n  expected      ${aud}\n  expires       2026-01-01T01:00:00.000Z\n`,
      );
      expect(conclusionOf(explanation)).toMatch(
        /^Audience and time match, so the identity lacks access: .*Web PubSub Service Owner/,
      );
      expect(explanation).not.toContain("key");
    });

    test("names the scope if the token is for another service", () => {
      expect(conclusionOf(explain(issued({ aud: "https://management.azure.com", exp: SECONDS + 3600 })))).toBe(
        "The token is not for Web PubSub. Request the scope https://webpubsub.azure.com/.default.",
      );
      expect(conclusionOf(explain(issued({ aud: `${aud}/`, exp: SECONDS + 3600 })))).toMatch(
        /^Audience and time match/,
      );
    });

    test.for([
      "IDX10214: Audience validation failed.",
      "algorithm: The token is signed with RS256; this resource accepts access keys only.",
    ])("does not name missing access if the reason is %j", (reason) => {
      const headers = { "WWW-Authenticate": `Bearer error_description="${reason}"` };
      expect(conclusionOf(explain(issued({ aud, exp: SECONDS + 3600 }), { headers }))).toBe("");
    });

    test("names the expiry if it is past", () => {
      expect(conclusionOf(explain(issued({ aud, exp: SECONDS - 3600 })))).toBe("The token has expired.");
    });
  });

  test.for([
    "opaque",
    "a.b.c",
    "..",
    `${Buffer.from("5").toString("base64url")}.bnVsbA.x`,
    `${VALID.split(".")[0]}.!!!.x`,
  ])("says that %j is not a JSON Web Token", (token) => {
    expect(explain(token)).toBe("The service rejected the token.\nThe token is not a JSON Web Token.");
  });

  test.for<[string | null]>([[null], [""], ["Basic dXNlcjpwYXNz"], ["Bearer"], ["Bearer a b"]])(
    "says that the Authorization header %j has no token",
    ([authorization]) => {
      expect(explain("", { authorization })).toBe(
        "The service rejected the token.\nThe Authorization header has no Bearer token. Let the client set it.",
      );
    },
  );

  test("shows no local time if `now` is not a number", () => {
    expect(explain(VALID, { now: Number.NaN, headers: { Date: "now" } })).toContain("\n  local time    –\n");
  });

  test("stays below 1,500 characters for the longest group name", () => {
    const aud = `${ENDPOINT}/api/hubs/chat/groups/${"%F0%9F%91%8B".repeat(1024)}/:send`;
    expect(explain(signed({ aud, exp: SECONDS }), { audience: aud, url: aud }).length).toBeLessThan(1500);
  });

  test("never contains a piece of the signature or the key, even if the service repeats them", () => {
    const secret = fc.string({
      unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/="),
      minLength: 32,
      maxLength: 60,
    });
    const claims = fc.record(
      { aud: fc.oneof(fc.constant(ADDRESS), fc.webUrl()), exp: fc.integer(), nbf: fc.integer() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(secret, claims, fc.integer({ min: 0, max: 3 }), (key, claims, repeated) => {
        const token = signed(claims, key);
        const signature = token.split(".")[2] ?? "";
        const reason = ["nothing", token, `token: '${token}'`, `signature: ${signature}`][repeated] ?? "";
        const explanation = explain(token, { headers: { "WWW-Authenticate": `Bearer error_description="${reason}"` } });
        for (const hidden of [key, signature]) {
          const pieces = Array.from({ length: hidden.length - 7 }, (_, at) => hidden.slice(at, at + 8));
          expect(pieces.filter((piece) => explanation.includes(piece))).toEqual([]);
        }
      }),
      { seed: 401, numRuns: 300 },
    );
  }, 30_000);
});
