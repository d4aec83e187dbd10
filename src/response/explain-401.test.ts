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
  // As a text it would be tried as PEM first, which takes long.
  return jwt.sign(JSON.stringify(claims), createSecretKey(key, "utf8"), { algorithm: "HS256" });
}

const RIGHT = signed({ aud: ADDRESS, exp: SECONDS + 300 });

/** A token of the form of Microsoft Entra's. */
function issued(claims: object): string {
  const parts = [{ alg: "RS256", typ: "JWT" }, claims].map((part) => Buffer.from(JSON.stringify(part)));
  return [...parts.map((part) => part.toString("base64url")), "c2lnbmF0dXJlLW9mLWVudHJh"].join(".");
}

function explain(
  token: string,
  refused: Partial<UnauthorizedCall> & { headers?: Record<string, string> } = {},
): string {
  const { headers = {}, ...rest } = refused;
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

/** The last lines: what follows from what was compared. */
function conclusionOf(explanation: string): string {
  return explanation.slice(explanation.lastIndexOf("\n  ")).split("\n").slice(2).join("\n");
}

test("what was signed stands beside what was needed, aligned", () => {
  const headers = {
    Date: "Thu, 01 Jan 2026 00:00:01 GMT",
    "WWW-Authenticate":
      'Bearer error="invalid_token", error_description="signature: The token was not signed with an access key of this resource."',
  };
  expect(explain(RIGHT, { headers })).toBe(
    [
      "The service did not accept the token.",
      "It says: signature: The token was not signed with an access key of this resource.",
      "  signed for      https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01",
      "  needed          https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01",
      "  expires         2026-01-01T00:05:00.000Z",
      "  time here       2026-01-01T00:00:00.250Z",
      "  at the service  2026-01-01T00:00:01.000Z",
      "Address and time agree, so it is the key: another resource's, one that was regenerated since, or one that was changed on its way here. It is used as the portal shows it, as text: do not base64-decode it. Where the resource takes no access keys at all, pass a `credential`.",
    ].join("\n"),
  );
});

test("behind a reverse proxy, where the request went stands there too", () => {
  const url = `https://proxy.example.org/pubsub${PATH}`;
  const explanation = explain(RIGHT, { url });
  expect(explanation).toContain(
    `\n  signed for      ${ADDRESS}\n  needed          ${ADDRESS}\n  sent to         ${url}\n`,
  );
  expect(conclusionOf(explanation)).toMatch(/^Address and time agree, so it is the key/);
});

describe("what the service says", () => {
  test.for<[what: string, challenge: string, said: string]>([
    ["a description", 'Bearer error="invalid_token", error_description="IDX10214: Audience."', "IDX10214: Audience."],
    ["one with quotes in it", 'Bearer error_description="not \\"me\\" \\\\"', 'not "me" \\'],
    ["one among other things", 'Basic realm="a", Bearer error_description="no", error_uri="b"', "no"],
  ])("is repeated: %s", ([, challenge, said]) => {
    expect(explain(RIGHT, { headers: { "WWW-Authenticate": challenge } })).toContain(`\nIt says: ${said}\n`);
  });

  test("is that of the body where the headers say nothing", () => {
    expect(explain(RIGHT, { message: "Local authentication is disabled." })).toContain(
      "\nIt says: Local authentication is disabled.\n",
    );
  });

  test.for(["Bearer", "", 'Bearer error="invalid_token"', 'Bearer error_description=""', 'error_description="open'])(
    "is left out where it is nothing: %j",
    (challenge) => {
      expect(explain(RIGHT, { headers: { "WWW-Authenticate": challenge } })).not.toContain("It says");
    },
  );
});

describe("of a token that the client signed, it is", () => {
  const byService = (said: string) => ({ "WWW-Authenticate": `Bearer error_description="${said}"` });

  test("the key, where nothing else differs", () => {
    expect(conclusionOf(explain(RIGHT))).toMatch(/^Address and time agree, so it is the key: .*base64-decode/);
  });

  test("a proxy that the client does not know of, where the service says that it is the audience", () => {
    const headers = byService("audience host: The token's audience has another host than the request.");
    expect(conclusionOf(explain(RIGHT, { headers }))).toBe(
      "The service was reached under another address than the one that was signed. Where a proxy stands between, pass its address as `reverseProxyEndpoint`, and the service's own as `endpoint`.",
    );
  });

  test("the proxy or the endpoint, where there is a proxy and the service says that it is the audience", () => {
    const headers = byService("IDX10214: Audience validation failed.");
    expect(conclusionOf(explain(RIGHT, { headers, url: `https://proxy.example.org${PATH}` }))).toBe(
      "The service knows itself under another address than `endpoint`, or the proxy changes the path. Pass the service's own address as `endpoint`, and let the proxy leave the path as it is.",
    );
  });

  test("the clock, where the service's says that the token has expired", () => {
    const headers = { Date: "Thu, 01 Jan 2026 00:15:00 GMT" };
    expect(conclusionOf(explain(RIGHT, { headers }))).toBe(
      "The token has expired.\nThis computer's clock is 900 seconds behind the service's. Set it.",
    );
  });

  test("perhaps the clock, where it is far from the service's", () => {
    const headers = { Date: "Wed, 31 Dec 2025 23:00:00 GMT" };
    expect(conclusionOf(explain(RIGHT, { headers }))).toBe(
      "This computer's clock is 3600 seconds ahead of the service's. Set it.",
    );
  });

  test("not the clock, where it is as near as the service takes it", () => {
    for (const date of ["Thu, 01 Jan 2026 00:05:00 GMT", "Wed, 31 Dec 2025 23:55:01 GMT"]) {
      expect(conclusionOf(explain(RIGHT, { headers: { Date: date } }))).toMatch(/^Address and time agree/);
    }
  });
});

describe("of a token that the caller signed, it is", () => {
  test.for([
    ["another host", `https://other.example.org${PATH}`],
    ["another path", `${ENDPOINT}/api/hubs/other/:send`],
    ["only a part of the path", `${ENDPOINT}/api/hubs/chat`],
    ["none", undefined],
    ["a number", 5],
  ] as const)("the audience, where it is %s", ([, aud]) => {
    const explanation = explain(signed({ aud, exp: SECONDS + 300 }));
    expect(explanation).toContain(
      `\n  signed for      ${typeof aud === "string" ? aud : "–"}\n  needed          ${ADDRESS}\n`,
    );
    expect(conclusionOf(explanation)).toBe(
      "The token names another address than the one that was requested. Sign that one, or leave the Authorization header to the client.",
    );
  });

  test.for([
    `${ENDPOINT}/api/hubs/chat/:send`,
    `${ENDPOINT}/api/hubs/chat/:send/`,
    `http://CONTOSO.webpubsub.azure.com/api/hubs/CHAT/:send?filter=a`,
  ])("not the audience, where the service would take it: %s", (aud) => {
    expect(conclusionOf(explain(signed({ aud, exp: SECONDS + 300 })))).toMatch(/^Address and time agree/);
  });

  test("not the audience, where one of several fits", () => {
    const explanation = explain(signed({ aud: ["https://other", ADDRESS], exp: SECONDS + 300 }));
    expect(explanation).toContain(`\n  signed for      https://other, ${ADDRESS}\n`);
    expect(conclusionOf(explanation)).toMatch(/^Address and time agree/);
  });

  test("the expiry, where it is past by more than clocks may differ", () => {
    expect(conclusionOf(explain(signed({ aud: ADDRESS, exp: SECONDS - 301 })))).toBe("The token has expired.");
    expect(conclusionOf(explain(signed({ aud: ADDRESS, exp: SECONDS - 299 })))).toMatch(/^Address and time agree/);
  });

  test("the beginning, where it is still to come", () => {
    const token = signed({ aud: ADDRESS, exp: SECONDS + 900, nbf: SECONDS + 600 });
    expect(conclusionOf(explain(token))).toBe("The token is not valid yet.");
  });

  test.for([undefined, "soon", 1e300, -1e300])("not to be known, where it expires %j", (exp) => {
    const explanation = explain(signed({ aud: ADDRESS, exp }));
    expect(explanation).toContain("\n  expires         –\n");
  });

  test("all of these, where all of them differ", () => {
    const explanation = explain(signed({ aud: ENDPOINT, exp: SECONDS - 86_400 }), {
      headers: { Date: "Thu, 01 Jan 2026 01:00:00 GMT" },
    });
    expect(conclusionOf(explanation).split("\n")).toHaveLength(3);
  });
});

describe("of a token of Microsoft Entra, it is", () => {
  const aud = "https://webpubsub.azure.com";

  test("who it was issued to, where audience and time agree", () => {
    const explanation = explain(issued({ aud, exp: SECONDS + 3600 }), {
      headers: { Date: "Thu, 01 Jan 2026 00:00:00 GMT" },
    });
    expect(explanation).toContain(
      `\n  issued for      ${aud}\n  needed          ${aud}\n  expires         2026-01-01T01:00:00.000Z\n`,
    );
    expect(conclusionOf(explanation)).toMatch(
      /^Audience and time agree, so it is who the token was issued to: .*Web PubSub Service Owner/,
    );
    expect(explanation).not.toContain("key");
  });

  test("the scope, where it is for something else", () => {
    expect(conclusionOf(explain(issued({ aud: "https://management.azure.com", exp: SECONDS + 3600 })))).toBe(
      "The token is not for Web PubSub. Ask for the scope https://webpubsub.azure.com/.default.",
    );
    expect(conclusionOf(explain(issued({ aud: `${aud}/`, exp: SECONDS + 3600 })))).toMatch(/^Audience and time agree/);
  });

  test("the expiry", () => {
    expect(conclusionOf(explain(issued({ aud, exp: SECONDS - 3600 })))).toBe("The token has expired.");
  });
});

test.for([
  "opaque",
  "a.b.c",
  "..",
  `${Buffer.from("5").toString("base64url")}.bnVsbA.x`,
  `${RIGHT.split(".")[0]}.!!!.x`,
])("what is no JSON Web Token is called that: %s", (token) => {
  expect(explain(token)).toBe(
    "The service did not accept the token.\nWhat was sent is not a JSON Web Token, as access keys sign and Microsoft Entra issues.",
  );
});

test.for([null, "", "Basic dXNlcjpwYXNz", "Bearer", "Bearer a b"])(
  "a header that has no token is called that: %s",
  (authorization) => {
    expect(explain("", { authorization })).toBe(
      "The service did not accept the token.\nThe Authorization header that was passed is not the word Bearer and a token. Leave it to the client.",
    );
  },
);

test("a clock that tells no time is no reason to fail", () => {
  expect(explain(RIGHT, { now: Number.NaN, headers: { Date: "now" } })).toContain("\n  time here       –\n");
});

test("it is not long, however long the address", () => {
  const aud = `${ENDPOINT}/api/hubs/chat/groups/${"%F0%9F%91%8B".repeat(1024)}/:send`;
  expect(explain(signed({ aud, exp: SECONDS }), { audience: aud, url: aud }).length).toBeLessThan(1500);
});

test("nothing of the signature and the key is in it, whatever the service repeats", () => {
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
      const said = ["nothing", token, `token: '${token}'`, `signature: ${signature}`][repeated] ?? "";
      const explanation = explain(token, { headers: { "WWW-Authenticate": `Bearer error_description="${said}"` } });
      for (const hidden of [key, signature]) {
        const pieces = Array.from({ length: hidden.length - 7 }, (_, at) => hidden.slice(at, at + 8));
        expect(pieces.filter((piece) => explanation.includes(piece))).toEqual([]);
      }
    }),
    { seed: 401, numRuns: 300 },
  );
});
