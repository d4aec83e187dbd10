import { cut } from "../shared/invalid-input.js";

/** A request that was answered with 401. */
export interface UnauthorizedCall {
  /** The `Authorization` header that it was sent with. */
  readonly authorization: string | null;
  /** The address that it was sent to. */
  readonly url: string;
  /** The address that a token for it has to name. */
  readonly audience: string;
  readonly response: Response;
  /** What the response said in its body, or else its status. */
  readonly message: string;
  /** The client's time in milliseconds since 1970. */
  readonly now: number;
}

/** What Microsoft Entra has to issue a token for. */
const ENTRA = "https://webpubsub.azure.com";
/** A group's name alone can be ten thousand letters long in an address. */
const MAX_QUOTED_CHARACTERS = 300;
/** How far the service lets clocks differ, in milliseconds. */
const ALLOWED_CLOCK_SKEW_MS = 300_000;

/**
 * Why the service may not have accepted a token: what was signed beside what was requested, and what follows from it.
 * Nothing of the token is in it but what it claims, and nothing of its signature.
 */
export function explain401(call: UnauthorizedCall): string {
  const { authorization, response, url, now } = call;
  const [, token = ""] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  const [header, claims] = token.split(".").map(decoded);
  const isKeyed = header?.alg === "HS256";
  const needed = isKeyed ? call.audience : ENTRA;
  const date = Date.parse(response.headers.get("Date") ?? "");
  const said = serviceMessageOf(call, token);
  const rows = [
    [isKeyed ? "signed for" : "issued for", [claims?.aud].flat().map(text).join(", ")],
    ["needed", needed],
    ...(isKeyed && url !== needed ? [["sent to", url]] : []),
    ["expires", moment(claims?.exp, 1000)],
    ["time here", moment(now)],
    ...(Number.isNaN(date) ? [] : [["at the service", moment(date)]]),
  ] as [string, string][];
  return [
    "The service did not accept the token.",
    ...(said === undefined ? [] : [`It says: ${said}`]),
    ...(claims === undefined
      ? []
      : rows.map(([name, value]) => `  ${name.padEnd(14)}  ${cut(value, MAX_QUOTED_CHARACTERS)}`)),
    claims === undefined
      ? unreadable(token)
      : diagnose(claims, { isKeyed, expectedAudience: needed, url, date, now, serviceMessage: said }),
  ].join("\n");
}

interface Diagnosis {
  isKeyed: boolean;
  expectedAudience: string;
  url: string;
  /** The service's time in milliseconds since 1970; NaN if it did not say. */
  date: number;
  now: number;
  serviceMessage: string | undefined;
}

function diagnose(
  claims: Claims,
  { isKeyed, expectedAudience: needed, url, date, now, serviceMessage: said }: Diagnosis,
): string {
  const audiences = [claims.aud].flat().map(text);
  const found: string[] = [];
  if (!audiences.some((audience) => comparableAddress(audience) === comparableAddress(needed))) {
    found.push(
      isKeyed
        ? "The token names another address than the one that was requested. Sign that one, or leave the Authorization header to the client."
        : `The token is not for Web PubSub. Ask for the scope ${ENTRA}/.default.`,
    );
  } else if (isKeyed && /audience/i.test(said ?? "")) {
    found.push(
      url === needed
        ? "The service was reached under another address than the one that was signed. Where a proxy stands between, pass its address as `reverseProxyEndpoint`, and the service's own as `endpoint`."
        : "The service knows itself under another address than `endpoint`, or the proxy changes the path. Pass the service's own address as `endpoint`, and let the proxy leave the path as it is.",
    );
  }
  const time = Number.isNaN(date) ? now : date;
  const expiry = typeof claims.exp === "number" ? claims.exp * 1000 : Number.NaN;
  if (time > expiry + ALLOWED_CLOCK_SKEW_MS) found.push("The token has expired.");
  if (typeof claims.nbf === "number" && claims.nbf * 1000 > time + ALLOWED_CLOCK_SKEW_MS)
    found.push("The token is not valid yet.");
  if (Math.abs(date - now) > ALLOWED_CLOCK_SKEW_MS) {
    const apart = `${Math.round(Math.abs(date - now) / 1000)} seconds ${date > now ? "behind" : "ahead of"}`;
    found.push(`This computer's clock is ${apart} the service's. Set it.`);
  }
  if (found.length > 0) return found.join("\n");
  return isKeyed
    ? "Address and time agree, so it is the key: another resource's, one that was regenerated since, or one that was changed on its way here. It is used as the portal shows it, as text: do not base64-decode it. Where the resource takes no access keys at all, pass a `credential`."
    : "Audience and time agree, so it is who the token was issued to: a tenant that the resource does not belong to, or nobody with a role on it, such as Web PubSub Service Owner.";
}

function unreadable(token: string): string {
  return token === ""
    ? "The Authorization header that was passed is not the word Bearer and a token. Leave it to the client."
    : "What was sent is not a JSON Web Token, as access keys sign and Microsoft Entra issues.";
}

/** What the service said of the reason, if it did. */
function serviceMessageOf({ response, message }: UnauthorizedCall, token: string): string | undefined {
  const challenge = response.headers.get("WWW-Authenticate") ?? "";
  const description = /error_description="((?:[^"\\]|\\.)*)"/.exec(challenge)?.[1]?.replaceAll(/\\(.)/g, "$1");
  const said = description || (message.startsWith("401") ? undefined : message);
  // In case that it repeats what it got.
  return [token, token.split(".")[2] ?? ""].reduce(
    (text, secret) => (secret === "" ? text : text?.replaceAll(secret, "…")),
    said,
  );
}

/** An address without what the service does not compare: scheme, query, letter case, a slash at the end. */
function comparableAddress(address: string): string {
  return address
    .replace(/^\w+:\/\//, "")
    .replace(/\/?(?:\?.*)?$/s, "")
    .toLowerCase();
}

type Claims = Record<string, unknown>;

/** A part of a JSON Web Token. */
function decoded(part: string): Claims | undefined {
  try {
    const binary = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    const json: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0))));
    return typeof json === "object" && json !== null ? (json as Claims) : undefined;
  } catch {
    return undefined;
  }
}

const NOTHING = "–";

function text(value: unknown): string {
  return typeof value === "string" ? value : NOTHING;
}

function moment(time: unknown, unit = 1): string {
  const date = new Date(typeof time === "number" ? time * unit : Number.NaN);
  return Number.isNaN(date.getTime()) ? NOTHING : date.toISOString();
}
