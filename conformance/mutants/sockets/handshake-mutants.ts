import type { Interception } from "../../emulator/interception.js";
import { isGroupName } from "../../emulator/name-rules.js";
import type { Handshake } from "../../emulator/sockets/handshake/client-handshake.js";
import type { HandshakeRejection } from "../../emulator/sockets/handshake/handshake-rejection.js";
import type { Mutant } from "../mutant.js";
import { ACCEPTED, accepting, authenticatingClients, claimsOf, rejecting } from "../requests/authentication-mutants.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

/** A new connection, as opposed to the recovery of one. */
type Begin = Extract<Handshake, { kind: "begin" }>;
type Make = () => Interception;

function isBegin(handshake: Handshake | HandshakeRejection): handshake is Begin {
  return "kind" in handshake && handshake.kind === "begin";
}

const authenticating =
  (authenticate: Parameters<typeof authenticatingClients>[0]): Make =>
  () => ({ prepare: authenticatingClients(authenticate) });

/** Changes how a new connection begins. */
export const changeBegin =
  (change: (handshake: Begin) => Handshake | HandshakeRejection): Make =>
  () => ({
    handshake: (handshake) => (isBegin(handshake) ? change(handshake) : handshake),
  });

/** Changes the user, groups and roles that a token gives a new connection. */
const changeIdentity = (change: (identity: Begin["identity"]) => Partial<Begin["identity"]>) =>
  changeBegin((handshake) => ({ ...handshake, identity: { ...handshake.identity, ...change(handshake.identity) } }));

const changeRoles = (change: (roles: readonly string[]) => string[]) =>
  changeIdentity(({ roles }) => ({ roles: change(roles) }));

/** Changes the claims of a token that was accepted. */
const changeClaims = (change: (claims: Record<string, unknown>) => Record<string, unknown>) =>
  authenticating((request, correct) => {
    const result = correct(request);
    if (!("principal" in result)) return result;
    const { principal } = result;
    return { principal: { ...principal, claims: { ...principal.claims, ...change(principal.claims) } } };
  });

/** Rejects a handshake with another status. */
const rejectingWith =
  (status: number, otherStatus: number): Make =>
  () => ({
    handshake: (handshake) =>
      "status" in handshake && handshake.status === status ? { ...handshake, status: otherStatus } : handshake,
  });

const VARIANTS: readonly Variant<Make>[] = [
  [
    "nothing-checked",
    "A client needs no valid token.",
    authenticating((request) => ({ principal: { kind: "access-key", claims: claimsOf(request.given) } })),
  ],
  [
    "missing-token-taken",
    "A client without a token can connect.",
    authenticating((request, correct) => (request.given === undefined ? ACCEPTED : correct(request))),
  ],
  ["malformed-taken", "A client can connect with a malformed token.", authenticating(accepting("malformed"))],
  [
    "signature-unchecked",
    "The signature of a client's token is not checked.",
    authenticating(accepting("signature", "signature-base64-key")),
  ],
  ["algorithm-unchecked", "The algorithm of a client's token is not checked.", authenticating(accepting("algorithm"))],
  ["expiry-ignored", "A client can connect with an expired token.", authenticating(accepting("expired"))],
  [
    "expiry-not-needed",
    "A client can connect with a token that never expires.",
    authenticating(accepting("no expiry")),
  ],
  [
    "audience-host-ignored",
    "A client can connect with a token for another host.",
    authenticating(accepting("audience host")),
  ],
  [
    "audience-path-ignored",
    "A client can connect with a token for another hub.",
    authenticating(accepting("audience path")),
    "https://github.com/Azure/azure-sdk-for-go/pull/27422 tells what the service checks.",
  ],
  [
    "rest-token-taken",
    "A client can connect with a token for requests.",
    authenticating((request, correct) =>
      [claimsOf(request.given).aud].flat().some((aud) => String(aud).includes("/api/"))
        ? accepting("audience path")(request, correct)
        : correct(request),
    ),
  ],
  ["everybody-refused", "No client can connect.", authenticating(rejecting(() => true))],
  [
    "token-in-query-ignored",
    "A token in the query is ignored.",
    () => ({
      handshake: (handshake, { url, headers }) =>
        isBegin(handshake) && url?.includes("access_token=") && headers.authorization === undefined
          ? { status: 401, hub: handshake.hub, reason: "No." }
          : handshake,
    }),
  ],
  [
    "token-in-header-ignored",
    "A token in a header is ignored.",
    () => ({
      handshake: (handshake, { url }) =>
        isBegin(handshake) && !url?.includes("access_token=")
          ? { status: 401, hub: handshake.hub, reason: "No." }
          : handshake,
    }),
  ],
  ["403-for-401", "A client without a valid token gets 403 instead of 401.", rejectingWith(401, 403)],
  ["500-for-400", "A client whose token has an invalid group gets 500 instead of 400.", rejectingWith(400, 500)],
  [
    "bad-groups-taken",
    "Invalid group names in a token are skipped.",
    changeClaims(({ "webpubsub.group": groups }) => ({ "webpubsub.group": [groups].flat().filter(isGroupName) })),
  ],
  ["groups-ignored", "The groups of a token are ignored.", changeIdentity(() => ({ groups: [] }))],
  [
    "first-group-only",
    "Only the first group of a token counts.",
    changeIdentity(({ groups }) => ({ groups: groups.slice(0, 1) })),
  ],
  [
    "groups-need-permission",
    "A client joins the groups of its token only if its roles allow it.",
    changeIdentity(({ groups, roles }) => ({ groups: roles.includes("webpubsub.joinLeaveGroup") ? groups : [] })),
  ],
  [
    "groups-give-permission",
    "A client has every permission for the groups of its token.",
    changeIdentity(({ groups, roles }) => ({
      roles: [
        ...roles,
        ...groups.flatMap((group) => [`webpubsub.sendToGroup.${group}`, `webpubsub.joinLeaveGroup.${group}`]),
      ],
    })),
  ],
  ["roles-ignored", "The roles of a token are ignored.", changeIdentity(() => ({ roles: [] }))],
  [
    "role-of-text-ignored",
    "A role that is a string instead of an array is ignored.",
    changeClaims(({ role }) => ({ role: Array.isArray(role) ? role : [] })),
  ],
  [
    "roles-letter-case",
    "Roles are case-insensitive.",
    changeRoles((roles) =>
      roles.map((role) =>
        role.replace(/jointleavegroup|joinleavegroup/i, "joinLeaveGroup").replace(/sendtogroup/i, "sendToGroup"),
      ),
    ),
  ],
  [
    "roles-of-groups-ignored",
    "Roles for one group are ignored.",
    changeRoles((roles) => roles.filter((role) => !/Group\./.test(role))),
  ],
  [
    "roles-of-groups-are-patterns",
    "A role for one group applies to every group whose name starts with it.",
    changeRoles((roles) => roles.map((role) => role.replace(/Group\.(.*)$/, "Groups.$1**"))),
  ],
  [
    "role-for-one-is-for-all",
    "A role for one group applies to every group.",
    changeRoles((roles) => roles.map((role) => role.replace(/Group\..*$/, "Group"))),
  ],
  [
    "patterns-ignored",
    "Roles with patterns are ignored.",
    changeRoles((roles) => roles.filter((role) => !/Groups\./.test(role))),
  ],
  [
    "star-goes-across-parts",
    "A * in a pattern matches across separators.",
    changeRoles((roles) => roles.map((role) => role.replace(/(?<!\*)\*$/, "**"))),
  ],
  [
    "two-stars-are-one",
    "A ** in a pattern does not match across separators.",
    changeRoles((roles) => roles.map((role) => role.replaceAll("**", "*"))),
  ],
  [
    "role-for-both",
    "A role for sending also allows joining, and vice versa.",
    changeIdentity(({ roles }) => ({
      roles: roles.flatMap((role) => [
        role.replace("sendToGroup", "joinLeaveGroup"),
        role.replace("joinLeaveGroup", "sendToGroup"),
      ]),
    })),
  ],
  ["user-ignored", "The user of a token is ignored.", changeIdentity(() => ({ userId: null }))],
  [
    "user-invented",
    "A client without a user gets one.",
    changeIdentity(({ userId }) => ({ userId: userId ?? "anonymous" })),
  ],
  [
    "one-connection-for-a-user",
    "A user has one connection: a new one closes the previous one.",
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
    "The id of a connection is the id of its user.",
    () => ({
      session: ({ connection }) => {
        if (connection.userId !== null) Object.assign(connection, { id: connection.userId });
      },
    }),
  ],
  [
    "subprotocol-ignored",
    "Every client is treated as a simple client.",
    changeBegin((handshake) => ({ ...handshake, protocol: null })),
  ],
  [
    "subprotocol-imposed",
    "A simple client is treated as a client of the JSON subprotocol.",
    changeBegin((handshake) => ({ ...handshake, protocol: handshake.protocol ?? "json.webpubsub.azure.v1" })),
  ],
  [
    "reliable-is-plain",
    "A client of the reliable subprotocol is treated as one of the plain subprotocol.",
    changeBegin((handshake) => ({ ...handshake, protocol: handshake.protocol && "json.webpubsub.azure.v1" })),
  ],
  [
    "plain-is-reliable",
    "A client of the plain subprotocol is treated as one of the reliable subprotocol.",
    changeBegin((handshake) => ({ ...handshake, protocol: handshake.protocol && "json.reliable.webpubsub.azure.v1" })),
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
          authenticatingClients((request, correct) => {
            exp = Number(claimsOf(request.given).exp);
            return correct(request);
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

export const handshakes: readonly Mutant[] = mutantsOf(
  "handshake",
  {
    operations: ["sockets"],
    cases: {
      written: [
        {
          topics: ["handshake", "identity", "client requests", "group messages", "simple clients", "reliable clients"],
        },
      ],
    },
    make: wrongEmulator,
  },
  VARIANTS,
);
