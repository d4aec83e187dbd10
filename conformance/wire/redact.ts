/** A reconnection token, in a frame or a URL: it lets anyone take over the connection for a while. */
const RECONNECTION_TOKEN = /("reconnectionToken":\s*"|awps_reconnection_token=)[^"&\s]+/g;
const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;
/** The signature of a shared access signature. */
const SAS_SIGNATURE = /\b(sig=)[^&\s"'<>]+/gi;
/** The scheme Basic and what may be its credentials. */
const BASIC = /\b(Basic +)([A-Za-z0-9+/]+={0,2})/gi;

/** Below this length, the base64 form of a secret would occur in other texts by chance. */
const MIN_CHARACTERS_FOR_BASE64 = 8;

/** Placeholders, such as `$ACCESS_KEY`, by the text that they replace; the longest first, because one secret may start another. */
let placeholders: ReadonlyMap<string, string> = new Map();

/**
 * Registers a secret, so that {@link redact} removes it: as it is, percent-encoded, escaped in JSON, and in base64.
 *
 * @param name the name of the placeholder, such as `ACCESS_KEY` for `$ACCESS_KEY`
 */
export function registerSecret(secret: string, name: string): void {
  if (secret === "") return;
  const isLong = secret.length >= MIN_CHARACTERS_FOR_BASE64;
  const encoded = isLong ? [base64(secret, "base64"), base64(secret, "base64url")] : [];
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...encoded];
  const all = new Map([...placeholders, ...forms.map((form) => [form, `$${name}`] as const)]);
  placeholders = new Map([...all].sort(([a], [b]) => b.length - a.length));
}

/** Without padding, which may be there or not. */
function base64(text: string, encoding: "base64" | "base64url"): string {
  return Buffer.from(text).toString(encoding).replace(/=+$/, "");
}

/**
 * Replaces secrets in a text by placeholders: those that were registered, JWTs, reconnection tokens, signatures of shared
 * access signatures, and Basic credentials. Everything that the suite writes goes through here.
 */
export function redact(text: string): string {
  let redacted = text;
  for (const [secret, placeholder] of placeholders) redacted = redacted.replaceAll(secret, () => placeholder);
  return redacted
    .replaceAll(JWT, "$$JWT")
    .replaceAll(RECONNECTION_TOKEN, "$1$$RECONNECTION_TOKEN")
    .replaceAll(SAS_SIGNATURE, "$1$$SIGNATURE")
    .replaceAll(BASIC, (whole, scheme: string, credentials: string) =>
      isUserAndPassword(credentials) ? `${scheme}$CREDENTIALS` : whole,
    );
}

function isUserAndPassword(credentials: string): boolean {
  return Buffer.from(credentials, "base64").includes(":");
}
