import type { Jwt } from "./jwt.js";
import type { RejectedToken } from "./principal.js";

/** What Microsoft Entra issues tokens for the data plane to. */
const ENTRA_AUDIENCE = "https://webpubsub.azure.com";
/** How much of an address an explanation repeats, and of how many audiences. */
const MAX_QUOTED_CHARACTERS = 200;
const MAX_QUOTED_AUDIENCES = 3;

/** The address that a request went to. */
export interface RequestedAddress {
  /** As in the `Host` header, with the port. */
  readonly host: string;
  /** As it arrived, percent-encoded. What follows a `?` does not count. */
  readonly path: string;
}

/**
 * Whether a token is meant for the address. Undefined: it is.
 *
 * One of its audiences has to be the address, with or without the query: `http`, `https`, `ws` and `wss` are the same,
 * letter case is, and so is what is percent-encoded and what is not (except a slash). More may follow in the audience
 * after a `/` or a `?`. An audience that names only a part of the address is for another address.
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

/** Whether Microsoft Entra issued a token for the data plane of Web PubSub, by what it says. Undefined: it did. */
export function checkEntraAudience(jwt: Jwt): RejectedToken | undefined {
  const audiences = audiencesOf(jwt);
  if (audiences.length === 0) return noAudience();
  if (audiences.some((audience) => audience === ENTRA_AUDIENCE || audience === `${ENTRA_AUDIENCE}/`)) return undefined;
  return {
    reason: "audience host",
    explanation: `The audience of a Microsoft Entra token has to be ${ENTRA_AUDIENCE}: found ${list(audiences)}.`,
  };
}

function audiencesOf({ claims: { aud } }: Jwt): string[] {
  return [aud].flat().filter((audience): audience is string => typeof audience === "string" && audience !== "");
}

function noAudience(): RejectedToken {
  return {
    reason: "no audience",
    explanation: "The token has no aud claim that is text: it has to be the address of the request.",
  };
}

interface AudienceAddress {
  readonly scheme: string;
  readonly host: string;
  /** Path and query. */
  readonly rest: string;
}

/** Not with `URL`, which would change what is percent-encoded and take away dots. */
function parse(audience: string): AudienceAddress | undefined {
  const [, scheme, host, rest] = /^(https?|wss?):\/\/([^/?#]*)(.*)$/is.exec(audience) ?? [];
  return scheme === undefined || host === undefined || rest === undefined
    ? undefined
    : { scheme: scheme.toLowerCase(), host, rest };
}

/** The port that goes without saying in the audience's scheme may be said by one of the two and not by the other. */
function isHost({ scheme, host }: AudienceAddress, requested: RequestedAddress): boolean {
  const port = scheme === "https" || scheme === "wss" ? ":443" : ":80";
  const bare = (text: string) => (text.endsWith(port) ? text.slice(0, -port.length) : text).toLowerCase();
  return bare(host) === bare(requested.host);
}

/** Says of what follows the host in an audience whether it is for the path of a request. */
function pathMatcher(requested: string): (audience: string) => boolean {
  const path = decodeOnce(requested.replace(/\?.*$/s, "").replace(/\/$/, "")).toLowerCase();
  // Never with the path as it is: `a%2520b` is not the address `a%20b`. Where both are alike, so are they decoded.
  return (audience) =>
    isAtBoundary(audience.toLowerCase(), path) || isAtBoundary(decodeOnce(audience).toLowerCase(), path);
}

function isAtBoundary(audience: string, path: string): boolean {
  return audience.startsWith(path) && ["", "/", "?"].includes(audience.charAt(path.length));
}

/** An encoded slash stays as it is, as in the paths of the service; so does what is not valid UTF-8. */
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

/** An address without its query and user, where secrets may be. What is no address is not shown: it may be one itself. */
function shown(address: string): string {
  const [, scheme, host, path] = /^([a-z][a-z0-9+.-]{0,20}:\/\/)(?:[^/?#]*@)?([^/?#]*)([^?#]*)/i.exec(address) ?? [];
  if (scheme === undefined) return "what is not an address";
  const text = `${scheme}${host}${path}`.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "?");
  return text.length > MAX_QUOTED_CHARACTERS ? `${text.slice(0, MAX_QUOTED_CHARACTERS)}…` : text;
}
