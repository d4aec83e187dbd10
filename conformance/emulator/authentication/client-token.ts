import { createSecretKey, type KeyObject, randomUUID } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";

/** What a client token says about its client. */
export interface ClientIdentity {
  /** Null for an anonymous client. */
  readonly userId: string | null;
  /** The roles in the order of the token, unknown ones included. */
  readonly roles: string[];
  /** The groups that the client joins as it connects. Their names are not checked. */
  readonly groups: string[];
}

/** Reads the claims `sub`, `role` and `webpubsub.group`. The last two may be a string or an array; other values are ignored. */
export function clientIdentity(claims: Readonly<Record<string, unknown>>): ClientIdentity {
  const { sub, role, "webpubsub.group": group } = claims;
  return { userId: typeof sub === "string" && sub !== "" ? sub : null, roles: texts(role), groups: texts(group) };
}

function texts(claim: unknown): string[] {
  return [claim].flat().filter((value): value is string => typeof value === "string");
}

/** Options of {@link signClientToken}. */
export interface ClientTokenOptions {
  /** The text of the key, not empty. */
  readonly accessKey: string;
  /** The URL that the client connects to: `https://{host}/client/hubs/{hub}`, or `/clients/mqtt/hubs/{hub}` for MQTT. */
  readonly audience: string;
  /** Default: the client is anonymous, as with an empty string. */
  readonly userId?: string;
  readonly roles: readonly string[];
  /** The groups that the client joins as it connects. */
  readonly groups: readonly string[];
  readonly expiresInSeconds: number;
  /** The time in milliseconds since 1970. */
  readonly now: number;
}

/** Signs a client token with the claims that the service returns from generateToken. Empty claims are omitted. */
export function signClientToken(options: ClientTokenOptions): string {
  const { accessKey, audience, userId, roles, groups, expiresInSeconds, now } = options;
  const seconds = Math.floor(now / 1000);
  const claims = {
    ...(userId && { sub: userId }),
    ...(roles.length > 0 && { role: roles }),
    ...(groups.length > 0 && { "webpubsub.group": groups }),
    nbf: seconds,
    exp: Math.floor(seconds + expiresInSeconds),
    iat: seconds,
    // Recorded only for tokens with a user.
    ...(userId && { iss: "https://webpubsub.azure.com" }),
    aud: audience,
  };
  const { key, id } = signingKey(accessKey);
  // As text: in an object, jsonwebtoken replaces an `iat` of 0 by the time of the machine.
  return jsonwebtoken.sign(JSON.stringify(claims), key, { header: { alg: "HS256", kid: id, typ: "JWT" } });
}

interface SigningKey {
  readonly key: KeyObject;
  /** The `kid` of tokens. Random, so that it says nothing about the key. */
  readonly id: string;
}

const signingKeys = new Map<string, SigningKey>();

/** A key object, because jsonwebtoken first tries to parse anything else as a private or public key, which is slow. */
function signingKey(accessKey: string): SigningKey {
  let known = signingKeys.get(accessKey);
  if (known === undefined) {
    known = { key: createSecretKey(accessKey, "utf8"), id: `s-${randomUUID()}` };
    signingKeys.set(accessKey, known);
  }
  return known;
}
