import type { Signer } from "./signer.js";

const encoder = new TextEncoder();
const HEADER = base64url(encoder.encode(JSON.stringify({ alg: "HS256", typ: "JWT" })));

/** Signs with HS256, by WebCrypto, on platforms without the crypto module of Node.js. @param accessKey its UTF-8 text is the secret */
export function signer(accessKey: string): Signer {
  let key: CryptoKey | undefined;
  return async (claims) => {
    // A promise is not kept: it may reject, and on Cloudflare Workers it belongs to the request that started it.
    key ??= await crypto.subtle.importKey("raw", encoder.encode(accessKey), { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    const signed = `${HEADER}.${base64url(encoder.encode(JSON.stringify(claims)))}`;
    const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(signed));
    return `${signed}.${base64url(new Uint8Array(signature))}`;
  };
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
