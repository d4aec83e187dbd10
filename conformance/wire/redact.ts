/** With what a connection can be recovered for a while, in a frame and in an address. */
const RECONNECTION_TOKEN = /("reconnectionToken":\s*"|awps_reconnection_token=)[^"&\s]+/g;
/** A token, wherever it stands. */
const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

const secrets = new Map<string, string>();

/** Has every text that this suite writes say `$NAME` for the secret. */
export function registerSecret(secret: string, name: string): void {
  if (secret === "") return;
  secrets.set(secret, `$${name}`);
  secrets.set(encodeURIComponent(secret), `$${name}`);
}

/** The text without tokens, and without anything that was said to be secret. Everything that is written goes through here. */
export function redact(text: string): string {
  let redacted = text;
  for (const [secret, name] of secrets) redacted = redacted.replaceAll(secret, name);
  return redacted.replaceAll(JWT, "$JWT").replaceAll(RECONNECTION_TOKEN, "$1$RECONNECTION_TOKEN");
}
