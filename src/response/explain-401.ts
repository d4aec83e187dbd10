import { cut } from "../shared/invalid-input.js";

/** A request that the service rejected with 401. */
export interface UnauthorizedCall {
  /** The `Authorization` header of the request. */
  readonly authorization: string | null;
  /** Where the request was sent. */
  readonly url: string;
  /** The audience that a token for this request must name. */
  readonly audience: string;
  readonly response: Response;
  /** The message in the body of the response, or else its status. */
  readonly message: string;
  /** The client's time in milliseconds since 1970. */
  readonly now: number;
}

/** The audience of tokens that Microsoft Entra issues for the service. */
const ENTRA_AUDIENCE = "https://webpubsub.azure.com";
/** A group name alone can take ten thousand characters of a URL. */
const MAX_QUOTED_CHARACTERS = 300;
/** The clock difference that the service tolerates. */
const ALLOWED_CLOCK_SKEW_MS = 300_000;

const NO_TOKEN = "The Authorization header has no Bearer token. Let the client set it.";
const NOT_A_JWT = "The token is not a JSON Web Token.";
const WRONG_AUDIENCE =
  "The token's audience is not the requested URL. Sign that URL, or let the client set Authorization.";
const WRONG_SCOPE = `The token is not for Web PubSub. Request the scope ${ENTRA_AUDIENCE}/.default.`;
const UNKNOWN_PROXY =
  "The service was reached at another address than the signed one. Behind a proxy, set `reverseProxyEndpoint` to the proxy and `endpoint` to the service.";
const WRONG_ENDPOINT =
  "The service has another address than `endpoint`, or the proxy changes the path. Set `endpoint` to the service.";
const EXPIRED = "The token has expired.";
const NOT_YET_VALID = "The token is not valid yet.";
const WRONG_KEY =
  "Audience and time match, so the key is wrong: from another resource, regenerated, or altered. Use it as the portal shows it: do not base64-decode it. If the resource disables access keys, pass a `credential`.";
const NO_ACCESS =
  "Audience and time match, so the identity lacks access: wrong tenant, or no role such as Web PubSub Service Owner.";

const OTHER_CLOCK = "By the service's clock, the token is not valid now. Pass that clock as `now`.";

/**
 * Explains why the service may have rejected a token: compares its claims with the expected values and names the likely cause. The
 * text contains claims of the token, never its signature.
 */
export function explain401(call: UnauthorizedCall): string {
  const [, token = ""] = /^Bearer +(\S+)$/i.exec(call.authorization ?? "") ?? [];
  const serviceMessage = serviceMessageOf(call, token);
  const [header, claims] = token.split(".").map(decodePart);
  return [
    "The service rejected the token.",
    ...(serviceMessage === undefined ? [] : [`Its reason: ${serviceMessage}`]),
    ...(claims === undefined
      ? [token === "" ? NO_TOKEN : NOT_A_JWT]
      : comparison(claims, header?.alg === "HS256", call, serviceMessage)),
  ].join("\n");
}

/**
 * The compared values, one per line, and the findings.
 *
 * @param isKeySigned whether an access key signed the token; otherwise Microsoft Entra issued it
 */
function comparison(
  claims: Claims,
  isKeySigned: boolean,
  { audience, url, response, now }: UnauthorizedCall,
  serviceMessage: string | undefined,
): string[] {
  const expected = isKeySigned ? audience : ENTRA_AUDIENCE;
  // NaN without a valid header.
  const serviceTime = Date.parse(response.headers.get("Date") ?? "");
  const rows = [
    ["audience", audiencesOf(claims).join(", ")],
    ["expected", expected],
    ...(isKeySigned && url !== expected ? [["sent to", url]] : []),
    ["expires", dateText(claims.exp, 1000)],
    ["local time", dateText(now)],
    ...(Number.isNaN(serviceTime) ? [] : [["service time", dateText(serviceTime)]]),
  ] as [string, string][];
  const findings = [
    ...audienceFindings(claims, isKeySigned, expected, url, serviceMessage),
    ...timeFindings(claims, serviceTime, now),
  ];
  return [
    ...rows.map(([name, value]) => `  ${name.padEnd(12)}  ${cut(value, MAX_QUOTED_CHARACTERS)}`),
    ...(findings.length > 0 ? findings : remainingFindings(claims, isKeySigned, serviceMessage)),
  ];
}

/** What remains if nothing differs here; nothing that contradicts the reason of the service. */
function remainingFindings({ exp }: Claims, isKeySigned: boolean, serviceMessage = ""): string[] {
  if (typeof exp === "number" && /expired|lifetime|yet valid/i.test(serviceMessage)) return [OTHER_CLOCK];
  if (/audience|expir|lifetime|nbf|algorithm|malformed/i.test(serviceMessage)) return [];
  return [isKeySigned ? WRONG_KEY : NO_ACCESS];
}

function audienceFindings(
  claims: Claims,
  isKeySigned: boolean,
  expected: string,
  url: string,
  serviceMessage = "",
): string[] {
  const comparable = comparableAddress(expected);
  if (!audiencesOf(claims).some((audience) => comparableAddress(audience) === comparable)) {
    return [isKeySigned ? WRONG_AUDIENCE : WRONG_SCOPE];
  }
  if (!isKeySigned || !/audience/i.test(serviceMessage)) return [];
  return [url === expected ? UNKNOWN_PROXY : WRONG_ENDPOINT];
}

function timeFindings({ exp, nbf }: Claims, serviceTime: number, now: number): string[] {
  const time = Number.isNaN(serviceTime) ? now : serviceTime;
  const findings: string[] = [];
  if (typeof exp === "number" && time > exp * 1000 + ALLOWED_CLOCK_SKEW_MS) findings.push(EXPIRED);
  if (typeof nbf === "number" && nbf * 1000 > time + ALLOWED_CLOCK_SKEW_MS) findings.push(NOT_YET_VALID);
  const skew = serviceTime - now;
  if (Math.abs(skew) > ALLOWED_CLOCK_SKEW_MS) {
    const seconds = Math.round(Math.abs(skew) / 1000);
    findings.push(`The local clock is ${seconds} s ${skew > 0 ? "behind" : "ahead of"} the service's. Synchronize it.`);
  }
  return findings;
}

/** The reason that the service gave, if any. */
function serviceMessageOf({ response, message }: UnauthorizedCall, token: string): string | undefined {
  const challenge = response.headers.get("WWW-Authenticate") ?? "";
  const description = /error_description="((?:[^"\\]|\\.)*)"/.exec(challenge)?.[1]?.replaceAll(/\\(.)/g, "$1");
  const serviceMessage = description || (message.startsWith("401") ? undefined : message);
  // A server may repeat the token that it received.
  return [token, token.split(".")[2] ?? ""].reduce(
    (text, secret) => (secret === "" ? text : text?.replaceAll(secret, "…")),
    serviceMessage,
  );
}

/** An address without the parts that the service does not compare: scheme, query, letter case and trailing slash. */
function comparableAddress(address: string): string {
  return address
    .replace(/^\w+:\/\//, "")
    .replace(/\/?(?:\?.*)?$/s, "")
    .toLowerCase();
}

type Claims = Record<string, unknown>;

/** A part of a JSON Web Token; undefined if it is not a JSON object in base64url. */
function decodePart(part: string): Claims | undefined {
  try {
    const binary = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    const json: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0))));
    return typeof json === "object" && json !== null ? (json as Claims) : undefined;
  } catch {
    return undefined;
  }
}

const MISSING = "–";

function audiencesOf({ aud }: Claims): string[] {
  return [aud].flat().map((audience) => (typeof audience === "string" ? audience : MISSING));
}

/** @param unit of `time`, in milliseconds */
function dateText(time: unknown, unit = 1): string {
  const date = new Date(typeof time === "number" ? time * unit : Number.NaN);
  return Number.isNaN(date.getTime()) ? MISSING : date.toISOString();
}
