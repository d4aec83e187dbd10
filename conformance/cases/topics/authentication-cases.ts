import { createSecretKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Source } from "../../description/sources.js";
import type { Capability } from "../../targets/capability.js";
import type { Target } from "../../targets/target.js";
import type { Exchange } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import { audienceOf, keyOf, secondsOf, signToken, type TokenOptions } from "../../wire/tokens.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must, should, atLevel } = casesOf("authentication", { operation: "sendToAll", aspect: "authentication" });

/** The value of the `Authorization` header for a request to an address. Undefined: there is none. */
type Authorization = (target: Target, address: string) => string | undefined;

interface Kind {
  readonly id: string;
  /** What the request has, after "A request with". */
  readonly words: string;
  readonly level: Level;
  readonly source: Source;
  /** Besides that tokens are verified. */
  readonly needs: readonly Capability[];
  readonly authorization: Authorization;
}

/** A minute, and an hour: what clocks may differ by, and what they may not. In seconds. */
const MINUTE = 60;
const HOUR = 3600;

const SCHEME: Source = "#/components/securitySchemes/accessKey";
/** No key of anybody's. */
const ANOTHER_KEY = keyOf("another-key-that-is-as-long-as-an-access-key");

let privateKey: KeyObject | undefined;

function ownPrivateKey(): KeyObject {
  privateKey ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  return privateKey;
}

/** A Bearer token that is unusual in one way. */
function bearer(options: TokenOptions | ((target: Target, audience: string) => TokenOptions)): Authorization {
  return (target, address) => {
    const chosen = typeof options === "function" ? options(target, audienceOf(target, address)) : options;
    return `Bearer ${signToken(target, address, chosen)}`;
  };
}

/** The address without its query, and with something after its path. */
function withoutQuery(audience: string, more = ""): string {
  return audience.replace(/\?.*$/, more);
}

/** For what only an access key can sign. */
const KEY: readonly Capability[] = ["access-key"];

/** What a request may have in the place of a token, and what a token may be that proves nothing. */
const untrusted: readonly Kind[] = [
  {
    id: "bearer-without-token",
    words: "the word Bearer alone",
    level: "MUST",
    source: "E25",
    needs: [],
    authorization: () => "Bearer",
  },
  {
    id: "garbage",
    words: "a token that is no JWT",
    level: "MUST",
    source: "E24",
    needs: [],
    authorization: () => "Bearer garbage",
  },
  {
    id: "garbage-in-three-parts",
    words: "a token of three parts that are not JSON",
    level: "MUST",
    source: "E24",
    needs: [],
    authorization: () => "Bearer Z2FyYmFnZQ.Z2FyYmFnZQ.Z2FyYmFnZQ",
  },
  {
    id: "basic-scheme",
    words: "a valid token after the word Basic",
    level: "MUST",
    source: "E25",
    needs: [],
    authorization: (target, address) => `Basic ${signToken(target, address)}`,
  },
  {
    id: "no-scheme",
    words: "a valid token without a word before it",
    level: "SHOULD",
    source: "E25",
    needs: [],
    authorization: signToken,
  },
  {
    id: "another-key",
    words: "a token that another key signed",
    level: "MUST",
    source: SCHEME,
    needs: [],
    authorization: bearer({ key: ANOTHER_KEY }),
  },
  {
    id: "base64-decoded-key",
    words: "a token that the base64-decoded access key signed",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer(({ accessKey = "" }) => ({ key: createSecretKey(Buffer.from(accessKey, "base64")) })),
  },
  {
    id: "hs512",
    words: "a token that the access key signed with HS512",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer({ algorithm: "HS512" }),
  },
  {
    id: "rs256-of-nobody",
    words: "a token that somebody's own private key signed",
    level: "MUST",
    source: SCHEME,
    needs: [],
    authorization: bearer(() => ({ key: ownPrivateKey(), algorithm: "RS256" })),
  },
  {
    id: "algorithm-none",
    words: "a token of the algorithm `none`",
    level: "MUST",
    source: SCHEME,
    needs: [],
    authorization: bearer({ key: ANOTHER_KEY, algorithm: "none" }),
  },
  {
    id: "signature-left-out",
    words: "a token whose signature was left out",
    level: "MUST",
    source: SCHEME,
    needs: [],
    authorization: (target, address) =>
      `Bearer ${signToken(target, address, { key: ANOTHER_KEY }).replace(/[^.]*$/, "")}`,
  },
  {
    id: "claims-changed",
    words: "a token whose claims were changed after it was signed",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization(target, address) {
      const [header, , signature] = signToken(target, address, {
        claims: { aud: "https://conformance.invalid" },
      }).split(".");
      const [, claims] = signToken(target, address).split(".");
      return `Bearer ${header}.${claims}.${signature}`;
    },
  },
  {
    id: "expired",
    words: "a token that expired an hour ago",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((target) => ({ claims: { exp: secondsOf(target) - HOUR } })),
  },
  {
    id: "no-expiry",
    words: "a token without `exp`",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer({ claims: { exp: undefined } }),
  },
  {
    id: "not-yet-valid",
    words: "a token whose `nbf` is in an hour",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((target) => {
      const now = secondsOf(target);
      return { claims: { nbf: now + HOUR, exp: now + 2 * HOUR } };
    }),
  },
  {
    id: "no-audience",
    words: "a token without `aud`",
    level: "MUST",
    source: SCHEME,
    needs: KEY,
    authorization: bearer({ claims: { aud: undefined } }),
  },
  ...audiences([
    ["another-host", "another host", "MUST", (aud) => aud.replace(/^(\w+:\/\/)[^/?]+/, "$1conformance.invalid")],
    ["another-hub", "another hub", "MUST", (aud) => aud.replace(/\/hubs\/[^/]+/, "/hubs/another")],
    ["another-operation", "another path in the hub", "MUST", (aud) => aud.replace(/[^/?]+(\?.*)$/, "another$1")],
    ["a-client", "the clients of the hub", "MUST", (aud) => aud.replace(/\/api(\/hubs\/[^/]+).*$/, "/client$1")],
    ["a-part-of-the-last-segment", "a part of the last path segment", "SHOULD", (aud) => aud.replace(/[^/?]\?.*$/, "")],
    ["more-than-the-last-segment", "a longer last path segment", "SHOULD", (aud) => withoutQuery(aud, "x")],
  ]),
];

function audiences(
  rows: readonly (readonly [id: string, words: string, level: Level, change: (audience: string) => string])[],
): Kind[] {
  return rows.map(([id, words, level, change]) => ({
    id: `audience-of-${id}`,
    words: `a token for ${words}`,
    level,
    source: SCHEME,
    needs: KEY,
    authorization: bearer((_, audience) => ({ claims: { aud: change(audience) } })),
  }));
}

const none: Kind = {
  id: "no-token",
  words: "no token",
  level: "MUST",
  source: "response 401",
  needs: [],
  authorization: () => undefined,
};

/** What a service that is strict about tokens still accepts. */
const trusted: readonly Kind[] = [
  {
    id: "audience-without-query",
    words: "a token for the address without its query",
    level: "SHOULD",
    source: "E26",
    needs: KEY,
    authorization: bearer((_, audience) => ({ claims: { aud: withoutQuery(audience) } })),
  },
  {
    id: "audience-with-another-query",
    words: "a token for the address with another query",
    level: "SHOULD",
    source: "E26",
    needs: KEY,
    authorization: bearer((_, audience) => ({ claims: { aud: withoutQuery(audience, "?another=query") } })),
  },
  {
    id: "audience-in-another-letter-case",
    words: "a token for the address with its scheme and host in capital letters",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((_, audience) => ({
      claims: { aud: audience.replace(/^\w+:\/\/[^/?]+/, (origin) => origin.toUpperCase()) },
    })),
  },
  {
    id: "audience-with-a-scheme-of-sockets",
    words: "a token for the address with the scheme of WebSockets",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((_, audience) => ({ claims: { aud: audience.replace(/^http/, "ws") } })),
  },
  {
    id: "scheme-in-another-letter-case",
    words: "a valid token after the word bearer in small letters",
    level: "SHOULD",
    source: "E25",
    needs: [],
    authorization: (target, address) => `bearer ${signToken(target, address)}`,
  },
  {
    id: "expired-a-minute-ago",
    words: "a token that expired a minute ago, as clocks differ,",
    level: "SHOULD",
    source: SCHEME,
    needs: KEY,
    authorization: bearer((target) => ({ claims: { exp: secondsOf(target) - MINUTE } })),
  },
  {
    id: "issued-and-valid-from-now",
    words: "a token that says when it was issued and from when it is valid",
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
  return context.sendRaw(id, values, { authorization: (address) => authorization(context.target, address) });
}

export const authenticationCases: readonly WrittenCase[] = [
  ...untrusted.map(({ id, words, level, source, needs, authorization }) =>
    atLevel(
      level,
      `user-exists-refuses-${id}`,
      `A request with ${words} learns nothing: it is answered with 401.`,
      source,
      async (context) => {
        context.expectStatus(await sendWith(context, authorization, "userExists"), 401);
      },
      { operation: "userExists", needs: ["authentication", ...needs] },
    ),
  ),
  ...[none, ...untrusted].map(({ id, words, level, source, needs, authorization }) =>
    atLevel(
      level,
      `send-to-all-refuses-${id}`,
      `A request with ${words} does nothing: it is answered with 401, and no message is delivered.`,
      source,
      async (context) => {
        const witness = await context.connect({ name: "witness" });
        context.expectStatus(await sendWith(context, authorization, "sendToAll"), 401);
        context.expectNothing(await context.received(witness), "a client in the hub");
      },
      { needs: ["authentication", "state", "sockets", ...needs] },
    ),
  ),
  ...trusted.map(({ id, words, level, source, needs, authorization }) =>
    atLevel(
      level,
      `accepts-${id}`,
      `A request with ${words} is accepted.`,
      source,
      async (context) => {
        context.expectResponse("sendToAll", await sendWith(context, authorization, "sendToAll"), 202);
      },
      { needs: ["authentication", ...needs] },
    ),
  ),
  should(
    "accepts-audience-that-is-not-percent-encoded",
    "A request with a token for its address with the path decoded is accepted.",
    SCHEME,
    async (context) => {
      const decoded = bearer((_, audience) => ({ claims: { aud: audience.replace("no%20body", "no body") } }));
      context.expectResponse("userExists", await sendWith(context, decoded, "userExists", "no body"), 404);
    },
    { operation: "userExists", needs: ["authentication", "access-key", "state"] },
  ),
  must(
    "refuses-a-token-that-has-expired-since",
    "A token that was accepted is accepted no longer once it has expired.",
    SCHEME,
    async (context) => {
      const exp = secondsOf(context.target) + MINUTE;
      const once = bearer({ claims: { exp } });
      context.expectResponse("sendToAll", await sendWith(context, once, "sendToAll"), 202);
      await context.target.advance?.(HOUR);
      context.expectStatus(await sendWith(context, once, "sendToAll"), 401);
    },
    { needs: ["authentication", "access-key", "clock"] },
  ),
];
