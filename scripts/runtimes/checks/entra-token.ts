/** A token in the form of Microsoft Entra, without a valid signature. @param expiresMs in milliseconds since 1970 */
export function entraToken(expiresMs: number): string {
  const claims = { aud: "https://webpubsub.azure.com", exp: Math.floor(expiresMs / 1000) };
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.c2lnbmF0dXJl`;
}
