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
  must(
    "handshake/token-in-query",
    "A client connects with its token in the query parameter `access_token`.",
    SOURCES.token,
    async (context) => {
      const query = { access_token: await context.clientToken() };
      await openSocket(context, { query }, expectConnected(context));
    },
  ),
  must(
    "handshake/token-in-header",
    "A client connects with its token in the header `Authorization`.",
    SOURCES.token,
    async (context) => {
      const headers = { Authorization: `Bearer ${await context.clientToken()}` };
      await openSocket(context, { headers }, expectConnected(context));
    },
  ),
  must(
    "handshake/token-is-of-the-handshake-only",
    "A connection lives on after the token that it was opened with has expired.",
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
    "A client without a token is refused with 401.",
    SOURCES.token,
    (context) => expectHandshake(context, {}, 401),
    { aspect: "authentication", needs: ["sockets", "authentication"] },
  ),
  ...BAD_TOKENS.flatMap(({ name, requirement, level = "MUST", signed, token }) => [
    atLevel(
      level,
      `handshake/${name}`,
      `A client with ${requirement} in its query is refused with 401.`,
      SOURCES.token,
      async (context) => {
        await expectHandshake(context, { query: { access_token: await token(context) } }, 401);
      },
      { aspect: "authentication", needs: ["sockets", "authentication", ...(signed ? (["access-key"] as const) : [])] },
    ),
    atLevel(
      level,
      `handshake/${name}-in-header`,
      `A client with ${requirement} in its header is refused with 401.`,
      SOURCES.token,
      async (context) => {
        await expectHandshake(context, { headers: { Authorization: `Bearer ${await token(context)}` } }, 401);
      },
      { aspect: "authentication", needs: ["sockets", "authentication", ...(signed ? (["access-key"] as const) : [])] },
    ),
  ]),
  should(
    "handshake/group-of-no-name",
    "A token with a group whose name is white space is refused with 400.",
    SOURCES.groups,
    async (context) => {
      await expectHandshake(context, { query: { access_token: await context.clientToken({ groups: [" "] }) } }, 400);
    },
    { aspect: "rejections", needs: ["sockets", "access-key"] },
  ),
  should(
    "handshake/not-a-websocket",
    "A request that does not ask for a WebSocket is refused with 400.",
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
      `A client that offers ${protocol} gets it, and a \`connected\` frame first.`,
      SOURCES.json,
      async (context) => {
        const query = { access_token: await context.clientToken() };
        await openSocket(context, { query, protocol }, async (client) => {
          const chosen = client.socket.protocol;
          context.expect(chosen === protocol, `The subprotocol is "${chosen}", and should be ${protocol}.`);
          context.expectFrame(await client.next(), { type: "system", event: "connected" });
        });
      },
    ),
  ),
  must(
    "handshake/subprotocol/none",
    "A client that offers no subprotocol gets none, and no frame but what is sent to it, as it is.",
    SOURCES.json,
    async (context) => {
      const client = await context.connect({ userId: "alice", protocol: null });
      context.expect(client.socket.protocol === "", `The subprotocol is ${client.socket.protocol}.`);
      context.expectNothing(await context.received(client), "a raw client that nothing was sent to");
    },
  ),
  // With an event handler it would be the application's choice.
  may(
    "handshake/subprotocol/unknown",
    "A client that offers nothing but a subprotocol of its own is a raw client.",
    SOURCES.json,
    async (context) => {
      // By hand: `ws` gives up a socket that does not get the subprotocol that it was to ask for.
      const headers = { "Sec-WebSocket-Protocol": "protocol.of.our.own" };
      const query = { access_token: await context.clientToken({ userId: "alice" }) };
      const client = await context.open({ name: "client", query, protocols: [], headers });
      client.userId = "alice";
      context.expectNothing(await context.received(client), "a raw client that nothing was sent to");
    },
  ),
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
