import type { Authentication, RejectionReason } from "../../emulator/authentication/index.js";
import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

/** What the emulator authenticates: a request, or the handshake of a client. */
export interface AuthenticationRequest {
  /** The `Authorization` header. In a handshake: the token alone. */
  readonly given: string | undefined;
  readonly host: string;
  /** The path as it arrived. The audience must match it. */
  readonly path: string;
}

/** Authenticates instead of the emulator. @param correct what the emulator does */
type Authenticate = (
  request: AuthenticationRequest,
  correct: (request: AuthenticationRequest) => Authentication,
) => Authentication;

export const ACCEPTED: Authentication = { principal: { kind: "access-key", claims: {} } };
const REJECTED: Authentication = { reason: "signature", explanation: "No." };

/** The claims of a token, even of one with a wrong signature. Empty where there is no token. */
export function claimsOf(given: string | undefined): Record<string, unknown> {
  try {
    const [, payload = ""] = (given ?? "").replace(/^bearer\s+/i, "").split(".");
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function tokenHeaderOf(given: string | undefined): { alg?: unknown } {
  const [header = ""] = (given ?? "").replace(/^bearer\s+/i, "").split(".");
  return JSON.parse(Buffer.from(header, "base64url").toString()) as { alg?: unknown };
}

/** Accepts what is rejected for one of these reasons. */
export function accepting(...reasons: readonly RejectionReason[]): Authenticate {
  return (request, correct) => {
    const result = correct(request);
    if (!("reason" in result) || !reasons.includes(result.reason)) return result;
    return { principal: { kind: "access-key", claims: claimsOf(request.given) } };
  };
}

/** Rejects what is accepted and matches. */
export function rejecting(
  isRejected: (request: AuthenticationRequest, claims: Record<string, unknown>) => boolean,
): Authenticate {
  return (request, correct) => {
    const result = correct(request);
    return "principal" in result && isRejected(request, claimsOf(request.given)) ? REJECTED : result;
  };
}

const authenticating =
  (side: "rest" | "client") =>
  (authenticate: Authenticate): NonNullable<Interception["prepare"]> =>
  ({ authenticator }) => {
    const correct = authenticator[side].bind(authenticator);
    authenticator[side] = (given, host, path) =>
      authenticate({ given, host, path }, (request) => correct(request.given, request.host, request.path));
  };
const authenticatingRequests = authenticating("rest");
export const authenticatingClients = authenticating("client");

const acceptingNone: Authenticate = (request, correct) => {
  const result = correct(request);
  if (!("reason" in result) || result.reason !== "algorithm" || tokenHeaderOf(request.given).alg !== "none")
    return result;
  return ACCEPTED;
};

const audiencesOf = ({ given }: AuthenticationRequest) => [claimsOf(given).aud].flat().map(String);

const VARIANTS: readonly Variant<Authenticate>[] = [
  ["nothing-checked", "No token is required or checked.", () => ACCEPTED],
  [
    "any-bearer",
    "Any text after Bearer is accepted as a token.",
    (request, correct) => (/^bearer \S/i.test(request.given ?? "") ? ACCEPTED : correct(request)),
    "Prism does so, and so did the dummy tokens of a simulator: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
  [
    "empty-bearer",
    "Bearer without a token is accepted.",
    (request, correct) =>
      /^bearer/i.test(request.given ?? "") ? accepting("no token")(request, correct) : correct(request),
  ],
  [
    "any-scheme",
    "A token with any scheme is accepted.",
    (request, correct) => correct({ ...request, given: request.given?.replace(/^\S+ /, "Bearer ") }),
  ],
  ["basic-scheme", "Basic credentials are accepted.", accepting("scheme")],
  ["signature-unchecked", "The signature is not checked.", accepting("signature", "signature-base64-key")],
  [
    "signature-may-be-missing",
    "A token without a signature is accepted.",
    (request, correct) =>
      /\.$/.test(request.given ?? "") ? accepting("signature", "malformed")(request, correct) : correct(request),
  ],
  [
    "base64-key-too",
    "Tokens signed with the base64-decoded key are accepted.",
    accepting("signature-base64-key"),
    "An emulator in Go decodes the key.",
  ],
  [
    "base64-key-only",
    "Only tokens signed with the base64-decoded key are accepted.",
    (request, correct) => {
      const result = correct(request);
      if ("principal" in result) return REJECTED;
      return result.reason === "signature-base64-key" ? accepting("signature-base64-key")(request, correct) : result;
    },
    "An emulator in Go does so.",
  ],
  ["algorithm-unchecked", "A token of any algorithm is accepted, with any signature.", accepting("algorithm")],
  ["algorithm-none", "A token with the algorithm none is accepted.", acceptingNone],
  ["expiry-ignored", "An expired token is accepted.", accepting("expired")],
  ["expiry-not-needed", "A token that never expires is accepted.", accepting("no expiry")],
  ["not-before-ignored", "A token that is not yet valid is accepted.", accepting("not yet valid")],
  ["audience-ignored", "The audience is not checked.", accepting("audience host", "audience path", "no audience")],
  ["audience-not-needed", "A token without an audience is accepted.", accepting("no audience")],
  ["audience-host-ignored", "The host in the audience is not checked.", accepting("audience host")],
  ["audience-path-ignored", "The path in the audience is not checked.", accepting("audience path")],
  [
    "audience-of-the-hub",
    "An audience that names the hub is accepted for every operation.",
    (request, correct) => {
      const hub = /^\/api\/hubs\/[^/]+/.exec(request.path)?.[0];
      const isHub = hub !== undefined && audiencesOf(request).some((audience) => `${audience}/`.includes(`${hub}/`));
      return isHub ? accepting("audience path")(request, correct) : correct(request);
    },
  ],
  [
    "audience-of-a-client",
    "A token for clients is accepted for requests.",
    (request, correct) =>
      audiencesOf(request).some((audience) => /\/client\/hubs\//.test(audience))
        ? accepting("audience path")(request, correct)
        : correct(request),
  ],
  [
    "audience-by-prefix",
    "An audience that is a prefix of the address, or has it as its prefix, is accepted.",
    (request, correct) => {
      const address = `http://${request.host}${request.path}`;
      const isPrefix = audiencesOf(request).some(
        (audience) => audience.startsWith(address) || (audience.length > 40 && address.startsWith(audience)),
      );
      return isPrefix ? accepting("audience path")(request, correct) : correct(request);
    },
  ],
  [
    "audience-query-refused",
    "An audience with the query is rejected.",
    rejecting((request) => audiencesOf(request).every((audience) => audience.includes("?"))),
    "The documentation said so once: https://github.com/MicrosoftDocs/azure-docs/pull/112208",
  ],
  [
    "audience-query-needed",
    "An audience without the query is rejected.",
    rejecting((request) => audiencesOf(request).every((audience) => !audience.includes("?"))),
  ],
  [
    "audience-letter-case",
    "An audience in another letter case is rejected.",
    rejecting(
      (request) => !audiencesOf(request).some((audience) => audience.includes(request.path.split("?")[0] ?? "")),
    ),
  ],
  [
    "scheme-letter-case",
    "The scheme is rejected unless it is spelled Bearer.",
    rejecting(({ given }) => !given?.startsWith("Bearer")),
  ],
  [
    "audience-scheme",
    "An audience with another URL scheme is rejected.",
    rejecting((request) => !audiencesOf(request).some((audience) => audience.startsWith("http:"))),
  ],
  [
    "no-clock-skew",
    "A token that expired a moment ago is rejected.",
    rejecting((_, { exp }) => Number(exp) * 1000 < Date.now()),
  ],
  ["not-before-refused", "A token with a not-before time is rejected.", rejecting((_, { nbf }) => nbf !== undefined)],
];

export const authentication: readonly Mutant[] = mutantsOf(
  "authentication",
  {
    operations: "all",
    cases: { written: [{ topics: ["authentication"] }], constraints: ["token"] },
    make: (head, authenticate) => wrongEmulator(head, () => ({ prepare: authenticatingRequests(authenticate) })),
  },
  VARIANTS,
);
