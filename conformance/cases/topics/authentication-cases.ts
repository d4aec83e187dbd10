import { createSecretKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Source } from "../../description/sources.js";
import type { Capability } from "../../targets/capability.js";
import type { Target } from "../../targets/target.js";
import type { Exchange } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import type { RawOptions } from "../../wire/raw-request.js";
import { audienceOf, keyOf, secondsOf, signToken, type TokenOptions } from "../../wire/tokens.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should, atLevel } = casesOf("authentication", { operation: "sendToAll", aspect: "authentication" });

/** Makes the `Authorization` header of a request to a URL; undefined for no header. */
type Authorization = (target: Target, url: string) => string | undefined;

/** A token of a request, or what it has instead. */
interface Credentials {
  readonly id: string;
  /** The subject of the requirement. */
  readonly subject: string;
  readonly level: Level;
  readonly source: Source;
  /** Besides `authentication`. */
  readonly needs: readonly Capability[];
  readonly authorization: Authorization;
}

/** Less than the clock skew that the service allows. */
const MINUTE_IN_SECONDS = 60;
/** More than the clock skew that the service allows. */
const HOUR_IN_SECONDS = 3600;

const SCHEME: Source = "#/components/securitySchemes/accessKey";
/** Not the key of any target. */
const ANOTHER_KEY = keyOf("another-key-that-is-as-long-as-an-access-key");

let privateKey: KeyObject | undefined;

function ownPrivateKey(): KeyObject {
  privateKey ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  return privateKey;
}

/** A Bearer token that differs from a valid one in the given options. */
function bearer(options: TokenOptions | ((target: Target, audience: string) => TokenOptions)): Authorization {
  return (target, url) => {
    const tokenOptions = typeof options === "function" ? options(target, audienceOf(target, url)) : options;
    return `Bearer ${signToken(target, url, tokenOptions)}`;
  };
}

/** An audience with another text instead of its query. */
function replaceQuery(audience: string, text = ""): string {
  return audience.replace(/\?.*$/, text);
}

/** The needs of tokens that only the access key can sign. */
const KEY: readonly Capability[] = ["access-key"];

/** Credentials that the server must reject. */
const rejected: readonly Credentials[] = [
  {
    id: "bearer-without-token",
    subject: "`Authorization: Bearer` without a token",
    level: "MUST",
    source: "E25",
    needs: [],
    authorization: () => "Bearer",
  },
  {
    id: "garbage",
    subject: "A token that is not a JWT",
    level: "MUST",
    source: "E24",
    needs: [],
    authorization: () => "Bearer garbage",
  },
  {
    id: "garbage-in-three-parts",
    subject: "A token of three parts that are not JSON",
    level: "MUST",
    source: "E24",
    needs: [],
    authorization: () => "Bearer Z2FyYmFnZQ.Z2FyYmFnZQ.Z2FyYmFnZQ",
  },
  {
    id: "basic-scheme",
    subject: "A valid token with the scheme Basic",
    level: "MUST",
    source: "E25",
    needs: [],
    authorization: (target, url) => `Basic ${signToken(target, url)}`,
  },
  {
    id: "no-scheme",
    subject: "A valid token without a scheme",
    level: "SHOULD",
    source: "E25",
    needs: [],
    authorization: signToken,
  },
  {
    id: "another-key",
    subject: "A token signed with another key",
    level: "MUST",
    source: SCHEME,
    needs: [],
    authorization: bearer({ key: ANOTHER_KEY }),
  },
  {
    id: "base64-decoded-key",
    subject: "A token signed with the base64-decoded access key",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer(({ accessKey = "" }) => ({ key: createSecretKey(Buffer.from(accessKey, "base64")) })),
  },
  {
    id: "hs512",
    subject: "A token signed with HS512",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer({ algorithm: "HS512" }),
  },
  {
    id: "rs256-of-nobody",
    subject: "A token signed with an unrelated private key",
    level: "MUST",
    source: SCHEME,
    needs: [],
    authorization: bearer(() => ({ key: ownPrivateKey(), algorithm: "RS256" })),
  },
  {
    id: "algorithm-none",
    subject: "A token with the algorithm `none`",
    level: "MUST",
    source: SCHEME,
    needs: [],
    authorization: bearer({ key: ANOTHER_KEY, algorithm: "none" }),
  },
  {
    id: "signature-left-out",
    subject: "A token without a signature",
    level: "MUST",
    source: SCHEME,
    needs: [],
    authorization: (target, url) => `Bearer ${signToken(target, url, { key: ANOTHER_KEY }).replace(/[^.]*$/, "")}`,
  },
  {
    id: "claims-changed",
    subject: "A token whose claims were changed after signing",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization(target, url) {
      const [header, , signature] = signToken(target, url, {
        claims: { aud: "https://conformance.invalid" },
      }).split(".");
      const [, claims] = signToken(target, url).split(".");
      return `Bearer ${header}.${claims}.${signature}`;
    },
  },
  {
    id: "expired",
    subject: "A token that expired an hour ago",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((target) => ({ claims: { exp: secondsOf(target) - HOUR_IN_SECONDS } })),
  },
  {
    id: "no-expiry",
    subject: "A token without `exp`",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer({ claims: { exp: undefined } }),
  },
  {
    id: "not-yet-valid",
    subject: "A token whose `nbf` is in an hour",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((target) => {
      const now = secondsOf(target);
      return { claims: { nbf: now + HOUR_IN_SECONDS, exp: now + 2 * HOUR_IN_SECONDS } };
    }),
  },
  {
    id: "no-audience",
    subject: "A token without `aud`",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer({ claims: { aud: undefined } }),
  },
  ...audiences([
    ["another-host", "another host", "MUST", (aud) => aud.replace(/^(\w+:\/\/)[^/?]+/, "$1conformance.invalid")],
    ["another-hub", "another hub", "MUST", (aud) => aud.replace(/\/hubs\/[^/]+/, "/hubs/another")],
    ["another-operation", "another path in the hub", "MUST", (aud) => aud.replace(/[^/?]+(\?.*)$/, "another$1")],
    [
      "a-client",
      "the WebSocket clients of the hub",
      "MUST",
      (aud) => aud.replace(/\/api(\/hubs\/[^/]+).*$/, "/client$1"),
    ],
    [
      "a-part-of-the-last-segment",
      "a prefix of the last path segment",
      "SHOULD",
      (aud) => aud.replace(/[^/?]\?.*$/, ""),
    ],
    ["more-than-the-last-segment", "a longer last path segment", "SHOULD", (aud) => replaceQuery(aud, "x")],
  ]),
];

function audiences(
  rows: readonly (readonly [id: string, words: string, level: Level, change: (audience: string) => string])[],
): Credentials[] {
  return rows.map(([id, words, level, change]) => ({
    id: `audience-of-${id}`,
    subject: `A token for ${words}`,
    level,
    source: SCHEME,
    needs: KEY,
    authorization: bearer((_, audience) => ({ claims: { aud: change(audience) } })),
  }));
}

const none: Credentials = {
  id: "no-token",
  subject: "A request without a token",
  level: "MUST",
  source: "response 401",
  needs: [],
  authorization: () => undefined,
};

/** Unusual credentials that the server must accept. */
const accepted: readonly Credentials[] = [
  {
    id: "audience-without-query",
    subject: "A token for the URL without its query",
    level: "SHOULD",
    source: "E26",
    needs: KEY,
    authorization: bearer((_, audience) => ({ claims: { aud: replaceQuery(audience) } })),
  },
  {
    id: "audience-with-another-query",
    subject: "A token for the URL with another query",
    level: "SHOULD",
    source: "E26",
    needs: KEY,
    authorization: bearer((_, audience) => ({ claims: { aud: replaceQuery(audience, "?another=query") } })),
  },
  {
    id: "audience-in-another-letter-case",
    subject: "A token for the URL with its scheme and host in upper case",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((_, audience) => ({
      claims: { aud: audience.replace(/^\w+:\/\/[^/?]+/, (origin) => origin.toUpperCase()) },
    })),
  },
  {
    id: "audience-with-a-scheme-of-sockets",
    subject: "A token for the URL with the scheme of WebSockets",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((_, audience) => ({ claims: { aud: audience.replace(/^http/, "ws") } })),
  },
  {
    id: "scheme-in-another-letter-case",
    subject: "A valid token with the scheme bearer in lower case",
    level: "SHOULD",
    source: "E25",
    needs: [],
    authorization: (target, url) => `bearer ${signToken(target, url)}`,
  },
  {
    id: "expired-a-minute-ago",
    subject: "A token that expired a minute ago, within the clock skew,",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((target) => ({ claims: { exp: secondsOf(target) - MINUTE_IN_SECONDS } })),
  },
  {
    id: "issued-and-valid-from-now",
    subject: "A token with `iat` and `nbf`",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((target) => {
      const now = secondsOf(target);
      return { claims: { iat: now, nbf: now } };
    }),
  },
];

async function sendWith(
  context: CaseContext,
  authorization: Authorization,
  id: "sendToAll" | "userExists",
  userId = "nobody",
): Promise<Exchange> {
  const values = id === "userExists" ? { path: { userId } } : { body: text("hello") };
  return context.sendRaw(id, values, optionsOf(context, authorization));
}

function optionsOf({ target }: CaseContext, authorization: Authorization): RawOptions {
  return { authorization: (url) => authorization(target, url) };
}

export const authenticationCases: readonly WrittenCase[] = [
  ...rejected.map(({ id, subject, level, source, needs, authorization }) =>
    atLevel(
      level,
      `user-exists-refuses-${id}`,
      `${subject} is rejected with 401.`,
      source,
      async (context) => {
        context.expectStatus(await sendWith(context, authorization, "userExists"), 401);
        context.expectStatus(await sendWith(context, bearer({}), "userExists"), 404);
      },
      { operation: "userExists", needs: ["authentication", ...needs] },
    ),
  ),
  ...[none, ...rejected].map(({ id, subject, level, source, needs, authorization }) =>
    atLevel(
      level,
      `send-to-all-refuses-${id}`,
      `${subject} delivers no message; a request with a valid token does.`,
      source,
      async (context) => {
        const witness = await context.connect({ name: "witness" });
        await context.sendRaw("sendToAll", { body: text("lost") }, optionsOf(context, authorization));
        await context.expectAccepted("sendToAll", { body: text("hello") });
        const [frame, ...others] = await context.received(witness);
        context.expectFrame(frame, { data: "hello" });
        context.expectNothing(others, "a client in the hub");
      },
      { needs: ["authentication", "state", "sockets", ...needs] },
    ),
  ),
  ...accepted.map(({ id, subject, level, source, needs, authorization }) =>
    atLevel(
      level,
      `accepts-${id}`,
      `${subject} is accepted.`,
      source,
      async (context) => {
        context.expectResponse("sendToAll", await sendWith(context, authorization, "sendToAll"), 202);
      },
      { needs: ["authentication", ...needs] },
    ),
  ),
  should(
    "accepts-audience-that-is-not-percent-encoded",
    "A token for the URL with its path percent-decoded is accepted.",
    SCHEME,
    async (context) => {
      const decoded = bearer((_, audience) => ({ claims: { aud: audience.replace("no%20body", "no body") } }));
      context.expectResponse("userExists", await sendWith(context, decoded, "userExists", "no body"), 404);
    },
    { operation: "userExists", needs: ["authentication", "access-key", "state"] },
  ),
  must(
    "refuses-a-token-that-has-expired-since",
    "A token that was accepted before is rejected once it has expired.",
    SCHEME,
    async (context) => {
      const exp = secondsOf(context.target) + MINUTE_IN_SECONDS;
      const once = bearer({ claims: { exp } });
      context.expectResponse("sendToAll", await sendWith(context, once, "sendToAll"), 202);
      await context.target.advance?.(HOUR_IN_SECONDS);
      context.expectStatus(await sendWith(context, once, "sendToAll"), 401);
    },
    { needs: ["authentication", "access-key", "clock"] },
  ),
];
