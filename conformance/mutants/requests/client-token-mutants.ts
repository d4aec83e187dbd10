import jwt from "jsonwebtoken";
import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";
import { keyOf } from "../../wire/tokens.js";
import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { omit } from "../support/omit.js";
import { wrongHandler } from "../support/wrong-emulator.js";

type Claims = Record<string, unknown>;
type Generate = (call: Call, handler: Handler) => RestResponse;

/** Changes the claims of the token, which is signed as before. */
const claims =
  (change: (claims: Claims, call: Call) => Claims): Generate =>
  (call, handler) => {
    const reply = handler(call);
    const { token } = reply.body as { token: string };
    const changed = change(jwt.decode(token) as Claims, call);
    return { ...reply, body: { token: jwt.sign(JSON.stringify(changed), keyOf(call.context.accessKey)) } };
  };
const body =
  (change: (token: string) => unknown): Generate =>
  (call, handler) => {
    const reply = handler(call);
    return { ...reply, body: change((reply.body as { token: string }).token) };
  };
const values =
  (change: (values: Call["values"]) => Call["values"]): Generate =>
  (call, handler) =>
    handler(withValues(call, change(call.values)));

const listOf = (value: unknown) => value as readonly string[];

const VARIANTS: readonly (readonly [name: string, summary: string, generate: Generate, history?: string])[] = [
  [
    "roles-of-a-comma-list",
    "A role is split at commas.",
    values(({ role }) => ({ role: listOf(role).flatMap((each) => each.split(",")) })),
    "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144",
  ],
  [
    "groups-of-a-comma-list",
    "A group is split at commas.",
    values(({ group }) => ({ group: listOf(group).flatMap((each) => each.split(",")) })),
    "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144",
  ],
  [
    "first-role-only",
    "Only the first role is in the token.",
    values(({ role }) => ({ role: listOf(role).slice(0, 1) })),
  ],
  [
    "first-group-only",
    "Only the first group is in the token.",
    values(({ group }) => ({ group: listOf(group).slice(0, 1) })),
  ],
  [
    "last-group-only",
    "Only the last group is in the token.",
    values(({ group }) => ({ group: listOf(group).slice(-1) })),
  ],
  ["last-role-only", "Only the last role is in the token.", values(({ role }) => ({ role: listOf(role).slice(-1) }))],
  [
    "groups-encoded",
    "Groups stay percent-encoded in the token.",
    values(({ group }) => ({ group: listOf(group).map(encodeURIComponent) })),
  ],
  [
    "user-encoded",
    "The user stays percent-encoded in the token.",
    claims(({ sub, ...rest }) => ({ ...rest, ...(sub !== undefined && { sub: encodeURIComponent(String(sub)) }) })),
  ],
  [
    "roles-as-groups",
    "Groups are in the token as roles.",
    claims(({ "webpubsub.group": group, ...rest }) => ({ ...rest, ...(group !== undefined && { role: group }) })),
  ],
  [
    "groups-called-group",
    "Groups stand in the claim group.",
    claims(({ "webpubsub.group": group, ...rest }) => ({ ...rest, group })),
  ],
  [
    "user-called-user-id",
    "The user stands in the claim userId.",
    claims(({ sub, ...rest }) => ({ ...rest, userId: sub })),
  ],
  ["always-a-user", "A token without a user names one.", claims((all) => ({ sub: "anonymous", ...all }))],
  [
    "audience-of-rest",
    "The audience is the address of the request.",
    claims((all, { address }) => ({ ...all, aud: address })),
  ],
  ["audience-missing", "The token has no audience.", claims((all) => omit(all, "aud"))],
  [
    "audience-of-mqtt-alike",
    "The audience is that of a client of the other kind.",
    claims(({ aud, ...rest }) => ({
      ...rest,
      aud: String(aud).includes("/mqtt/")
        ? String(aud).replace("/clients/mqtt/", "/client/")
        : String(aud).replace("/client/", "/clients/mqtt/"),
    })),
  ],
  [
    "audience-without-hub",
    "The audience names no hub.",
    claims(({ aud, ...rest }) => ({ ...rest, aud: String(aud).replace(/\/[^/]+$/, "") })),
  ],
  ["never-expires", "The token never expires.", claims((all) => omit(all, "exp"))],
  ["expired", "The token has expired.", claims((all) => ({ ...all, exp: Number(all.iat) - 3600 }))],
  [
    "expires-in-hours",
    "Minutes are taken for hours.",
    claims((all) => ({ ...all, exp: Number(all.iat) + (Number(all.exp) - Number(all.iat)) * 60 })),
  ],
  [
    "expires-in-seconds",
    "Minutes are taken for seconds.",
    claims((all) => ({ ...all, exp: Number(all.iat) + (Number(all.exp) - Number(all.iat)) / 60 })),
  ],
  [
    "default-of-five-minutes",
    "Where nothing is said a token is for five minutes.",
    values(({ minutesToExpire }) => ({ minutesToExpire: minutesToExpire ?? 5 })),
  ],
  [
    "default-of-a-day",
    "Where nothing is said a token is for a day.",
    values(({ minutesToExpire }) => ({ minutesToExpire: minutesToExpire ?? 1440 })),
  ],
  [
    "expiry-in-milliseconds",
    "The expiry is told in milliseconds.",
    claims((all) => ({ ...all, exp: Number(all.exp) * 1000 })),
  ],
  [
    "signed-by-nobody",
    "The token is signed with another key.",
    body((token) => ({
      token: jwt.sign(JSON.stringify(jwt.decode(token)), "another key, which is long enough for it"),
    })),
  ],
  ["not-a-token", "The token is a random text.", body(() => ({ token: "0123456789abcdef" }))],
  ["called-access-token", "The token is called accessToken.", body((token) => ({ accessToken: token }))],
  [
    "text",
    "The answer is the token as a text.",
    (call, handler) => {
      const reply = handler(call);
      return { ...reply, headers: { "Content-Type": "text/plain" }, body: (reply.body as { token: string }).token };
    },
    "The descriptions list text/plain as well.",
  ],
  [
    "mqtt-not-implemented",
    "A token for MQTT is answered with 501.",
    (call, handler) => (call.values.clientType === "MQTT" ? { status: 501, listsApiVersions: true } : handler(call)),
    "The official emulator does so.",
  ],
  [
    "client-type-letter-case",
    "The clientType has to be written as it is described.",
    (call, handler) =>
      call.values.clientType === "Default" ? { status: 400, listsApiVersions: false } : handler(call),
  ],
];

export const tokens: readonly Mutant[] = VARIANTS.map(([name, summary, generate, history]) =>
  wrongHandler(
    {
      id: `tokens/${name}`,
      summary: summary,
      history,
      cases: /^(?!.*\/(path|token)-)/,
    },
    ["generateClientToken"],
    generate,
  ),
);
