import jwt from "jsonwebtoken";
import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";
import { keyOf } from "../../wire/tokens.js";
import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { omit } from "../support/omit.js";
import { wrongHandler } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

type Claims = Record<string, unknown>;
type Generate = (call: Call, handler: Handler) => RestResponse;

/** Changes the claims of the token, which is signed with the same key. */
const withClaims =
  (change: (claims: Claims, call: Call) => Claims): Generate =>
  (call, handler) => {
    const response = handler(call);
    const { token } = response.body as { token: string };
    const changed = change(jwt.decode(token) as Claims, call);
    return { ...response, body: { token: jwt.sign(JSON.stringify(changed), keyOf(call.context.accessKey)) } };
  };
/** Changes the body of the response. */
const withBody =
  (change: (token: string) => unknown): Generate =>
  (call, handler) => {
    const response = handler(call);
    return { ...response, body: change((response.body as { token: string }).token) };
  };
/** Changes the parameters of the request. */
const withParameters =
  (change: (values: Call["values"]) => Call["values"]): Generate =>
  (call, handler) =>
    handler(withValues(call, change(call.values)));

const listOf = (value: unknown) => value as readonly string[];

const VARIANTS: readonly Variant<Generate>[] = [
  [
    "roles-of-a-comma-list",
    "role is split at commas.",
    withParameters(({ role }) => ({ role: listOf(role).flatMap((each) => each.split(",")) })),
    "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144",
  ],
  [
    "groups-of-a-comma-list",
    "group is split at commas.",
    withParameters(({ group }) => ({ group: listOf(group).flatMap((each) => each.split(",")) })),
    "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144",
  ],
  [
    "first-role-only",
    "Only the first role is in the token.",
    withParameters(({ role }) => ({ role: listOf(role).slice(0, 1) })),
  ],
  [
    "first-group-only",
    "Only the first group is in the token.",
    withParameters(({ group }) => ({ group: listOf(group).slice(0, 1) })),
  ],
  [
    "last-group-only",
    "Only the last group is in the token.",
    withParameters(({ group }) => ({ group: listOf(group).slice(-1) })),
  ],
  [
    "last-role-only",
    "Only the last role is in the token.",
    withParameters(({ role }) => ({ role: listOf(role).slice(-1) })),
  ],
  [
    "groups-encoded",
    "Groups stay percent-encoded in the token.",
    withParameters(({ group }) => ({ group: listOf(group).map(encodeURIComponent) })),
  ],
  [
    "user-encoded",
    "The user stays percent-encoded in the token.",
    withClaims(({ sub, ...rest }) => ({ ...rest, ...(sub !== undefined && { sub: encodeURIComponent(String(sub)) }) })),
  ],
  [
    "roles-as-groups",
    "The groups are in the token as roles.",
    withClaims(({ "webpubsub.group": group, ...rest }) => ({ ...rest, ...(group !== undefined && { role: group }) })),
  ],
  [
    "groups-called-group",
    "The groups are in the claim group.",
    withClaims(({ "webpubsub.group": group, ...rest }) => ({ ...rest, group })),
  ],
  [
    "user-called-user-id",
    "The user is in the claim userId.",
    withClaims(({ sub, ...rest }) => ({ ...rest, userId: sub })),
  ],
  [
    "always-a-user",
    "A token that was requested without a user names one.",
    withClaims((all) => ({ sub: "anonymous", ...all })),
  ],
  [
    "audience-of-rest",
    "The audience is the address of the request.",
    withClaims((all, { address }) => ({ ...all, aud: address })),
  ],
  ["audience-missing", "The token has no audience.", withClaims((all) => omit(all, "aud"))],
  [
    "audience-of-mqtt-alike",
    "The audience is the one of the other client type.",
    withClaims(({ aud, ...rest }) => ({
      ...rest,
      aud: String(aud).includes("/mqtt/")
        ? String(aud).replace("/clients/mqtt/", "/client/")
        : String(aud).replace("/client/", "/clients/mqtt/"),
    })),
  ],
  [
    "audience-without-hub",
    "The audience names no hub.",
    withClaims(({ aud, ...rest }) => ({ ...rest, aud: String(aud).replace(/\/[^/]+$/, "") })),
  ],
  ["never-expires", "The token never expires.", withClaims((all) => omit(all, "exp"))],
  ["expired", "The token has expired.", withClaims((all) => ({ ...all, exp: Number(all.iat) - 3600 }))],
  [
    "expires-in-hours",
    "minutesToExpire is read as hours.",
    withClaims((all) => ({ ...all, exp: Number(all.iat) + (Number(all.exp) - Number(all.iat)) * 60 })),
  ],
  [
    "expires-in-seconds",
    "minutesToExpire is read as seconds.",
    withClaims((all) => ({ ...all, exp: Number(all.iat) + (Number(all.exp) - Number(all.iat)) / 60 })),
  ],
  [
    "default-of-five-minutes",
    "A token expires after five minutes by default.",
    withParameters(({ minutesToExpire }) => ({ minutesToExpire: minutesToExpire ?? 5 })),
  ],
  [
    "default-of-a-day",
    "A token expires after a day by default.",
    withParameters(({ minutesToExpire }) => ({ minutesToExpire: minutesToExpire ?? 1440 })),
  ],
  [
    "expiry-in-milliseconds",
    "The expiry is in milliseconds.",
    withClaims((all) => ({ ...all, exp: Number(all.exp) * 1000 })),
  ],
  [
    "signed-by-nobody",
    "The token is signed with another key.",
    withBody((token) => ({
      token: jwt.sign(JSON.stringify(jwt.decode(token)), "another key, which is long enough for it"),
    })),
  ],
  ["not-a-token", "The token is not a JSON Web Token.", withBody(() => ({ token: "0123456789abcdef" }))],
  ["called-access-token", "The token is in the member accessToken.", withBody((token) => ({ accessToken: token }))],
  [
    "text",
    "The response is the token as plain text.",
    (call, handler) => {
      const response = handler(call);
      const { token } = response.body as { token: string };
      return { ...response, headers: { "Content-Type": "text/plain" }, body: token };
    },
    "The descriptions list text/plain as well.",
  ],
  [
    "mqtt-not-implemented",
    "A request for an MQTT token gets 501.",
    (call, handler) => (call.values.clientType === "MQTT" ? { status: 501, listsApiVersions: true } : handler(call)),
    "The official emulator does so.",
  ],
  [
    "client-type-letter-case",
    "clientType is case-sensitive.",
    (call, handler) =>
      call.values.clientType === "Default" ? { status: 400, listsApiVersions: false } : handler(call),
  ],
];

export const clientTokens: readonly Mutant[] = mutantsOf(
  "tokens",
  {
    operations: ["generateClientToken"],
    cases: { written: "all", replays: "all", constraints: ["query"] },
    make: wrongHandler,
  },
  VARIANTS,
);
