import type { Authentication, RefusalReason } from "../../emulator/authentication/index.js";
import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** How a request, and the handshake of a client, ask who is there. */
export interface AuthenticationRequest {
  /** The `Authorization` header; of a client the token alone. */
  readonly given: string | undefined;
  readonly host: string;
  /** As it arrived: the audience has to fit it. */
  readonly path: string;
}

type Decide = (asked: AuthenticationRequest, right: (asked: AuthenticationRequest) => Authentication) => Authentication;

export const ANYBODY: Authentication = { principal: { kind: "access-key", claims: {} } };
const NOBODY: Authentication = { refused: "signature", explanation: "No." };

/** The claims of a token, whoever signed it. */
export function claimsOf(given: string | undefined): Record<string, unknown> {
  try {
    const [, payload = ""] = (given ?? "").replace(/^bearer\s+/i, "").split(".");
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function headerOf(given: string | undefined): { alg?: unknown } {
  const [header = ""] = (given ?? "").replace(/^bearer\s+/i, "").split(".");
  return JSON.parse(Buffer.from(header, "base64url").toString()) as { alg?: unknown };
}

/** Whoever is refused for one of these reasons is let in. */
export function taken(...reasons: readonly RefusalReason[]): Decide {
  return (asked, right) => {
    const outcome = right(asked);
    if (!("refused" in outcome) || !reasons.includes(outcome.refused)) return outcome;
    return { principal: { kind: "access-key", claims: claimsOf(asked.given) } };
  };
}

/** Whoever is let in is refused if something is so. */
export function refused(isSo: (asked: AuthenticationRequest, claims: Record<string, unknown>) => boolean): Decide {
  return (asked, right) => {
    const outcome = right(asked);
    return "principal" in outcome && isSo(asked, claimsOf(asked.given)) ? NOBODY : outcome;
  };
}

/** Decides in the place of the emulator who may send requests, or who may connect. */
const decidingOf =
  (who: "rest" | "client") =>
  (decide: Decide): NonNullable<Interception["prepare"]> =>
  ({ authenticator }) => {
    const right = authenticator[who].bind(authenticator);
    authenticator[who] = (given, host, path) =>
      decide({ given, host, path }, (asked) => right(asked.given, asked.host, asked.path));
  };
const restBy = decidingOf("rest");
export const clientBy = decidingOf("client");

const ofNone: Decide = (asked, right) => {
  const outcome = right(asked);
  if (!("refused" in outcome) || outcome.refused !== "algorithm" || headerOf(asked.given).alg !== "none")
    return outcome;
  return ANYBODY;
};

const audienceOf = ({ given }: AuthenticationRequest) => [claimsOf(given).aud].flat().map(String);

const VARIANTS: readonly (readonly [name: string, summary: string, decide: Decide, history?: string])[] = [
  ["nothing-checked", "No token is asked for, and none is looked at.", () => ANYBODY],
  [
    "any-bearer",
    "Any text after the word Bearer is a token.",
    (asked, right) => (/^bearer \S/i.test(asked.given ?? "") ? ANYBODY : right(asked)),
    "Prism does so, and so did the dummy tokens of a simulator: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
  [
    "empty-bearer",
    "The word Bearer is enough.",
    (asked, right) => (/^bearer/i.test(asked.given ?? "") ? taken("no token")(asked, right) : right(asked)),
  ],
  [
    "any-scheme",
    "The word before the token is not looked at.",
    (asked, right) => right({ ...asked, given: asked.given?.replace(/^\S+ /, "Bearer ") }),
  ],
  ["basic-scheme", "Basic credentials are let in.", taken("scheme")],
  ["signature-unchecked", "The signature is not checked.", taken("signature", "signature-base64-key")],
  [
    "signature-may-be-missing",
    "A token without its signature is let in.",
    (asked, right) => (/\.$/.test(asked.given ?? "") ? taken("signature", "malformed")(asked, right) : right(asked)),
  ],
  [
    "base64-key-too",
    "Tokens that the base64-decoded key has signed are let in.",
    taken("signature-base64-key"),
    "An emulator in Go decodes the key.",
  ],
  [
    "base64-key-only",
    "The key is base64-decoded before signatures are checked with it.",
    (asked, right) => {
      const outcome = right(asked);
      if ("principal" in outcome) return NOBODY;
      return outcome.refused === "signature-base64-key" ? taken("signature-base64-key")(asked, right) : outcome;
    },
    "An emulator in Go does so.",
  ],
  ["algorithm-unchecked", "A token of any algorithm is let in, with any signature.", taken("algorithm")],
  ["algorithm-none", "A token with the algorithm none is let in.", ofNone],
  ["expiry-ignored", "A token that has expired is let in.", taken("expired")],
  ["expiry-not-needed", "A token that never expires is let in.", taken("no expiry")],
  ["not-before-ignored", "A token that is not yet valid is let in.", taken("not yet valid")],
  ["audience-ignored", "The audience is not looked at.", taken("audience host", "audience path", "no audience")],
  ["audience-not-needed", "A token without an audience is let in.", taken("no audience")],
  ["audience-host-ignored", "The host in the audience is not looked at.", taken("audience host")],
  ["audience-path-ignored", "The path in the audience is not looked at.", taken("audience path")],
  [
    "audience-of-the-hub",
    "An audience that names the hub is enough, whatever the operation.",
    (asked, right) => {
      const hub = /^\/api\/hubs\/[^/]+/.exec(asked.path)?.[0];
      const isHub = hub !== undefined && audienceOf(asked).some((audience) => `${audience}/`.includes(`${hub}/`));
      return isHub ? taken("audience path")(asked, right) : right(asked);
    },
  ],
  [
    "audience-of-a-client",
    "A token that a client connects with is let in.",
    (asked, right) =>
      audienceOf(asked).some((audience) => /\/client\/hubs\//.test(audience))
        ? taken("audience path")(asked, right)
        : right(asked),
  ],
  [
    "audience-by-prefix",
    "An audience that the address only begins with, or that begins with the address, is enough.",
    (asked, right) => {
      const address = `http://${asked.host}${asked.path}`;
      const isPrefix = audienceOf(asked).some(
        (audience) => audience.startsWith(address) || (audience.length > 40 && address.startsWith(audience)),
      );
      return isPrefix ? taken("audience path")(asked, right) : right(asked);
    },
  ],
  [
    "audience-query-refused",
    "An audience with the query is refused.",
    refused((asked) => audienceOf(asked).every((audience) => audience.includes("?"))),
    "The documentation said so once: https://github.com/MicrosoftDocs/azure-docs/pull/112208",
  ],
  [
    "audience-query-needed",
    "An audience without the query is refused.",
    refused((asked) => audienceOf(asked).every((audience) => !audience.includes("?"))),
  ],
  [
    "audience-letter-case",
    "An audience in other letter case is refused.",
    refused((asked) => !audienceOf(asked).some((audience) => audience.includes(asked.path.split("?")[0] ?? ""))),
  ],
  [
    "scheme-letter-case",
    "The word bearer is refused unless it is written Bearer.",
    refused(({ given }) => !given?.startsWith("Bearer")),
  ],
  [
    "audience-scheme",
    "An audience of another scheme is refused.",
    refused((asked) => !audienceOf(asked).some((audience) => audience.startsWith("http:"))),
  ],
  [
    "no-clock-skew",
    "A token that expired a moment ago is refused.",
    refused((_, { exp }) => Number(exp) * 1000 < Date.now()),
  ],
  [
    "not-before-refused",
    "A token that says from when on it is valid is refused.",
    refused((_, { nbf }) => nbf !== undefined),
  ],
];

export const authentication: readonly Mutant[] = VARIANTS.map(([name, summary, decide, history]) =>
  wrongEmulator(
    {
      id: `authentication/${name}`,
      summary,
      history,
      operations: "all",
      cases: /^authentication\/|\/token-required\/|^(send-to-all|user-exists)\/[^/]+$/,
    },
    () => ({ prepare: restBy(decide) }),
  ),
);
