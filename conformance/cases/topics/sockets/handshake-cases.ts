import { send } from "../../../wire/http.js";
import { HandshakeRejectedError, JSON_PROTOCOL, RELIABLE_PROTOCOL } from "../../../wire/socket-client.js";
import { keyOf, secondsOf, signToken } from "../../../wire/tokens.js";
import type { Level } from "../../case.js";
import type { CaseContext } from "../../case-context.js";
import { otherHub } from "../../support/membership.js";
import { type OpenOptions, openSocket } from "../../support/open-socket.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should, may, atLevel } = casesOf("sockets", { aspect: "effects", needs: ["state", "sockets"] });

/** Tokens that must not let a client connect to the context's hub. */
const BAD_TOKENS: readonly {
  readonly name: string;
  /** The subject of the requirement. */
  readonly subject: string;
  /** @default "MUST" */
  readonly level?: Level;
  /** Whether only the access key can sign it. */
  readonly signed?: true;
  readonly token: (context: CaseContext) => string | Promise<string>;
}[] = [
  { name: "garbage", subject: "a token that is not a JWT", token: () => "garbage" },
  {
    name: "other-hub",
    subject: "a token for another hub",
    token: (context) => context.clientToken({ hub: otherHub(context) }),
  },
  {
    name: "unsigned",
    subject: "a token without a signature and with the algorithm `none`",
    token: async (context) => {
      const [, claims] = (await context.clientToken()).split(".");
      const header = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
      return `${header}.${claims}.`;
    },
  },
  {
    name: "changed",
    subject: "a token that was changed after signing",
    token: async (context) => {
      const [header, claims = "", signature] = (await context.clientToken()).split(".");
      const changed = { ...(JSON.parse(Buffer.from(claims, "base64url").toString()) as object), sub: "somebody else" };
      return `${header}.${Buffer.from(JSON.stringify(changed)).toString("base64url")}.${signature}`;
    },
  },
  {
    name: "wrong-key",
    subject: "a token signed with another key",
    signed: true,
    token: (context) => context.clientToken({}, { key: keyOf("a key of the right length that is not the right one") }),
  },
  {
    name: "other-host",
    subject: "a token for another host",
    signed: true,
    token: (context) =>
      context.clientToken({}, { claims: { aud: `https://elsewhere.example/client/hubs/${context.hub}` } }),
  },
  {
    name: "rest-token",
    subject: "a token for the REST API",
    signed: true,
    token: ({ target, hub }) => signToken(target, `${target.endpoint}/api/hubs/${hub}/:send`),
  },
  {
    name: "expired",
    subject: "a token that expired an hour ago",
    signed: true,
    token: (context) => context.clientToken({}, { claims: { exp: secondsOf(context.target) - 3600 } }),
  },
  {
    name: "without-expiry",
    subject: "a token without `exp`",
    level: "SHOULD",
    signed: true,
    token: (context) => context.clientToken({}, { claims: { exp: undefined } }),
  },
];

export const handshakeCases: readonly WrittenCase[] = [
  must(
    "handshake/token-in-query",
    "A client can connect with its token in the query parameter `access_token`.",
    SOURCES.token,
    async (context) => {
      const query = { access_token: await context.clientToken() };
      await openSocket(context, { query }, expectConnected(context));
    },
  ),
  must(
    "handshake/token-in-header",
    "A client can connect with its token in the header `Authorization`.",
    SOURCES.token,
    async (context) => {
      const headers = { Authorization: `Bearer ${await context.clientToken()}` };
      await openSocket(context, { headers }, expectConnected(context));
    },
  ),
  must(
    "handshake/token-is-of-the-handshake-only",
    "A connection stays open after its token has expired.",
    SOURCES.token,
    async (context) => {
      const client = await context.connect();
      await context.target.advance?.(2 * 3600);
      context.expectNothing(await context.received(client), "a client whose token expired");
    },
    { needs: ["state", "sockets", "clock"] },
  ),
  must(
    "handshake/no-token",
    "A client without a token cannot connect.",
    SOURCES.token,
    (context) => expectNoConnection(context, {}),
    { aspect: "authentication", needs: ["sockets", "authentication"] },
  ),
  ...BAD_TOKENS.flatMap(({ name, subject, level = "MUST", signed, token }) => {
    const needs = ["sockets", "authentication", ...(signed ? (["access-key"] as const) : [])] as const;
    const shared = { aspect: "authentication", needs } as const;
    return [
      atLevel(
        level,
        `handshake/${name}`,
        `A client with ${subject} in the query cannot connect.`,
        SOURCES.token,
        async (context) => expectNoConnection(context, { query: { access_token: await token(context) } }),
        shared,
      ),
      atLevel(
        level,
        `handshake/${name}-in-header`,
        `A client with ${subject} in the Authorization header cannot connect.`,
        SOURCES.token,
        async (context) =>
          expectNoConnection(context, { headers: { Authorization: `Bearer ${await token(context)}` } }),
        shared,
      ),
      should(
        `handshake/${name}/status`,
        `The handshake of a client with ${subject} is rejected with 401.`,
        SOURCES.token,
        async (context) => {
          await expectHandshake(context, { query: { access_token: await token(context) } }, 401);
          await expectValidTokenConnects(context);
        },
        shared,
      ),
    ];
  }),
  should(
    "handshake/group-of-no-name",
    "A token with a blank group name is rejected with 400.",
    SOURCES.groups,
    async (context) => {
      await expectHandshake(context, { query: { access_token: await context.clientToken({ groups: [" "] }) } }, 400);
    },
    { aspect: "rejections", needs: ["sockets", "access-key"] },
  ),
  should(
    "handshake/not-a-websocket",
    "A request without a WebSocket upgrade is rejected with 400.",
    SOURCES.token,
    async (context) => {
      const exchange = await send(context.target, {
        method: "GET",
        url: new URL(context.clientAddress()),
        headers: new Headers({ Authorization: `Bearer ${await context.clientToken()}` }),
        body: new Uint8Array(),
      });
      context.transcript.push(exchange);
      context.expectStatus(exchange, 400);
    },
    { aspect: "rejections", needs: ["sockets"] },
  ),
  ...[JSON_PROTOCOL, RELIABLE_PROTOCOL].map((protocol) =>
    must(
      `handshake/subprotocol/${protocol}`,
      `The server selects ${protocol} if a client offers it, and sends a \`connected\` frame first.`,
      SOURCES.json,
      async (context) => {
        const query = { access_token: await context.clientToken() };
        await openSocket(context, { query, protocol }, async (client) => {
          context.expectEqual("subprotocol", client.socket.protocol, protocol);
          context.expectFrame(await client.next(), { type: "system", event: "connected" });
        });
      },
    ),
  ),
  must(
    "handshake/subprotocol/none",
    "A client that offers no subprotocol gets none, and receives no `connected` frame.",
    SOURCES.json,
    async (context) => {
      const client = await context.connect({ userId: "alice", protocol: null });
      context.expectEqual("subprotocol", client.socket.protocol, "");
      context.expectNothing(await context.received(client), "a simple client that nothing was sent to");
    },
  ),
  // With an event handler, the application chooses.
  may(
    "handshake/subprotocol/unknown",
    "A client that offers only an unknown subprotocol is a simple client.",
    SOURCES.json,
    async (context) => {
      // By header: `ws` closes a socket that does not get a subprotocol that `ws` offered.
      const headers = { "Sec-WebSocket-Protocol": "protocol.of.our.own" };
      const query = { access_token: await context.clientToken({ userId: "alice" }) };
      const client = await context.open({ name: "client", query, protocols: [], headers });
      client.userId = "alice";
      context.expectNothing(await context.received(client), "a simple client that nothing was sent to");
    },
  ),
];

/** Checks that the first frame is `connected`, and that the connection exists. */
function expectConnected(context: CaseContext): Parameters<typeof openSocket>[2] {
  return async (client) => {
    const frame = await client.next();
    context.expectFrame(frame, { type: "system", event: "connected" });
    const { connectionId } = frame as { connectionId?: unknown };
    await context.expectAccepted("connectionExists", { path: { connectionId } });
  };
}

/** Checks that a client cannot connect: the handshake is rejected, or the socket is closed. A valid token connects. */
async function expectNoConnection(context: CaseContext, options: OpenOptions): Promise<void> {
  const error = await openSocket(context, options, async (client) => void (await client.closed())).catch(
    (reason: unknown) => reason,
  );
  if (error instanceof Error && !(error instanceof HandshakeRejectedError)) throw error;
  await expectValidTokenConnects(context);
}

async function expectValidTokenConnects(context: CaseContext): Promise<void> {
  await context.connect({ name: "client with a valid token" });
}

/** Checks that a handshake is rejected with the status. */
async function expectHandshake(context: CaseContext, options: OpenOptions, status: number): Promise<void> {
  const error = await openSocket(context, options, async () => {}).catch((reason: unknown) => reason);
  if (error instanceof Error && !(error instanceof HandshakeRejectedError)) throw error;
  context.expectEqual("handshake status", error instanceof HandshakeRejectedError ? error.status : 101, status);
}
