import { send } from "../../../wire/http.js";
import { HandshakeRejectedError, JSON_PROTOCOL, RELIABLE_PROTOCOL } from "../../../wire/socket-client.js";
import { keyOf, secondsOf, signToken } from "../../../wire/tokens.js";
import type { Level } from "../../case.js";
import type { CaseContext } from "../../case-context.js";
import { otherHub } from "../../support/membership.js";
import { type OpenOptions, openSocket } from "../../support/open-socket.js";
import type { WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const accepted = {
  operation: "sockets",
  aspect: "effects",
  source: SOURCES.token,
  needs: ["state", "sockets"],
} as const;
const refused = { operation: "sockets", aspect: "authentication", source: SOURCES.token } as const;

/** Tokens with which nobody may connect to the stage's hub. */
const BAD_TOKENS: readonly {
  readonly name: string;
  readonly requirement: string;
  /** @default "MUST" */
  readonly level?: Level;
  /** Made with the access key. */
  readonly signed?: true;
  readonly token: (context: CaseContext) => string | Promise<string>;
}[] = [
  { name: "garbage", requirement: "something that is no token", token: () => "garbage" },
  {
    name: "other-hub",
    requirement: "a token for another hub",
    token: (context) => context.clientToken({ hub: otherHub(context) }),
  },
  {
    name: "unsigned",
    requirement: "a token without a signature, whose algorithm is none",
    token: async (context) => {
      const [, claims] = (await context.clientToken()).split(".");
      const head = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
      return `${head}.${claims}.`;
    },
  },
  {
    name: "changed",
    requirement: "a token that was changed after it was signed",
    token: async (context) => {
      const [head, claims = "", signature] = (await context.clientToken()).split(".");
      const changed = { ...(JSON.parse(Buffer.from(claims, "base64url").toString()) as object), sub: "somebody else" };
      return `${head}.${Buffer.from(JSON.stringify(changed)).toString("base64url")}.${signature}`;
    },
  },
  {
    name: "wrong-key",
    requirement: "a token that another key signed",
    signed: true,
    token: (context) => context.clientToken({}, { key: keyOf("a key of the right length that is not the right one") }),
  },
  {
    name: "other-host",
    requirement: "a token for another host",
    signed: true,
    token: (context) =>
      context.clientToken({}, { claims: { aud: `https://elsewhere.example/client/hubs/${context.hub}` } }),
  },
  {
    name: "rest-token",
    requirement: "a token for the REST API",
    signed: true,
    token: ({ target, hub }) => signToken(target, `${target.endpoint}/api/hubs/${hub}/:send`),
  },
  {
    name: "expired",
    requirement: "a token that expired an hour ago",
    signed: true,
    token: (context) => context.clientToken({}, { claims: { exp: secondsOf(context.target) - 3600 } }),
  },
  {
    name: "without-expiry",
    requirement: "a token that does not expire",
    level: "SHOULD",
    signed: true,
    token: (context) => context.clientToken({}, { claims: { exp: undefined } }),
  },
];

export const handshakeCases: readonly WrittenCase[] = [
  {
    ...accepted,
    id: "sockets/handshake/token-in-query",
    level: "MUST",
    requirement: "A client connects with its token in the query parameter `access_token`.",
    async run(context) {
      const query = { access_token: await context.clientToken() };
      await openSocket(context, { query }, expectConnected(context));
    },
  },
  {
    ...accepted,
    id: "sockets/handshake/token-in-header",
    level: "MUST",
    requirement: "A client connects with its token in the header `Authorization`.",
    async run(context) {
      const headers = { Authorization: `Bearer ${await context.clientToken()}` };
      await openSocket(context, { headers }, expectConnected(context));
    },
  },
  {
    ...accepted,
    id: "sockets/handshake/token-is-of-the-handshake-only",
    level: "MUST",
    requirement: "A connection lives on after the token that it was opened with has expired.",
    needs: ["state", "sockets", "clock"],
    async run(context) {
      const client = await context.connect();
      await context.target.advance?.(2 * 3600);
      context.expectNothing(await context.received(client), "a client whose token expired");
    },
  },
  {
    ...refused,
    id: "sockets/handshake/no-token",
    level: "MUST",
    requirement: "A client without a token is refused with 401.",
    needs: ["sockets", "authentication"],
    run: (context) => expectHandshake(context, {}, 401),
  },
  ...BAD_TOKENS.flatMap(({ name, requirement, level = "MUST", signed, token }): WrittenCase[] => [
    {
      ...refused,
      id: `sockets/handshake/${name}`,
      level,
      requirement: `A client with ${requirement} in its query is refused with 401.`,
      needs: ["sockets", "authentication", ...(signed ? (["access-key"] as const) : [])],
      async run(context) {
        await expectHandshake(context, { query: { access_token: await token(context) } }, 401);
      },
    },
    {
      ...refused,
      id: `sockets/handshake/${name}-in-header`,
      level,
      requirement: `A client with ${requirement} in its header is refused with 401.`,
      needs: ["sockets", "authentication", ...(signed ? (["access-key"] as const) : [])],
      async run(context) {
        await expectHandshake(context, { headers: { Authorization: `Bearer ${await token(context)}` } }, 401);
      },
    },
  ]),
  {
    ...accepted,
    id: "sockets/handshake/group-of-no-name",
    aspect: "rejections",
    level: "SHOULD",
    requirement: "A token with a group whose name is white space is refused with 400.",
    source: SOURCES.groups,
    needs: ["sockets", "access-key"],
    async run(context) {
      await expectHandshake(context, { query: { access_token: await context.clientToken({ groups: [" "] }) } }, 400);
    },
  },
  {
    ...accepted,
    id: "sockets/handshake/not-a-websocket",
    aspect: "rejections",
    level: "SHOULD",
    requirement: "A request that does not ask for a WebSocket is refused with 400.",
    needs: ["sockets"],
    async run(context: CaseContext) {
      const exchange = await send(context.target, {
        method: "GET",
        url: new URL(context.clientAddress()),
        headers: new Headers({ Authorization: `Bearer ${await context.clientToken()}` }),
        body: new Uint8Array(),
      });
      context.transcript.push(exchange);
      context.expectStatus(exchange, 400);
    },
  },
  ...[JSON_PROTOCOL, RELIABLE_PROTOCOL].map(
    (protocol): WrittenCase => ({
      ...accepted,
      id: `sockets/handshake/subprotocol/${protocol}`,
      level: "MUST",
      requirement: `A client that offers ${protocol} gets it, and a \`connected\` frame first.`,
      source: SOURCES.json,
      async run(context: CaseContext) {
        const query = { access_token: await context.clientToken() };
        await openSocket(context, { query, protocol }, async (client) => {
          const chosen = client.socket.protocol;
          context.expect(chosen === protocol, `The subprotocol is "${chosen}", and should be ${protocol}.`);
          context.expectFrame(await client.next(), { type: "system", event: "connected" });
        });
      },
    }),
  ),
  {
    ...accepted,
    id: "sockets/handshake/subprotocol/none",
    level: "MUST",
    requirement: "A client that offers no subprotocol gets none, and no frame but what is sent to it, as it is.",
    source: SOURCES.json,
    async run(context: CaseContext) {
      const client = await context.connect({ userId: "alice", protocol: null });
      context.expect(client.socket.protocol === "", `The subprotocol is ${client.socket.protocol}.`);
      context.expectNothing(await context.received(client), "a raw client that nothing was sent to");
    },
  },
  {
    ...accepted,
    id: "sockets/handshake/subprotocol/unknown",
    // With an event handler it would be the application's choice.
    level: "MAY",
    requirement: "A client that offers nothing but a subprotocol of its own is a raw client.",
    source: SOURCES.json,
    async run(context) {
      // By hand: `ws` gives up a socket that does not get the subprotocol that it was to ask for.
      const headers = { "Sec-WebSocket-Protocol": "protocol.of.our.own" };
      const query = { access_token: await context.clientToken({ userId: "alice" }) };
      const client = await context.open({ name: "client", query, protocols: [], headers });
      client.userId = "alice";
      context.expectNothing(await context.received(client), "a raw client that nothing was sent to");
    },
  },
];

/** Checks that the first frame is `connected`, and that the connection is there. */
function expectConnected(context: CaseContext): Parameters<typeof openSocket>[2] {
  return async (client) => {
    const frame = await client.next();
    context.expectFrame(frame, { type: "system", event: "connected" });
    const { connectionId } = frame as { connectionId?: unknown };
    await context.expectAccepted("connectionExists", { path: { connectionId } });
  };
}

/** Checks that a client is refused with the status. */
async function expectHandshake(context: CaseContext, options: OpenOptions, status: number): Promise<void> {
  const refusal = await openSocket(context, options, async () => {}).catch((error: unknown) => error);
  if (refusal instanceof Error && !(refusal instanceof HandshakeRejectedError)) throw refusal;
  const answer = refusal instanceof HandshakeRejectedError ? refusal.status : 101;
  context.expect(answer === status, `The handshake was answered with ${answer}, and should be with ${status}.`);
}
