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
/** Seconds since 1970; nothing like the computer's time. */
const NOW = 1_000_000_000;
const MOMENT = "2001-09-09T01:46:40.000Z";

const utf8 = (key: string) => createSecretKey(key, "utf8");
const { privateKey: rsa } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const { privateKey: ec } = generateKeyPairSync("ec", { namedCurve: "P-256" });

function authenticator({ seconds = NOW, acceptUnverifiedEntraTokens = false, accessKeys = [KEY, SECOND_KEY] } = {}) {
  return new Authenticator({ accessKeys, acceptUnverifiedEntraTokens, now: () => seconds * 1000 });
}

/** @param claims those that are undefined are left out */
function sign(claims: object = {}, key: KeyObject = utf8(KEY), algorithm: Algorithm = "HS256"): string {
  return jwt.sign(JSON.stringify({ aud: ADDRESS, exp: NOW + 60, ...claims }), key, { algorithm });
}

/** A token of any text, rightly signed. */
function signText(header: string, payload: string): string {
  const signed = [header, payload].map((text) => Buffer.from(text).toString("base64url")).join(".");
  return `${signed}.${createHmac("sha256", KEY).update(signed).digest("base64url")}`;
}

/** The reason of a refusal, or the kind of who was let in. */
function outcome(authentication: Authentication): string {
  return "reason" in authentication ? authentication.reason : authentication.principal.kind;
}

function explanation(authentication: Authentication): string {
  return "reason" in authentication ? authentication.explanation : "accepted";
}

const rest = (token: string, on = authenticator()) => on.rest(`Bearer ${token}`, HOST, TARGET);

describe("the Authorization header", () => {
  test.for([
    ["Bearer and a token", `Bearer ${sign()}`, "access-key"],
    ["the word in small letters", `bearer ${sign()}`, "access-key"],
    ["the word in capitals, and more space", `  BEARER \t ${sign()}  `, "access-key"],
    ["nothing", undefined, "no token"],
    ["no text", "", "no token"],
    ["the word alone", "Bearer", "no token"],
    ["the word and a space", "Bearer ", "no token"],
    ["another word", "Basic dXNlcjpwYXNz", "scheme"],
    ["a longer word", `Bearers ${sign()}`, "scheme"],
    ["the token alone", sign(), "scheme"],
    ["two tokens", `Bearer ${sign()} ${sign()}`, "malformed"],
  ] as const)("with %s", ([, header, expected]) => {
    expect(outcome(authenticator().rest(header, HOST, TARGET))).toBe(expected);
  });

  test("is not repeated where the word was forgotten", () => {
    const token = sign();
    expect(explanation(authenticator().rest(token, HOST, TARGET))).not.toContain(token.slice(0, 20));
  });
});

test.for([
  ["what is no token", "garbage"],
  ["two parts", "e30.e30"],
  ["parts that are not base64url", "!.!.!"],
  ["parts that are not JSON", "Zm9v.Zm9v.Zm9v"],
  ["a payload that is not JSON, announced as a JWT", signText('{"alg":"HS256","typ":"JWT"}', "no JSON")],
  ["a payload that is a list", signText('{"alg":"HS256"}', "[1]")],
  ["a payload that is null", signText('{"alg":"HS256"}', "null")],
  ["a payload that is text", signText('{"alg":"HS256"}', '"text"')],
  ["a header that is a list", signText("[1]", "{}")],
  ["a header that is a number", signText("5", "{}")],
] as const)("%s is malformed", ([, token]) => {
  expect(outcome(rest(token))).toBe("malformed");
});

describe("the algorithm", () => {
  test("is HS256", () => {
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
    ["left out", signText("{}", JSON.stringify({ aud: ADDRESS, exp: NOW + 60 }))],
    ["in small letters", signText('{"alg":"hs256"}', JSON.stringify({ aud: ADDRESS, exp: NOW + 60 }))],
    ["not text", signText('{"alg":["HS256"]}', JSON.stringify({ aud: ADDRESS, exp: NOW + 60 }))],
  ] as const)("is not %s", ([, token]) => {
    expect(outcome(rest(token))).toBe("algorithm");
    expect(outcome(authenticator().client(token, HOST, TARGET))).toBe("algorithm");
  });

  test("is named in the explanation, unless it is not the name of one", () => {
    expect(explanation(rest(sign({}, utf8(KEY), "HS512")))).toContain("HS512");
    expect(explanation(rest(signText('{"alg":"my secret"}', "{}")))).not.toContain("secret");
  });
});

describe("the signature", () => {
  test.for([KEY, SECOND_KEY])("may be of any of the keys, by the UTF-8 bytes of its text", (key) => {
    expect(outcome(rest(sign({}, utf8(key))))).toBe("access-key");
  });

  test("of another key is refused, and of any where there is no key", () => {
    expect(outcome(rest(sign({}, utf8("another"))))).toBe("signature");
    expect(outcome(rest(sign(), authenticator({ accessKeys: [] })))).toBe("signature");
  });

  test("is refused where it was left out, or where the claims were changed", () => {
    const [header, , signature] = sign().split(".");
    const changed = Buffer.from(JSON.stringify({ aud: ADDRESS, exp: NOW + 61 })).toString("base64url");
    expect(outcome(rest(`${header}.${changed}.${signature}`))).toBe("signature");
    expect(outcome(rest(`${header}.${changed}.`))).toBe("signature");
  });

  test("of the base64-decoded key is refused, saying so", () => {
    const authentication = rest(sign({}, createSecretKey(KEY, "base64")));
    expect(outcome(authentication)).toBe("signature-base64-key");
    expect(explanation(authentication)).toMatch(/base64-decoded.*UTF-8/);
  });

  test("with no bytes of a key is not that of a base64-decoded key", () => {
    const on = authenticator({ accessKeys: ["🔑🔑"] });
    expect(outcome(rest(sign({}, createSecretKey(Buffer.alloc(0))), on))).toBe("signature");
  });

  test("is checked before anything that the token says", () => {
    expect(outcome(rest(sign({ exp: 1, aud: "other" }, utf8("another"))))).toBe("signature");
  });
});

describe("the lifetime", () => {
  const payload = (claims: string) => signText('{"alg":"HS256"}', `{"aud":"${ADDRESS}",${claims}}`);

  test.for([
    ["with no exp", sign({ exp: undefined }), "no expiry"],
    ["with an exp that is text", payload(`"exp":"${NOW + 60}"`), "no expiry"],
    ["with an exp of null", payload('"exp":null'), "no expiry"],
    ["with an exp that is infinite", payload('"exp":1e999'), "no expiry"],
    ["that expires", sign({ exp: NOW + 1 }), "access-key"],
    ["that expired five minutes ago", sign({ exp: NOW - 300 }), "access-key"],
    ["that expired a second before", sign({ exp: NOW - 301 }), "expired"],
    ["that expired before there were computers", payload('"exp":-1e300'), "expired"],
    ["that begins in five minutes", sign({ nbf: NOW + 300 }), "access-key"],
    ["that begins a second later", sign({ nbf: NOW + 301 }), "not yet valid"],
    ["that begins after all dates", payload(`"exp":${NOW + 60},"nbf":1e300`), "not yet valid"],
    ["that began", sign({ nbf: NOW - 1000 }), "access-key"],
    ["with an nbf that is text", payload(`"exp":${NOW + 60},"nbf":"1"`), "malformed"],
    ["with an iat to come, which does not matter", sign({ iat: NOW + 9999 }), "access-key"],
  ] as const)("of a token %s", ([, token, expected]) => {
    expect(outcome(rest(token))).toBe(expected);
  });

  test("is by the clock that was given, also at its very beginning", () => {
    expect(outcome(rest(sign({ exp: 1 }), authenticator({ seconds: 0 })))).toBe("access-key");
    expect(outcome(rest(sign({ nbf: 400 }), authenticator({ seconds: 0 })))).toBe("not yet valid");
    expect(outcome(rest(sign(), authenticator({ seconds: NOW + 361 })))).toBe("expired");
  });

  test("is explained with both times", () => {
    expect(explanation(rest(sign({ exp: NOW - 3600 })))).toContain(`at 2001-09-09T00:46:40.000Z, and it is ${MOMENT}`);
    expect(explanation(rest(sign({ nbf: NOW + 3600 })))).toContain(
      `from 2001-09-09T02:46:40.000Z, and it is ${MOMENT}`,
    );
  });
});

describe("a client's token", () => {
  const client = (token: string | undefined, path: string) =>
    authenticator({ acceptUnverifiedEntraTokens: true }).client(token, HOST, path);
  const token = sign({ aud: `http://${HOST}/client/hubs/chat`, sub: "ann", role: ["webpubsub.sendToGroup"] });

  test("is accepted for its hub, in any letter case, also with the token in the query", () => {
    expect(client(token, "/client/hubs/chat")).toMatchObject({
      principal: { kind: "access-key", claims: { sub: "ann", role: ["webpubsub.sendToGroup"] } },
    });
    expect(outcome(client(token, "/client/hubs/Chat"))).toBe("access-key");
    expect(outcome(client(token, `/client/hubs/chat?access_token=${token}`))).toBe("access-key");
  });

  test.for([
    [undefined, "no token"],
    ["", "no token"],
    ["garbage", "malformed"],
    [sign({ aud: `http://${HOST}/client/hubs/other` }), "audience path"],
    [sign({ aud: `http://other/client/hubs/chat` }), "audience host"],
    [sign({ aud: `http://${HOST}client/hubs/chat` }), "audience host"],
    [sign({ aud: `http://${HOST}/clients/mqtt/hubs/chat` }), "audience path"],
    [sign({ aud: `http://${HOST}/client/hubs/chat`, exp: NOW - 400 }), "expired"],
    [sign({ aud: ENTRA }, rsa, "RS256"), "algorithm"],
  ] as const)("is refused: %#, %$1", ([given, expected]) => {
    expect(outcome(client(given, "/client/hubs/chat"))).toBe(expected);
  });

  test("is not in the explanation when it came in the query", () => {
    expect(explanation(client(token, `/client/hubs/other?access_token=${token}`))).not.toContain(token.slice(0, 20));
  });
});

describe("a Microsoft Entra token", () => {
  const entra = (claims: object = {}, key = rsa, algorithm: Algorithm = "RS256") =>
    sign({ aud: ENTRA, ...claims }, key, algorithm);

  test("is refused unless that was asked for", () => {
    const authentication = rest(entra());
    expect(outcome(authentication)).toBe("algorithm");
    expect(explanation(authentication)).toContain("Microsoft Entra");
  });

  test.for([
    ["the audience", entra(), "entra"],
    ["a slash after it", entra({ aud: `${ENTRA}/` }), "entra"],
    ["one of several audiences", entra({ aud: ["api://other", ENTRA] }), "entra"],
    ["another signature algorithm with a private key", entra({}, ec, "ES256"), "entra"],
    ["another audience", entra({ aud: "https://management.azure.com" }), "audience host"],
    ["an audience that goes on", entra({ aud: `${ENTRA}.example.org` }), "audience host"],
    ["the address of the request as audience", entra({ aud: ADDRESS }), "audience host"],
    ["no audience", entra({ aud: undefined }), "no audience"],
    ["no expiry", entra({ exp: undefined }), "no expiry"],
    ["an expiry long ago", entra({ exp: NOW - 301 }), "expired"],
    ["a beginning to come", entra({ nbf: NOW + 301 }), "not yet valid"],
    ["a shared secret", sign({ aud: ENTRA }), "audience host"],
    ["a shared secret that is not ours", sign({ aud: ENTRA }, utf8("another")), "signature"],
    ["no signature algorithm", jwt.sign({ aud: ENTRA, exp: NOW + 60 }, "", { algorithm: "none" }), "algorithm"],
  ] as const)("where it was, with %s", ([, token, expected]) => {
    expect(outcome(rest(token, authenticator({ acceptUnverifiedEntraTokens: true })))).toBe(expected);
  });

  test("is taken by what it says: its claims are there, and its signature is not looked at", () => {
    const token = entra({ oid: "ann" }).replace(/[^.]+$/, "AAAA");
    expect(rest(token, authenticator({ acceptUnverifiedEntraTokens: true }))).toEqual({
      principal: { kind: "entra", claims: { aud: ENTRA, exp: NOW + 60, oid: "ann" } },
    });
  });

  test("leaves access keys as they are", () => {
    expect(outcome(rest(sign(), authenticator({ acceptUnverifiedEntraTokens: true })))).toBe("access-key");
  });
});

describe("what the project's own client sends", () => {
  async function sent(group: string, endpoint = `http://${HOST}`): Promise<Request> {
    const requests: Request[] = [];
    const client = createClient({
      endpoint,
      accessKey: KEY,
      now: () => NOW * 1000,
      fetch: async (request) => {
        requests.push(request);
        return new Response(null, { status: 202 });
      },
    });
    await client.POST("/api/hubs/{hub}/groups/{group}/:send", {
      params: { path: { hub: "Chat", group }, query: { filter: "userId eq 'a/b?c'", excluded: ["x y", "z"] } },
      headers: { "Content-Type": "text/plain" },
      body: "hello",
    });
    const [request] = requests;
    if (request === undefined) throw new Error("The client sent nothing.");
    return request;
  }

  test.for(["room", "Räume & +%2F/?#é", "100%", "%252F", "a b", "ÀÉ🔑"])(
    "for the group %s is accepted",
    async (group) => {
      const { headers, url } = await sent(group);
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

describe("a token that was accepted before", () => {
  test("is not accepted for another address, and still is for its own", () => {
    const on = authenticator();
    const token = sign();
    const elsewhere = ["/api/hubs/chat/groups/a/:send", "/api/hubs/chat2/:send"];
    expect(outcome(rest(token, on))).toBe("access-key");
    for (const target of elsewhere) expect(outcome(on.rest(`Bearer ${token}`, HOST, target))).toBe("audience path");
    expect(outcome(on.rest(`Bearer ${token}`, "localhost:8081", TARGET))).toBe("audience host");
    expect(outcome(rest(token, on))).toBe("access-key");
  });

  test("expires", () => {
    let seconds = NOW;
    const on = new Authenticator({ accessKeys: [KEY], acceptUnverifiedEntraTokens: false, now: () => seconds * 1000 });
    const token = sign();
    expect(outcome(rest(token, on))).toBe("access-key");
    seconds = NOW + 60 + 301;
    expect(outcome(rest(token, on))).toBe("expired");
  });

  test("is accepted again after any number of others", () => {
    const on = authenticator();
    const token = sign();
    expect(outcome(rest(token, on))).toBe("access-key");
    for (let index = 0; index < 300; index += 1)
      expect(outcome(rest(sign({ jti: `${index}` }), on))).toBe("access-key");
    expect(outcome(rest(token, on))).toBe("access-key");
  });
});
