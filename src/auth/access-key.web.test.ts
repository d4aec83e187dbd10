import jwt from "jsonwebtoken";
import { afterEach, describe, expect, test, vi } from "vitest";
import { accessKeyTokens } from "./access-key.js";
import { signer } from "./sign.web.js";

// With WebCrypto every signature is a promise.

const KEY = "a-key";
const AUDIENCE = "https://contoso.webpubsub.azure.com/api/health?api-version=2024-12-01";
const NOW = 1_700_000_000_000;

afterEach(() => vi.restoreAllMocks());

describe("accessKeyTokens, with WebCrypto", () => {
  test("signs again after a signature that failed", async () => {
    const getToken = accessKeyTokens(KEY, () => NOW, signer);
    const failure = new Error("busy");
    vi.spyOn(crypto.subtle, "sign").mockRejectedValueOnce(failure);
    await expect(getToken(AUDIENCE)).rejects.toBe(failure);
    const { aud } = jwt.verify(await getToken(AUDIENCE), KEY, { ignoreExpiration: true }) as jwt.JwtPayload;
    expect(aud).toBe(AUDIENCE);
  });

  test("imports the key again after an import that failed", async () => {
    const getToken = accessKeyTokens(KEY, () => NOW, signer);
    const failure = new Error("busy");
    vi.spyOn(crypto.subtle, "importKey").mockRejectedValueOnce(failure);
    await expect(getToken(AUDIENCE)).rejects.toBe(failure);
    expect(jwt.verify(await getToken(AUDIENCE), KEY, { ignoreExpiration: true })).toMatchObject({ aud: AUDIENCE });
  });

  test("imports the key once, and reuses a token as text", async () => {
    const importKey = vi.spyOn(crypto.subtle, "importKey");
    const getToken = accessKeyTokens(KEY, () => NOW, signer);
    const token = await getToken(AUDIENCE);
    expect(getToken(AUDIENCE)).toBe(token);
    await getToken(`${AUDIENCE}&a=b`);
    expect(importKey).toHaveBeenCalledOnce();
  });
});
