import { send } from "../../../wire/http.js";
import { HandshakeRefused, JSON_PROTOCOL, RELIABLE_PROTOCOL } from "../../../wire/socket-client.js";
import { keyOf, secondsOf, signToken } from "../../../wire/tokens.js";
import type { Level } from "../../case.js";
import type { Stage } from "../../case-context.js";
import { otherHub } from "../../support/membership.js";
import { type OpenOptions, openSocket } from "../../support/open-socket.js";
import type { WrittenCase } from "../../written-case.js";
import { SAID } from "./socket-sources.js";

const accepted = { operation: "sockets", aspect: "effects", source: SAID.token, needs: ["state", "sockets"] } as const;
const refused = { operation: "sockets", aspect: "authentication", source: SAID.token } as const;

/** Tokens with which nobody may connect to the stage's hub. */
const BAD_TOKENS: readonly {
  readonly name: string;
  readonly requirement: string;
  /** @default "MUST" */
  readonly level?: Level;
  /** Made with the access key. */
  readonly signed?: true;
  readonly token: (stage: Stage) => string | Promise<string>;
}[] = [
  { name: "garbage", requirement: "something that is no token", token: () => "garbage" },
  {
    name: "other-hub",
    requirement: "a token for another hub",
    token: (stage) => stage.clientToken({ hub: otherHub(stage) }),
  },
  {
    name: "unsigned",
    requirement: "a token without a signature, whose algorithm is none",
    token: async (stage) => {
      const [, claims] = (await stage.clientToken()).split(".");
      const head = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
      return `${head}.${claims}.`;
    },
  },
  {
    name: "changed",
    requirement: "a token that was changed after it was signed",
    token: async (stage) => {
      const [head, claims = "", signature] = (await stage.clientToken()).split(".");
      const changed = { ...(JSON.parse(Buffer.from(claims, "base64url").toString()) as object), sub: "somebody else" };
      return `${head}.${Buffer.from(JSON.stringify(changed)).toString("base64url")}.${signature}`;
    },
  },
  {
    name: "wrong-key",
    requirement: "a token that another key signed",
    signed: true,
    token: (stage) => stage.clientToken({}, { key: keyOf("a key of the right length that is not the right one") }),
  },
  {
    name: "other-host",
    requirement: "a token for another host",
    signed: true,
    token: (stage) => stage.clientToken({}, { claims: { aud: `https://elsewhere.example/client/hubs/${stage.hub}` } }),
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
    token: (stage) => stage.clientToken({}, { claims: { exp: secondsOf(stage.target) - 3600 } }),
  },
  {
    name: "without-expiry",
    requirement: "a token that does not expire",
    level: "SHOULD",
    signed: true,
    token: (stage) => stage.clientToken({}, { claims: { exp: undefined } }),
  },
];

export const handshakeCases: readonly WrittenCase[] = [
  {
    ...accepted,
    id: "sockets/handshake/token-in-query",
    level: "MUST",
    requirement: "A client connects with its token in the query parameter `access_token`.",
    async run(stage) {
      const query = { access_token: await stage.clientToken() };
      await openSocket(stage, { query }, expectConnected(stage));
    },
  },
  {
    ...accepted,
    id: "sockets/handshake/token-in-header",
    level: "MUST",
    requirement: "A client connects with its token in the header `Authorization`.",
    async run(stage) {
      const headers = { Authorization: `Bearer ${await stage.clientToken()}` };
      await openSocket(stage, { headers }, expectConnected(stage));
    },
  },
  {
    ...accepted,
    id: "sockets/handshake/token-is-of-the-handshake-only",
    level: "MUST",
    requirement: "A connection lives on after the token that it was opened with has expired.",
    needs: ["state", "sockets", "clock"],
    async run(stage) {
      const client = await stage.connect();
      await stage.target.advance?.(2 * 3600);
      stage.expectNothing(await stage.received(client), "a client whose token expired");
    },
  },
  {
    ...refused,
    id: "sockets/handshake/no-token",
    level: "MUST",
    requirement: "A client without a token is refused with 401.",
    needs: ["sockets", "authentication"],
    run: (stage) => expectHandshake(stage, {}, 401),
  },
  ...BAD_TOKENS.flatMap(({ name, requirement, level = "MUST", signed, token }): WrittenCase[] => [
    {
      ...refused,
      id: `sockets/handshake/${name}`,
      level,
      requirement: `A client with ${requirement} in its query is refused with 401.`,
      needs: ["sockets", "authentication", ...(signed ? (["access-key"] as const) : [])],
      async run(stage) {
        await expectHandshake(stage, { query: { access_token: await token(stage) } }, 401);
      },
    },
    {
      ...refused,
      id: `sockets/handshake/${name}-in-header`,
      level,
      requirement: `A client with ${requirement} in its header is refused with 401.`,
      needs: ["sockets", "authentication", ...(signed ? (["access-key"] as const) : [])],
      async run(stage) {
        await expectHandshake(stage, { headers: { Authorization: `Bearer ${await token(stage)}` } }, 401);
      },
    },
  ]),
  {
    ...accepted,
    id: "sockets/handshake/group-of-no-name",
    aspect: "rejections",
    level: "SHOULD",
    requirement: "A token with a group whose name is white space is refused with 400.",
    source: SAID.groups,
    needs: ["sockets", "access-key"],
    async run(stage) {
      await expectHandshake(stage, { query: { access_token: await stage.clientToken({ groups: [" "] }) } }, 400);
    },
  },
  {
    ...accepted,
    id: "sockets/handshake/not-a-websocket",
    aspect: "rejections",
    level: "SHOULD",
    requirement: "A request that does not ask for a WebSocket is refused with 400.",
    needs: ["sockets"],
    async run(stage: Stage) {
      const exchange = await send(stage.target, {
        method: "GET",
        url: new URL(stage.clientAddress()),
        headers: new Headers({ Authorization: `Bearer ${await stage.clientToken()}` }),
        body: new Uint8Array(),
      });
      stage.steps.push(exchange);
      stage.expectStatus(exchange, 400);
    },
  },
  ...[JSON_PROTOCOL, RELIABLE_PROTOCOL].map(
    (protocol): WrittenCase => ({
      ...accepted,
      id: `sockets/handshake/subprotocol/${protocol}`,
      level: "MUST",
      requirement: `A client that offers ${protocol} gets it, and a \`connected\` frame first.`,
      source: SAID.json,
      async run(stage: Stage) {
        const query = { access_token: await stage.clientToken() };
        await openSocket(stage, { query, protocol }, async (client) => {
          const chosen = client.socket.protocol;
          stage.expect(chosen === protocol, `The subprotocol is "${chosen}", and should be ${protocol}.`);
          stage.expectFrame(await client.next(), { type: "system", event: "connected" });
        });
      },
    }),
  ),
  {
    ...accepted,
    id: "sockets/handshake/subprotocol/none",
    level: "MUST",
    requirement: "A client that offers no subprotocol gets none, and no frame but what is sent to it, as it is.",
    source: SAID.json,
    async run(stage: Stage) {
      const client = await stage.connect({ userId: "ada", protocol: null });
      stage.expect(client.socket.protocol === "", `The subprotocol is ${client.socket.protocol}.`);
      stage.expectNothing(await stage.received(client), "a raw client that nothing was sent to");
    },
  },
  {
    ...accepted,
    id: "sockets/handshake/subprotocol/unknown",
    // With an event handler it would be the application's choice.
    level: "MAY",
    requirement: "A client that offers nothing but a subprotocol of its own is a raw client.",
    source: SAID.json,
    async run(stage) {
      // By hand: `ws` gives up a socket that does not get the subprotocol that it was to ask for.
      const headers = { "Sec-WebSocket-Protocol": "protocol.of.our.own" };
      const query = { access_token: await stage.clientToken({ userId: "ada" }) };
      const client = await stage.open({ name: "client", query, protocols: [], headers });
      client.userId = "ada";
      stage.expectNothing(await stage.received(client), "a raw client that nothing was sent to");
    },
  },
];

/** Checks that the first frame is `connected`, and that the connection is there. */
function expectConnected(stage: Stage): Parameters<typeof openSocket>[2] {
  return async (client) => {
    const frame = await client.next();
    stage.expectFrame(frame, { type: "system", event: "connected" });
    const { connectionId } = frame as { connectionId?: unknown };
    await stage.accept("connectionExists", { path: { connectionId } });
  };
}

/** Checks that a client is refused with the status. */
async function expectHandshake(stage: Stage, options: OpenOptions, status: number): Promise<void> {
  const refusal = await openSocket(stage, options, async () => {}).catch((error: unknown) => error);
  if (refusal instanceof Error && !(refusal instanceof HandshakeRefused)) throw refusal;
  const answer = refusal instanceof HandshakeRefused ? refusal.status : 101;
  stage.expect(answer === status, `The handshake was answered with ${answer}, and should be with ${status}.`);
}
