import jwt from "jsonwebtoken";
import { ConformanceError } from "../../wire/conformance-error.js";
import { type Exchange, jsonOf } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import { HandshakeRejectedError, JSON_PROTOCOL, type SocketClient } from "../../wire/socket-client.js";
import { secondsOf } from "../../wire/tokens.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must } = casesOf("generateClientToken", { aspect: "effects", needs: ["state", "sockets", "authentication"] });

/** The clock skew that the suite allows. */
const ALLOWED_CLOCK_SKEW_SECONDS = 300;

export const generateClientTokenCases: readonly WrittenCase[] = [
  must("token-connects-a-client", "A client can connect to the hub with the token.", "operation", async (context) => {
    const client = await connect(context, await generate(context));
    await context.expectAccepted("connectionExists", { path: { connectionId: client.id } });
  }),
  must(
    "client-is-the-user",
    "A client with a token for a user is connected as that user and receives its messages.",
    "parameter userId",
    async (context) => {
      const client = await connect(context, await generate(context, { userId: "alice" }));
      context.expectFrame(client.connected, { userId: "alice" });
      await context.expectAccepted("sendToUser", { path: { userId: "alice" }, body: text("hello") });
      context.expectFrame((await context.received(client))[0], { data: "hello" });
    },
  ),
  must(
    "client-is-anonymous",
    "A client with a token without a user is anonymous.",
    "parameter userId",
    async (context) => {
      const client = await connect(context, await generate(context));
      const { userId = null } = client.connected;
      context.expect(userId === null, `Expected an anonymous client, got user ${JSON.stringify(userId)}.`);
      await context.expectAccepted("sendToAll", { query: { filter: "userId eq null" }, body: text("hello") });
      context.expectFrame((await context.received(client))[0], { data: "hello" });
    },
    { uses: ["sendToAll filter"] },
  ),
  must(
    "token-names-the-user",
    "The token has the user id as `sub`.",
    "parameter userId",
    async (context) => {
      const { sub } = await claims(context, { userId: "alice" });
      context.expectEqual("sub", sub, "alice");
    },
    { aspect: "parameters", needs: ["authentication"] },
  ),
  must(
    "token-names-no-user",
    "A token without a user has no `sub`.",
    "parameter userId",
    async (context) => {
      const { sub } = await claims(context);
      context.expectEqual("sub", sub, undefined);
    },
    { aspect: "parameters", needs: ["authentication"] },
  ),
  ...[
    {
      id: "no-role-no-permission",
      requirement: "Without a role, a client cannot join a group.",
      roles: [],
      mayJoin: false,
    },
    {
      id: "role-for-every-group",
      requirement: "With the role `webpubsub.joinLeaveGroup`, a client can join any group.",
      roles: ["webpubsub.joinLeaveGroup"],
      mayJoin: true,
    },
    {
      id: "role-for-the-group",
      requirement: "With a joinLeaveGroup role for the group, a client can join it.",
      roles: ["webpubsub.joinLeaveGroup.room"],
      mayJoin: true,
    },
    {
      id: "role-for-another-group",
      requirement: "With a joinLeaveGroup role for another group, a client cannot join the group.",
      roles: ["webpubsub.joinLeaveGroup.lobby"],
      mayJoin: false,
    },
    {
      id: "role-to-send",
      requirement: "With a sendToGroup role for the group, a client cannot join it.",
      roles: ["webpubsub.sendToGroup.room"],
      mayJoin: false,
    },
    {
      id: "roles-can-be-repeated",
      requirement: "All requested roles are granted.",
      roles: ["webpubsub.joinLeaveGroup.lobby", "webpubsub.joinLeaveGroup.room", "webpubsub.sendToGroup.room"],
      mayJoin: true,
    },
  ].map(({ id, requirement, roles, mayJoin }) =>
    must(id, requirement, "E78", async (context) => {
      const client = await connect(context, await generate(context, { role: roles }));
      const { ack } = await client.sendAndAwaitAck({ type: "joinGroup", group: "room", ackId: 1 });
      context.expectFrame(ack, { success: mayJoin });
      if (!mayJoin) context.expectFrame(ack.error as Readonly<Record<string, unknown>>, { name: "Forbidden" });
    }),
  ),
  must(
    "role-to-send-lets-send",
    "With a sendToGroup role for a group, a client can send to that group only.",
    "E78",
    async (context) => {
      const client = await connect(context, await generate(context, { role: ["webpubsub.sendToGroup.room"] }));
      const message = { type: "sendToGroup", dataType: "text", data: "hello" };
      const { ack } = await client.sendAndAwaitAck({ ...message, group: "room", ackId: 1 });
      context.expectFrame(ack, { success: true });
      const { ack: other } = await client.sendAndAwaitAck({ ...message, group: "lobby", ackId: 2 });
      context.expectFrame(other, { success: false });
    },
  ),
  must(
    "client-is-in-the-groups",
    "A client with the token is in all requested groups and in no other.",
    "E77",
    async (context) => {
      const client = await connect(context, await generate(context, { group: ["a&b", "lobby"] }));
      for (const group of ["a&b", "lobby"]) {
        await context.expectAccepted("sendToGroup", { path: { group }, body: text("hello") });
        context.expectFrame((await context.received(client))[0], { from: "group", group, data: "hello" });
      }
      await context.expectAccepted("sendToGroup", { path: { group: "a" }, body: text("hello") });
      context.expectNothing(await context.received(client), "the client, which is not in the group");
    },
    { uses: ["generateClientToken group"] },
  ),
  must(
    "token-names-the-groups",
    "The token has the group names as `webpubsub.group`, decoded, not percent-encoded.",
    "E07",
    async (context) => {
      const { "webpubsub.group": named } = await claims(context, { group: ["a&b", "lobby"] });
      const groups = [named].flat().map(String).sort();
      context.expectEqual("webpubsub.group", groups, ["a&b", "lobby"]);
    },
    { aspect: "parameters", needs: ["authentication"], uses: ["generateClientToken group"] },
  ),
  ...[
    {
      id: "expires-as-asked",
      requirement: "The token expires after `minutesToExpire` minutes.",
      query: { minutesToExpire: 10 },
      minutes: 10,
    },
    {
      id: "expires-after-an-hour",
      requirement: "Without `minutesToExpire`, the token expires after 60 minutes.",
      query: {},
      minutes: 60,
    },
  ].map(({ id, requirement, query, minutes }) =>
    must(
      id,
      requirement,
      "parameter minutesToExpire",
      async (context) => {
        const { exp } = await claims(context, query);
        const left = Number(exp) - secondsOf(context.target);
        const isInTime = Math.abs(left - minutes * 60) <= ALLOWED_CLOCK_SKEW_SECONDS;
        context.expect(isInTime, `Expected a token that expires in ${minutes * 60} seconds, got ${left}.`);
      },
      { aspect: "parameters", needs: ["authentication"] },
    ),
  ),
  must(
    "expired-token-connects-nobody",
    "A client cannot connect with an expired token.",
    "parameter minutesToExpire",
    async (context) => {
      const token = await generate(context, { minutesToExpire: 1 });
      await context.target.advance?.(60 + 2 * ALLOWED_CLOCK_SKEW_SECONDS);
      try {
        await connect(context, token);
      } catch (error) {
        if (error instanceof HandshakeRejectedError) return;
        throw error;
      }
      throw new ConformanceError("A client connected with an expired token.");
    },
    { aspect: "authentication", needs: ["sockets", "authentication", "clock"] },
  ),
  ...[
    { id: "audience-is-of-clients", type: undefined, path: "/client/hubs/" },
    { id: "audience-of-default", type: "Default", path: "/client/hubs/" },
    { id: "letter-case-of-client-type", type: "default", path: "/client/hubs/" },
    { id: "audience-of-mqtt", type: "MQTT", path: "/clients/mqtt/hubs/" },
  ].map(({ id, type, path }) =>
    must(
      id,
      `A token ${type === undefined ? "without a clientType" : `with the clientType \`${type}\``} has the audience \`${path}{hub}\`.`,
      type === undefined ? "operation" : "parameter clientType",
      async (context) => {
        const exchange = await context.sendRaw("generateClientToken", { query: { clientType: type } });
        context.expectResponse("generateClientToken", exchange, 200);
        const { aud } = decode(exchange);
        const expected = path + context.hub;
        context.expect(
          // Hub names are case-insensitive.
          URL.canParse(String(aud)) && new URL(String(aud)).pathname.toLowerCase() === expected.toLowerCase(),
          `The audience is ${JSON.stringify(aud)}, and its path should be ${expected}.`,
          exchange,
        );
      },
      { aspect: "parameters", needs: ["authentication"] },
    ),
  ),
];

async function generate(context: CaseContext, query: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return tokenOf(await context.expectAccepted("generateClientToken", { query }));
}

async function claims(context: CaseContext, query: Readonly<Record<string, unknown>> = {}): Promise<jwt.JwtPayload> {
  return decode(await context.expectAccepted("generateClientToken", { query }));
}

function tokenOf(exchange: Exchange): string {
  return (jsonOf(exchange) as { token: string }).token;
}

/** The claims of the token. Its signature is not verified. */
function decode(exchange: Exchange): jwt.JwtPayload {
  const payload = jwt.decode(tokenOf(exchange), { json: true });
  if (payload === null) throw new ConformanceError("The token is not a JWT.", exchange);
  return payload;
}

function connect(context: CaseContext, token: string): Promise<SocketClient> {
  return context.open({ name: "client", query: { access_token: token }, protocols: [JSON_PROTOCOL] });
}
