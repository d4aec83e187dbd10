import jwt from "jsonwebtoken";
import { describe, expect, test } from "vitest";
import { signer as nodeSigner } from "./sign.node.js";
import { signer as webSigner } from "./sign.web.js";

// Tokens must be the same on every runtime, byte for byte: the two signers share these vectors. For sign.node.ts they are
// also the contract with jsonwebtoken: claims and header as given.

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
  ["characters of many alphabets", KEY, { sub: 'Ада-愛達-🙂-\u0000-"\\' }],
  ["no claims", KEY, {}],
  ["a key that is not ASCII", "schlüssel-鍵-🔑", { aud: "a" }],
  ["a key longer than a block of the hash", "k".repeat(200), { aud: "a" }],
] as const;

describe.each(VECTORS)("signer, for %s", (_, key, claims) => {
  test("signs the same valid JSON Web Token on Node.js and with WebCrypto, claims unchanged", async () => {
    const signed = await nodeSigner(key)(claims);
    expect(await webSigner(key)(claims)).toBe(signed);
    const token = jwt.verify(signed, key, { complete: true, ignoreExpiration: true, algorithms: ["HS256"] });
    expect(token.header).toEqual({ alg: "HS256", typ: "JWT" });
    expect(JSON.stringify(token.payload)).toBe(JSON.stringify(claims));
  });
});

describe("signer", () => {
  test("writes the known token of a request", async () => {
    const expected =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJodHRwczovL2EuZXhhbXBsZS9iIiwiZXhwIjoxNzAwMDAwMzAwfQ.";
    const claims = { aud: "https://a.example/b", exp: 1_700_000_300 };
    for (const signer of [nodeSigner, webSigner]) {
      expect(await signer(KEY)(claims)).toMatch(new RegExp(`^${expected.replaceAll(".", "\\.")}[\\w-]{43}$`));
    }
  });
});
