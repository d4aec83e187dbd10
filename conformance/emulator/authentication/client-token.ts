import { createSecretKey, type KeyObject, randomUUID } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";

/** Whom a client's token is for, and what it may do. */
export interface ClientIdentity {
  /** Null: anonymous. */
  readonly userId: string | null;
  /** Roles, in the order of the token; unknown ones included. */
  readonly roles: string[];
  /** The groups that the connection joins as it begins. Their names are not checked. */
  readonly groups: string[];
}

/** Reads the claims `sub`, `role` and `webpubsub.group`. The last two are text or a list; what is not text is ignored. */
export function clientIdentity(claims: Readonly<Record<string, unknown>>): ClientIdentity {
  const { sub, role, "webpubsub.group": group } = claims;
  return { userId: typeof sub === "string" && sub !== "" ? sub : null, roles: texts(role), groups: texts(group) };
}

function texts(claim: unknown): string[] {
  return [claim].flat().filter((value): value is string => typeof value === "string");
}

export interface ClientTokenOptions {
  /** The text of the key; not empty. */
  readonly accessKey: string;
  /** The address that the client connects to: `https://{host}/client/hubs/{hub}`, or `/clients/mqtt/hubs/{hub}` there. */
  readonly audience: string;
  /** Left out or empty: the client is anonymous. */
  readonly userId?: string;
  readonly roles: readonly string[];
  /** The groups that the client joins as it connects. */
  readonly groups: readonly string[];
  readonly expiresInSeconds: number;
  /** The time in milliseconds since 1970. */
  readonly now: number;
}

/** A token for a client, as the service answers to generateToken: claims that would be empty are left out. */
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
    // Recorded only where there is a user.
    ...(userId && { iss: "https://webpubsub.azure.com" }),
    aud: audience,
  };
  const { key, id } = signingKey(accessKey);
  // As text, because of an object jsonwebtoken takes an `iat` of 0 for none, and puts in the computer's time.
  return jsonwebtoken.sign(JSON.stringify(claims), key, { header: { alg: "HS256", kid: id, typ: "JWT" } });
}

interface SigningKey {
  readonly key: KeyObject;
  /** The `kid` of tokens: tells nothing of the key. */
  readonly id: string;
}

const signingKeys = new Map<string, SigningKey>();

/** jsonwebtoken tries to read anything but a key object as a private or public key first, which takes long. */
function signingKey(accessKey: string): SigningKey {
  let known = signingKeys.get(accessKey);
  if (known === undefined) {
    known = { key: createSecretKey(accessKey, "utf8"), id: `s-${randomUUID()}` };
    signingKeys.set(accessKey, known);
  }
  return known;
}
