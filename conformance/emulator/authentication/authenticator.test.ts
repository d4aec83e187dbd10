import { createHmac, createSecretKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import jwt, { type Algorithm } from "jsonwebtoken";
import { describe, expect, test } from "vitest";
import { createClient } from "webpubsub-fetch";
import { type Authentication, Authenticator } from "./index.js";

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const SECOND_KEY = "schlüssel-🔑-schlüssel-🔑-schlüssel";
const HOST = "localhost:8080";
const PATH = "/api/hubs/chat/:send";
const TARGET = `${PATH}?api-version=2024-12-01`;
const ADDRESS = `http://${HOST}${TARGET}`;
const ENTRA = "https://webpubsub.azure.com";
/** Seconds since 1970, far from the time of the machine. */
const NOW = 1_000_000_000;
const NOW_TEXT = "2001-09-09T01:46:40.000Z";

const utf8 = (key: string) => createSecretKey(key, "utf8");
const { privateKey: rsa } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const { privateKey: ec } = generateKeyPairSync("ec", { namedCurve: "P-256" });

function authenticator({ seconds = NOW, acceptUnverifiedEntraTokens = false, accessKeys = [KEY, SECOND_KEY] } = {}) {
  return new Authenticator({ accessKeys, acceptUnverifiedEntraTokens, now: () => seconds * 1000 });
}

/** @param claims replace the default ones; undefined removes a claim */
function sign(claims: object = {}, key: KeyObject = utf8(KEY), algorithm: Algorithm = "HS256"): string {
  return jwt.sign(JSON.stringify({ aud: ADDRESS, exp: NOW + 60, ...claims }), key, { algorithm });
}

/** A token with any text as header and payload, and a valid signature. */
function signText(header: string, payload: string): string {
  const signed = [header, payload].map((text) => Buffer.from(text).toString("base64url")).join(".");
  return `${signed}.${createHmac("sha256", KEY).update(signed).digest("base64url")}`;
}

/** The reason of a rejection, or the kind of the principal. */
function outcome(authentication: Authentication): string {
  return "reason" in authentication ? authentication.reason : authentication.principal.kind;
}

function explanation(authentication: Authentication): string {
  return "reason" in authentication ? authentication.explanation : "accepted";
}

const rest = (token: string, on = authenticator()) => on.rest(`Bearer ${token}`, HOST, TARGET);

describe("Authenticator › Authorization header", () => {
  test.for([
    ["Bearer and a token", `Bearer ${sign()}`, "access-key"],
    ["Bearer in lower case", `bearer ${sign()}`, "access-key"],
    ["Bearer in upper case and more white space", `  BEARER \t ${sign()}  `, "access-key"],
    ["no value", undefined, "no token"],
    ["an empty value", "", "no token"],
    ["Bearer only", "Bearer", "no token"],
    ["Bearer and a space", "Bearer ", "no token"],
    ["another scheme", "Basic dXNlcjpwYXNz", "scheme"],
    ["a longer scheme", `Bearers ${sign()}`, "scheme"],
    ["only a token", sign(), "scheme"],
    ["two tokens", `Bearer ${sign()} ${sign()}`, "malformed"],
  ] as const)("returns $2 for %s", ([, header, expected]) => {
    expect(outcome(authenticator().rest(header, HOST, TARGET))).toBe(expected);
  });

  test("does not quote a token without Bearer", () => {
    const token = sign();
    expect(explanation(authenticator().rest(token, HOST, TARGET))).toBe(
      'The Authorization header must be "Bearer <token>".',
    );
  });
});

test.for([
  ["text", "garbage"],
  ["two parts", "e30.e30"],
  ["parts that are not base64url", "!.!.!"],
  ["parts that are not JSON", "Zm9v.Zm9v.Zm9v"],
  ["a payload that is not JSON, with the type JWT", signText('{"alg":"HS256","typ":"JWT"}', "not JSON")],
  ["a payload that is a list", signText('{"alg":"HS256"}', "[1]")],
  ["a payload that is null", signText('{"alg":"HS256"}', "null")],
  ["a payload that is text", signText('{"alg":"HS256"}', '"text"')],
  ["a header that is a list", signText("[1]", "{}")],
  ["a header that is a number", signText("5", "{}")],
] as const)("Authenticator › rejects %s as malformed", ([, token]) => {
  expect(outcome(rest(token))).toBe("malformed");
});

describe("Authenticator › algorithm", () => {
  test("accepts HS256", () => {
    const authentication = rest(sign({ sub: "ann" }));
    expect(authentication).toEqual({
      principal: { kind: "access-key", claims: { aud: ADDRESS, exp: NOW + 60, sub: "ann" } },
    });
  });

  const unsigned = jwt.sign({ aud: ADDRESS, exp: NOW + 60 }, "", { algorithm: "none", noTimestamp: true });
  test.for([
    ["none", unsigned],
    ["HS384", sign({}, utf8(KEY), "HS384")],
    ["HS512", sign({}, utf8(KEY), "HS512")],
    ["RS256", sign({}, rsa, "RS256")],
    ["PS256", sign({}, rsa, "PS256")],
    ["ES256", sign({}, ec, "ES256")],
    ["a missing algorithm", signText("{}", JSON.stringify({ aud: ADDRESS, exp: NOW + 60 }))],
    ["hs256", signText('{"alg":"hs256"}', JSON.stringify({ aud: ADDRESS, exp: NOW + 60 }))],
    ["an array", signText('{"alg":["HS256"]}', JSON.stringify({ aud: ADDRESS, exp: NOW + 60 }))],
  ] as const)("rejects %s", ([, token]) => {
    expect(outcome(rest(token))).toBe("algorithm");
    expect(outcome(authenticator().client(token, HOST, TARGET))).toBe("algorithm");
  });

  test("names the algorithm in the explanation if it is known", () => {
    expect(explanation(rest(sign({}, utf8(KEY), "HS512")))).toBe(
      "Unsupported algorithm HS512; access keys sign with HS256.",
    );
    expect(explanation(rest(signText('{"alg":"my secret"}', "{}")))).not.toContain("secret");
  });
});

describe("Authenticator › signature", () => {
  test.for([KEY, SECOND_KEY])("accepts a token signed with the UTF-8 bytes of the key %s", (key) => {
    expect(outcome(rest(sign({}, utf8(key))))).toBe("access-key");
  });

  test("rejects a token signed with another key, and any token if it has no keys", () => {
    expect(outcome(rest(sign({}, utf8("another"))))).toBe("signature");
    expect(outcome(rest(sign(), authenticator({ accessKeys: [] })))).toBe("signature");
  });

  test("rejects a token without its signature or with changed claims", () => {
    const [header, , signature] = sign().split(".");
    const changed = Buffer.from(JSON.stringify({ aud: ADDRESS, exp: NOW + 61 })).toString("base64url");
    expect(outcome(rest(`${header}.${changed}.${signature}`))).toBe("signature");
    expect(outcome(rest(`${header}.${changed}.`))).toBe("signature");
  });

  test("rejects and explains a token signed with the base64-decoded key", () => {
    const authentication = rest(sign({}, createSecretKey(KEY, "base64")));
    expect(outcome(authentication)).toBe("signature-base64-key");
    expect(explanation(authentication)).toBe(
      "The token was signed with the base64-decoded access key; use the key text itself (UTF-8).",
    );
  });

  test("does not explain an empty key as a base64-decoded one", () => {
    const on = authenticator({ accessKeys: ["🔑🔑"] });
    expect(outcome(rest(sign({}, createSecretKey(Buffer.alloc(0))), on))).toBe("signature");
  });

  test("checks the signature before lifetime and audience", () => {
    expect(outcome(rest(sign({ exp: 1, aud: "other" }, utf8("another"))))).toBe("signature");
  });
});

describe("Authenticator › lifetime", () => {
  const payload = (claims: string) => signText('{"alg":"HS256"}', `{"aud":"${ADDRESS}",${claims}}`);

  test.for([
    ["without exp", sign({ exp: undefined }), "no expiry"],
    ["with a string as exp", payload(`"exp":"${NOW + 60}"`), "no expiry"],
    ["with exp null", payload('"exp":null'), "no expiry"],
    ["with an infinite exp", payload('"exp":1e999'), "no expiry"],
    ["that expires", sign({ exp: NOW + 1 }), "access-key"],
    ["that expired five minutes ago", sign({ exp: NOW - 300 }), "access-key"],
    ["that expired five minutes and a second ago", sign({ exp: NOW - 301 }), "expired"],
    ["that expired long before 1970", payload('"exp":-1e300'), "expired"],
    ["that begins in five minutes", sign({ nbf: NOW + 300 }), "access-key"],
    ["that begins in five minutes and a second", sign({ nbf: NOW + 301 }), "not yet valid"],
    ["that begins after the last Date", payload(`"exp":${NOW + 60},"nbf":1e300`), "not yet valid"],
    ["that began in the past", sign({ nbf: NOW - 1000 }), "access-key"],
    ["with a string as nbf", payload(`"exp":${NOW + 60},"nbf":"1"`), "malformed"],
    ["with an iat in the future", sign({ iat: NOW + 9999 }), "access-key"],
  ] as const)("returns $2 for a token %s", ([, token, expected]) => {
    expect(outcome(rest(token))).toBe(expected);
  });

  test("uses the given clock, even at 0", () => {
    expect(outcome(rest(sign({ exp: 1 }), authenticator({ seconds: 0 })))).toBe("access-key");
    expect(outcome(rest(sign({ nbf: 400 }), authenticator({ seconds: 0 })))).toBe("not yet valid");
    expect(outcome(rest(sign(), authenticator({ seconds: NOW + 361 })))).toBe("expired");
  });

  test("explains a rejection with both times", () => {
    expect(explanation(rest(sign({ exp: NOW - 3600 })))).toBe(
      `The token expired at 2001-09-09T00:46:40.000Z; the time is ${NOW_TEXT} (allowed clock skew: 5 min).`,
    );
    expect(explanation(rest(sign({ nbf: NOW + 3600 })))).toBe(
      `The token is valid from 2001-09-09T02:46:40.000Z; the time is ${NOW_TEXT} (allowed clock skew: 5 min).`,
    );
    expect(explanation(rest(sign({ exp: undefined })))).toBe(
      "The token has no exp claim. It must be a time in seconds since 1970.",
    );
  });
});

describe("Authenticator.client", () => {
  const client = (token: string | undefined, path: string) =>
    authenticator({ acceptUnverifiedEntraTokens: true }).client(token, HOST, path);
  const token = sign({ aud: `http://${HOST}/client/hubs/chat`, sub: "ann", role: ["webpubsub.sendToGroup"] });

  test("accepts a token for its hub, in any letter case, with and without a query", () => {
    expect(client(token, "/client/hubs/chat")).toMatchObject({
      principal: { kind: "access-key", claims: { sub: "ann", role: ["webpubsub.sendToGroup"] } },
    });
    expect(outcome(client(token, "/client/hubs/Chat"))).toBe("access-key");
    expect(outcome(client(token, `/client/hubs/chat?access_token=${token}`))).toBe("access-key");
  });

  test.for([
    ["no token", undefined, "no token"],
    ["an empty token", "", "no token"],
    ["text that is not a token", "garbage", "malformed"],
    ["a token for another hub", sign({ aud: `http://${HOST}/client/hubs/other` }), "audience path"],
    ["a token for another host", sign({ aud: `http://other/client/hubs/chat` }), "audience host"],
    ["a token without a slash after the host", sign({ aud: `http://${HOST}client/hubs/chat` }), "audience host"],
    ["a token for MQTT", sign({ aud: `http://${HOST}/clients/mqtt/hubs/chat` }), "audience path"],
    ["an expired token", sign({ aud: `http://${HOST}/client/hubs/chat`, exp: NOW - 400 }), "expired"],
    ["a Microsoft Entra token", sign({ aud: ENTRA }, rsa, "RS256"), "algorithm"],
  ] as const)("rejects %s with the reason $2", ([, given, expected]) => {
    expect(outcome(client(given, "/client/hubs/chat"))).toBe(expected);
  });

  test("does not quote the token in the query", () => {
    expect(explanation(client(token, `/client/hubs/other?access_token=${token}`))).not.toContain(token.slice(0, 20));
  });
});

describe("Authenticator › Microsoft Entra token", () => {
  const entra = (claims: object = {}, key = rsa, algorithm: Algorithm = "RS256") =>
    sign({ aud: ENTRA, ...claims }, key, algorithm);

  test("rejects a Microsoft Entra token by default", () => {
    const authentication = rest(entra());
    expect(outcome(authentication)).toBe("algorithm");
    expect(explanation(authentication)).toContain("Microsoft Entra");
  });

  test.for([
    ["the audience", entra(), "entra"],
    ["the audience and a slash", entra({ aud: `${ENTRA}/` }), "entra"],
    ["the audience among others", entra({ aud: ["api://other", ENTRA] }), "entra"],
    ["another signature algorithm with a private key", entra({}, ec, "ES256"), "entra"],
    ["another audience", entra({ aud: "https://management.azure.com" }), "audience host"],
    ["a longer audience", entra({ aud: `${ENTRA}.example.org` }), "audience host"],
    ["the URL of the request as audience", entra({ aud: ADDRESS }), "audience host"],
    ["no audience", entra({ aud: undefined }), "no audience"],
    ["no exp", entra({ exp: undefined }), "no expiry"],
    ["an exp in the past", entra({ exp: NOW - 301 }), "expired"],
    ["an nbf in the future", entra({ nbf: NOW + 301 }), "not yet valid"],
    ["a shared secret", sign({ aud: ENTRA }), "audience host"],
    ["another shared secret", sign({ aud: ENTRA }, utf8("another")), "signature"],
    ["no signature algorithm", jwt.sign({ aud: ENTRA, exp: NOW + 60 }, "", { algorithm: "none" }), "algorithm"],
  ] as const)("returns $2 for a token with %s if acceptUnverifiedEntraTokens is set", ([, token, expected]) => {
    expect(outcome(rest(token, authenticator({ acceptUnverifiedEntraTokens: true })))).toBe(expected);
  });

  test("returns the claims of a Microsoft Entra token without checking its signature", () => {
    const token = entra({ oid: "ann" }).replace(/[^.]+$/, "AAAA");
    expect(rest(token, authenticator({ acceptUnverifiedEntraTokens: true }))).toEqual({
      principal: { kind: "entra", claims: { aud: ENTRA, exp: NOW + 60, oid: "ann" } },
    });
  });

  test("accepts tokens signed with an access key too", () => {
    expect(outcome(rest(sign(), authenticator({ acceptUnverifiedEntraTokens: true })))).toBe("access-key");
  });
});

describe("Authenticator › requests of webpubsub-fetch", () => {
  async function sendAndCapture(group: string, endpoint = `http://${HOST}`): Promise<Request> {
    const requests: Request[] = [];
    const client = createClient({
      endpoint,
      accessKey: KEY,
      now: () => NOW * 1000,
      fetch: async (url, init) => {
        requests.push(new Request(url, init));
        return new Response(null, { status: 202 });
      },
    });
    await client.POST("/api/hubs/{hub}/groups/{group}/:send", {
      params: { path: { hub: "Chat", group }, query: { filter: "userId eq 'a/b?c'", excluded: ["x y", "z"] } },
      headers: { "Content-Type": "text/plain" },
      body: "hello",
    });
    const [request] = requests;
    if (request === undefined) throw new Error("The client sent no request.");
    return request;
  }

  test.for(["room", "Räume & +%2F/?#é", "100%", "%252F", "a b", "ÀÉ🔑"])(
    "accepts a request for the group %s",
    async (group) => {
      const { headers, url } = await sendAndCapture(group);
      const { host, origin } = new URL(url);
      const authorization = headers.get("authorization") ?? undefined;
      expect(outcome(authenticator().rest(authorization, host, url.slice(origin.length)))).toBe("access-key");
      expect(outcome(authenticator().rest(authorization, host, "/api/hubs/chat/groups/other/:send"))).toBe(
        "audience path",
      );
      expect(outcome(authenticator().rest(authorization, "other", url.slice(origin.length)))).toBe("audience host");
    },
  );
});

describe("Authenticator › token accepted before", () => {
  test("rejects the token for another URL and accepts it for its own", () => {
    const on = authenticator();
    const token = sign();
    const otherTargets = ["/api/hubs/chat/groups/a/:send", "/api/hubs/chat2/:send"];
    expect(outcome(rest(token, on))).toBe("access-key");
    for (const target of otherTargets) expect(outcome(on.rest(`Bearer ${token}`, HOST, target))).toBe("audience path");
    expect(outcome(on.rest(`Bearer ${token}`, "localhost:8081", TARGET))).toBe("audience host");
    expect(outcome(rest(token, on))).toBe("access-key");
  });

  test("rejects the token once it has expired", () => {
    let seconds = NOW;
    const on = new Authenticator({ accessKeys: [KEY], acceptUnverifiedEntraTokens: false, now: () => seconds * 1000 });
    const token = sign();
    expect(outcome(rest(token, on))).toBe("access-key");
    seconds = NOW + 60 + 301;
    expect(outcome(rest(token, on))).toBe("expired");
  });

  test("accepts the token again after many others", () => {
    const on = authenticator();
    const token = sign();
    expect(outcome(rest(token, on))).toBe("access-key");
    for (let index = 0; index < 300; index += 1)
      expect(outcome(rest(sign({ jti: `${index}` }), on))).toBe("access-key");
    expect(outcome(rest(token, on))).toBe("access-key");
  });
});
