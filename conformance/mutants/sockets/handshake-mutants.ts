import type { Interception } from "../../emulator/interception.js";
import { isGroupName } from "../../emulator/name-rules.js";
import type { Handshake } from "../../emulator/sockets/handshake/client-handshake.js";
import type { HandshakeRejection } from "../../emulator/sockets/handshake/handshake-rejection.js";
import type { Mutant } from "../mutant.js";
import { ANYBODY, claimsOf, clientBy, refused, taken } from "../requests/authentication-mutants.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

type Begin = Extract<Handshake, { kind: "begin" }>;
type Variant = readonly [name: string, summary: string, make: () => Interception, history?: string];

const tokens = (decide: Parameters<typeof clientBy>[0]) => (): Interception => ({ prepare: clientBy(decide) });
/** Changes what a client may connect as. */
export const begin = (change: (handshake: Begin) => Handshake | HandshakeRejection) => (): Interception => ({
  handshake: (handshake) => ("kind" in handshake && handshake.kind === "begin" ? change(handshake) : handshake),
});
const identity = (change: (identity: Begin["identity"]) => Partial<Begin["identity"]>) =>
  begin((handshake) => ({ ...handshake, identity: { ...handshake.identity, ...change(handshake.identity) } }));
const refusals = (change: (refusal: HandshakeRejection) => HandshakeRejection) => (): Interception => ({
  handshake: (handshake) => ("status" in handshake ? change(handshake) : handshake),
});

const VARIANTS: readonly Variant[] = [
  [
    "nothing-checked",
    "A client needs no token.",
    tokens((asked) => ({ principal: { kind: "access-key", claims: claimsOf(asked.given) } })),
  ],
  [
    "missing-token-taken",
    "A client without a token may connect.",
    tokens((asked, right) => (asked.given === undefined ? ANYBODY : right(asked))),
  ],
  ["malformed-taken", "A client may connect with what is no token.", tokens(taken("malformed"))],
  [
    "signature-unchecked",
    "The signature of a client's token is not checked.",
    tokens(taken("signature", "signature-base64-key")),
  ],
  ["algorithm-unchecked", "The algorithm of a client's token is not checked.", tokens(taken("algorithm"))],
  ["expiry-ignored", "A client may connect with a token that has expired.", tokens(taken("expired"))],
  ["expiry-not-needed", "A client may connect with a token that never expires.", tokens(taken("no expiry"))],
  ["audience-host-ignored", "A client may connect with a token for another host.", tokens(taken("audience host"))],
  [
    "audience-path-ignored",
    "A client may connect with a token for another hub.",
    tokens(taken("audience path")),
    "https://github.com/Azure/azure-sdk-for-go/pull/27422 tells what the service checks.",
  ],
  [
    "rest-token-taken",
    "A client may connect with a token for a request.",
    tokens((asked, right) =>
      [claimsOf(asked.given).aud].flat().some((aud) => String(aud).includes("/api/"))
        ? taken("audience path")(asked, right)
        : right(asked),
    ),
  ],
  ["everybody-refused", "No client may connect.", tokens(refused(() => true))],
  [
    "token-in-query-ignored",
    "A token in the query is not looked at.",
    () => ({
      handshake: (handshake, request) =>
        request.url?.includes("access_token=") &&
        "kind" in handshake &&
        handshake.kind === "begin" &&
        request.headers.authorization === undefined
          ? { status: 401, hub: handshake.hub, reason: "No." }
          : handshake,
    }),
  ],
  [
    "token-in-header-ignored",
    "A token in a header is not looked at.",
    () => ({
      handshake: (handshake, request) =>
        request.url?.includes("access_token=")
          ? handshake
          : "kind" in handshake && handshake.kind === "begin"
            ? { status: 401, hub: handshake.hub, reason: "No." }
            : handshake,
    }),
  ],
  [
    "403-for-401",
    "A client that may not connect is answered with 403.",
    refusals((refusal) => (refusal.status === 401 ? { ...refusal, status: 403 } : refusal)),
  ],
  [
    "500-for-400",
    "A client whose token has a bad group is answered with 500.",
    refusals((refusal) => (refusal.status === 400 ? { ...refusal, status: 500 } : refusal)),
  ],
  [
    "bad-groups-taken",
    "Bad names of groups in a token are overlooked.",
    () => ({
      prepare: clientBy((asked, right) => {
        const outcome = right(asked);
        if (!("principal" in outcome)) return outcome;
        const { "webpubsub.group": groups, ...claims } = outcome.principal.claims;
        const good = [groups].flat().filter(isGroupName);
        return { principal: { ...outcome.principal, claims: { ...claims, "webpubsub.group": good } } };
      }),
    }),
  ],
  ["groups-ignored", "The groups of a token are not looked at.", identity(() => ({ groups: [] }))],
  [
    "first-group-only",
    "Only the first group of a token counts.",
    identity(({ groups }) => ({ groups: groups.slice(0, 1) })),
  ],
  [
    "groups-need-permission",
    "A client is in the groups of its token if its roles allow it.",
    identity(({ groups, roles }) => ({ groups: roles.includes("webpubsub.joinLeaveGroup") ? groups : [] })),
  ],
  [
    "groups-give-permission",
    "A client has every permission for the groups of its token.",
    identity(({ groups, roles }) => ({
      roles: [
        ...roles,
        ...groups.flatMap((group) => [`webpubsub.sendToGroup.${group}`, `webpubsub.joinLeaveGroup.${group}`]),
      ],
    })),
  ],
  ["roles-ignored", "The roles of a token are not looked at.", identity(() => ({ roles: [] }))],
  [
    "role-of-text-ignored",
    "A role that is no list is not looked at.",
    () => ({
      prepare: clientBy((asked, right) => {
        const outcome = right(asked);
        if (!("principal" in outcome) || Array.isArray(outcome.principal.claims.role)) return outcome;
        return { principal: { ...outcome.principal, claims: { ...outcome.principal.claims, role: [] } } };
      }),
    }),
  ],
  [
    "roles-letter-case",
    "Roles are told apart without regard to letter case.",
    identity(({ roles }) => ({
      roles: roles.map((role) =>
        role.replace(/jointleavegroup|joinleavegroup/i, "joinLeaveGroup").replace(/sendtogroup/i, "sendToGroup"),
      ),
    })),
  ],
  [
    "roles-of-groups-ignored",
    "Roles for one group are not known.",
    identity(({ roles }) => ({ roles: roles.filter((role) => !/Group\./.test(role)) })),
  ],
  [
    "roles-of-groups-are-patterns",
    "A role for one group is for all that begin so.",
    identity(({ roles }) => ({ roles: roles.map((role) => role.replace(/Group\.(.*)$/, "Groups.$1**")) })),
  ],
  [
    "role-for-one-is-for-all",
    "A role for one group is for all groups.",
    identity(({ roles }) => ({ roles: roles.map((role) => role.replace(/Group\..*$/, "Group")) })),
  ],
  [
    "patterns-ignored",
    "Roles with patterns are not known.",
    identity(({ roles }) => ({ roles: roles.filter((role) => !/Groups\./.test(role)) })),
  ],
  [
    "star-goes-across-parts",
    "A * in a pattern goes across parts.",
    identity(({ roles }) => ({ roles: roles.map((role) => role.replace(/(?<!\*)\*$/, "**")) })),
  ],
  [
    "two-stars-are-one",
    "A ** in a pattern stays within a part.",
    identity(({ roles }) => ({ roles: roles.map((role) => role.replaceAll("**", "*")) })),
  ],
  [
    "role-for-both",
    "A role for sending is one for joining too, and the other way round.",
    identity(({ roles }) => ({
      roles: roles.flatMap((role) => [
        role.replace("sendToGroup", "joinLeaveGroup"),
        role.replace("joinLeaveGroup", "sendToGroup"),
      ]),
    })),
  ],
  ["user-ignored", "The user of a token is not looked at.", identity(() => ({ userId: null }))],
  ["user-invented", "A client without a user gets one.", identity(({ userId }) => ({ userId: userId ?? "anonymous" }))],
  [
    "one-connection-for-a-user",
    "A user has one connection: the next takes the place of the last.",
    () => ({
      session: ({ hub, connection }) =>
        queueMicrotask(() => {
          for (const other of [...hub.connectionsOf(connection.userId ?? "")])
            if (other !== connection) hub.close([other], "There is another.");
        }),
    }),
  ],
  [
    "id-of-the-user",
    "The id of a connection is that of its user.",
    () => ({
      session: ({ connection }) => {
        if (connection.userId !== null) Object.assign(connection, { id: connection.userId });
      },
    }),
  ],
  [
    "subprotocol-ignored",
    "Every client is taken for a raw one.",
    begin((handshake) => ({ ...handshake, protocol: null })),
  ],
  [
    "subprotocol-imposed",
    "Every client is taken for one of the JSON subprotocol.",
    begin((handshake) => ({ ...handshake, protocol: handshake.protocol ?? "json.webpubsub.azure.v1" })),
  ],
  [
    "reliable-is-plain",
    "A reliable client is taken for one of the plain subprotocol.",
    begin((handshake) => ({ ...handshake, protocol: handshake.protocol && "json.webpubsub.azure.v1" })),
  ],
  [
    "plain-is-reliable",
    "A client of the plain subprotocol is taken for a reliable one.",
    begin((handshake) => ({ ...handshake, protocol: handshake.protocol && "json.reliable.webpubsub.azure.v1" })),
  ],
  [
    "expiry-closes",
    "A connection ends when its token expires.",
    () => {
      let now = Date.now;
      let exp = 0;
      return {
        prepare: (context) => {
          now = context.clock.now;
          clientBy((asked, right) => {
            exp = Number(claimsOf(asked.given).exp);
            return right(asked);
          })(context);
        },
        session: (session) => {
          const end = exp;
          const deliver = session.deliver.bind(session);
          session.deliver = (message) =>
            now() > end * 1000 ? session.fail(1008, "The token has expired.") : deliver(message);
        },
      };
    },
  ],
];

export const handshake: readonly Mutant[] = VARIANTS.map(([name, summary, make, history]) =>
  wrongEmulator(
    {
      id: `handshake/${name}`,
      summary: summary,
      history,
      operations: ["sockets"],
      cases: /^sockets\/(?!bad-frame|send-to-group\/\w*-?content)/,
    },
    make,
  ),
);
