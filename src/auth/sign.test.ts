import jwt from "jsonwebtoken";
import { describe, expect, test } from "vitest";
import { signer as nodeSigner } from "./sign.node.js";
import { signer as webSigner } from "./sign.web.js";

// What is signed here has to be the same on every runtime, letter by letter: the two signers share these vectors.

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH";

const VECTORS = [
  [
    "a request",
    KEY,
    { aud: "https://contoso.webpubsub.azure.com/api/health?api-version=2024-12-01", exp: 1_700_000_300 },
  ],
  [
    "a client, with all claims",
    KEY,
    {
      aud: "https://contoso.webpubsub.azure.com/client/hubs/chat",
      exp: 1_700_003_600,
      sub: "alice",
      role: ["webpubsub.joinLeaveGroup.lobby", "webpubsub.sendToGroups.room-*"],
      "webpubsub.group": ["lobby"],
    },
  ],
  ["claims of times, in their order", KEY, { nbf: 1, iat: 2, exp: 3, aud: "a" }],
  ["letters of many alphabets", KEY, { sub: 'Ада-愛達-🙂-\u0000-"\\' }],
  ["nothing", KEY, {}],
  ["by a key of other letters than ASCII's", "schlüssel-鍵-🔑", { aud: "a" }],
  ["by a key longer than a block of the hash", "k".repeat(200), { aud: "a" }],
] as const;

describe.each(VECTORS)("%s", (_, key, claims) => {
  test("is signed alike by both signers, as anybody's JSON Web Token, with the claims as they are", async () => {
    const signed = await nodeSigner(key)(claims);
    expect(await webSigner(key)(claims)).toBe(signed);
    const token = jwt.verify(signed, key, { complete: true, ignoreExpiration: true, algorithms: ["HS256"] });
    expect(token.header).toEqual({ alg: "HS256", typ: "JWT" });
    expect(JSON.stringify(token.payload)).toBe(JSON.stringify(claims));
  });
});

test("the token of a request is this one", async () => {
  const expected =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJodHRwczovL2EuZXhhbXBsZS9iIiwiZXhwIjoxNzAwMDAwMzAwfQ.";
  const claims = { aud: "https://a.example/b", exp: 1_700_000_300 };
  for (const signer of [nodeSigner, webSigner]) {
    expect(await signer(KEY)(claims)).toMatch(new RegExp(`^${expected.replaceAll(".", "\\.")}[\\w-]{43}$`));
  }
});
