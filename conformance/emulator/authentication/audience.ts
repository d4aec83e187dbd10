import type { Jwt } from "./jwt.js";
import type { RejectedToken } from "./principal.js";

/** The audience of Microsoft Entra tokens for the data plane. */
const ENTRA_AUDIENCE = "https://webpubsub.azure.com";
/** The limits of what an explanation quotes. */
const MAX_QUOTED_CHARACTERS = 200;
const MAX_QUOTED_AUDIENCES = 3;

/** The URL of a request. */
export interface RequestedAddress {
  /** The value of the `Host` header, port included. */
  readonly host: string;
  /** As received, percent-encoded. A query is ignored. */
  readonly path: string;
}

/**
 * Checks that one of the audiences of a token is the URL of the request.
 *
 * `http`, `https`, `ws` and `wss` are the same; letter case and percent-encoding do not matter, except for `%2F`. The
 * audience may be longer than the URL, after a `/` or a `?`, but not shorter.
 *
 * @returns undefined if the token is for the request
 */
export function checkAudience(jwt: Jwt, requested: RequestedAddress): RejectedToken | undefined {
  const audiences = audiencesOf(jwt);
  if (audiences.length === 0) return noAudience();
  const sameHost = audiences
    .map(parse)
    .filter((audience): audience is AudienceAddress => audience !== undefined && isHost(audience, requested));
  const isPath = pathMatcher(requested.path);
  if (sameHost.some(({ rest }) => isPath(rest))) return undefined;
  const part = sameHost.length === 0 ? "host" : "path";
  const expected = shown(`http://${requested.host}${requested.path}`);
  return {
    reason: `audience ${part}`,
    explanation: `The token's audience has another ${part} than the request: expected ${expected}, found ${list(audiences)}.`,
  };
}

/**
 * Checks that a Microsoft Entra token is for the data plane of Web PubSub.
 *
 * @returns undefined if it is
 */
export function checkEntraAudience(jwt: Jwt): RejectedToken | undefined {
  const audiences = audiencesOf(jwt);
  if (audiences.length === 0) return noAudience();
  if (audiences.some((audience) => audience === ENTRA_AUDIENCE || audience === `${ENTRA_AUDIENCE}/`)) return undefined;
  return {
    reason: "audience host",
    explanation: `The audience of a Microsoft Entra token must be ${ENTRA_AUDIENCE}, found ${list(audiences)}.`,
  };
}

function audiencesOf({ claims: { aud } }: Jwt): string[] {
  return [aud].flat().filter((audience): audience is string => typeof audience === "string" && audience !== "");
}

function noAudience(): RejectedToken {
  return {
    reason: "no audience",
    explanation: "The token has no aud claim. It must be the request URL.",
  };
}

interface AudienceAddress {
  readonly scheme: string;
  readonly host: string;
  /** Path and query. */
  readonly rest: string;
}

/** Not with `URL`, which would change percent-encoding and resolve dot segments. */
function parse(audience: string): AudienceAddress | undefined {
  const [, scheme, host, rest] = /^(https?|wss?):\/\/([^/?#]*)(.*)$/is.exec(audience) ?? [];
  return scheme === undefined || host === undefined || rest === undefined
    ? undefined
    : { scheme: scheme.toLowerCase(), host, rest };
}

/** Either of the two may omit the default port of the audience's scheme. */
function isHost({ scheme, host }: AudienceAddress, requested: RequestedAddress): boolean {
  const port = scheme === "https" || scheme === "wss" ? ":443" : ":80";
  const bare = (text: string) => (text.endsWith(port) ? text.slice(0, -port.length) : text).toLowerCase();
  return bare(host) === bare(requested.host);
}

/** @returns a test for the part of an audience after its host */
function pathMatcher(requested: string): (audience: string) => boolean {
  const path = decodeOnce(requested.replace(/\?.*$/s, "").replace(/\/$/, "")).toLowerCase();
  // Never compared with the encoded path: `a%2520b` is not `a%20b`. Two equal encoded paths are also equal decoded.
  return (audience) =>
    isAtBoundary(audience.toLowerCase(), path) || isAtBoundary(decodeOnce(audience).toLowerCase(), path);
}

function isAtBoundary(audience: string, path: string): boolean {
  return audience.startsWith(path) && ["", "/", "?"].includes(audience.charAt(path.length));
}

/** Leaves encoded slashes, as the service does in paths, and what is not UTF-8. */
function decodeOnce(text: string): string {
  return text.replaceAll(/(?:%(?!2f)[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

function list(audiences: readonly string[]): string {
  const more = audiences.length > MAX_QUOTED_AUDIENCES ? ` and ${audiences.length - MAX_QUOTED_AUDIENCES} more` : "";
  return audiences.slice(0, MAX_QUOTED_AUDIENCES).map(shown).join(", ") + more;
}

/** A URL without its query and user, which may be secret. Anything else is not shown: it may be a secret itself. */
function shown(address: string): string {
  const [, scheme, host, path] = /^([a-z][a-z0-9+.-]{0,20}:\/\/)(?:[^/?#]*@)?([^/?#]*)([^?#]*)/i.exec(address) ?? [];
  if (scheme === undefined) return "a value that is not a URL";
  const text = `${scheme}${host}${path}`.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "?");
  return text.length > MAX_QUOTED_CHARACTERS ? `${text.slice(0, MAX_QUOTED_CHARACTERS)}…` : text;
}
