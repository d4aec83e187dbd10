import jwt from "jsonwebtoken";
import { ConformanceError } from "../../wire/conformance-error.js";
import { type Exchange, jsonOf } from "../../wire/exchange.js";
import { text } from "../../wire/message-bodies.js";
import { HandshakeRejectedError, JSON_PROTOCOL, type SocketClient } from "../../wire/socket-client.js";
import { secondsOf } from "../../wire/tokens.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const { must } = casesOf("generateClientToken", { aspect: "effects", needs: ["state", "sockets", "authentication"] });

/** By how much clocks may differ, in seconds. */
const SKEW = 300;

export const generateClientTokenCases: readonly WrittenCase[] = [
  must(
    "token-connects-a-client",
    "A client can connect with the token, and is in the hub.",
    "operation",
    async (context) => {
      const client = await connect(context, await generate(context));
      await context.expectAccepted("connectionExists", { path: { connectionId: client.id } });
    },
  ),
  must(
    "client-is-the-user",
    "A client that connects with a token for a user is told that it is that user, and gets its messages.",
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
    "A client that connects with a token for no user is anonymous.",
    "parameter userId",
    async (context) => {
      const client = await connect(context, await generate(context));
      const { userId = null } = client.connected;
      context.expect(
        userId === null,
        `The client is told that it is ${JSON.stringify(userId)}, and should be no user.`,
      );
      await context.expectAccepted("sendToAll", { query: { filter: "userId eq null" }, body: text("hello") });
      context.expectFrame((await context.received(client))[0], { data: "hello" });
    },
  ),
  must(
    "token-names-the-user",
    "The user is the `sub` of the token.",
    "parameter userId",
    async (context) => {
      const { sub } = await claims(context, { userId: "alice" });
      context.expect(sub === "alice", `The sub is ${JSON.stringify(sub)}, and should be "alice".`);
    },
    { aspect: "parameters", needs: ["authentication"] },
  ),
  must(
    "token-names-no-user",
    "A token for no user has no `sub`.",
    "parameter userId",
    async (context) => {
      const { sub } = await claims(context);
      context.expect(sub === undefined, `The sub is ${JSON.stringify(sub)}, and there should be none.`);
    },
    { aspect: "parameters", needs: ["authentication"] },
  ),
  ...[
    {
      id: "no-role-no-permission",
      requirement: "Without a role, a client may not join a group.",
      roles: [],
      mayJoin: false,
    },
    {
      id: "role-for-every-group",
      requirement: "With the role `webpubsub.joinLeaveGroup`, a client may join any group.",
      roles: ["webpubsub.joinLeaveGroup"],
      mayJoin: true,
    },
    {
      id: "role-for-the-group",
      requirement: "With a role that names the group, a client may join the group.",
      roles: ["webpubsub.joinLeaveGroup.room"],
      mayJoin: true,
    },
    {
      id: "role-for-another-group",
      requirement: "With a role that names another group, a client may not join the group.",
      roles: ["webpubsub.joinLeaveGroup.lobby"],
      mayJoin: false,
    },
    {
      id: "role-to-send",
      requirement: "With a role to send to a group, a client may not join it.",
      roles: ["webpubsub.sendToGroup.room"],
      mayJoin: false,
    },
    {
      id: "roles-can-be-repeated",
      requirement: "Every role that the request names is given.",
      roles: ["webpubsub.joinLeaveGroup.lobby", "webpubsub.joinLeaveGroup.room", "webpubsub.sendToGroup.room"],
      mayJoin: true,
    },
  ].map(({ id, requirement, roles, mayJoin }) =>
    must(id, requirement, "E06", async (context) => {
      const client = await connect(context, await generate(context, { role: roles }));
      const { ack } = await client.sendAndAwaitAck({ type: "joinGroup", group: "room", ackId: 1 });
      context.expectFrame(ack, { success: mayJoin });
      if (!mayJoin) context.expectFrame(ack.error as Readonly<Record<string, unknown>>, { name: "Forbidden" });
    }),
  ),
  must(
    "role-to-send-lets-send",
    "With a role to send to a group, a client may send to it, and not to another.",
    "E06",
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
    "A client that connects with the token is in every group that the request named, and in no other.",
    "E07",
    async (context) => {
      const client = await connect(context, await generate(context, { group: ["a&b", "lobby"] }));
      for (const group of ["a&b", "lobby"]) {
        await context.expectAccepted("sendToGroup", { path: { group }, body: text("hello") });
        context.expectFrame((await context.received(client))[0], { from: "group", group, data: "hello" });
      }
      await context.expectAccepted("sendToGroup", { path: { group: "a" }, body: text("hello") });
      context.expectNothing(await context.received(client), "the client by a group that it is not in");
    },
  ),
  must(
    "token-names-the-groups",
    "The groups are the `webpubsub.group` of the token, as they are named and not as an address has them.",
    "E07",
    async (context) => {
      const { "webpubsub.group": named } = await claims(context, { group: ["a&b", "lobby"] });
      const groups = [named].flat().map(String).sort();
      context.expect(groups.join() === "a&b,lobby", `webpubsub.group is ${JSON.stringify(named)}.`);
    },
    { aspect: "parameters", needs: ["authentication"] },
  ),
  ...[
    {
      id: "expires-as-asked",
      requirement: "A token expires after as many minutes as the request says.",
      query: { minutesToExpire: 10 },
      minutes: 10,
    },
    {
      id: "expires-after-an-hour",
      requirement: "A token expires after 60 minutes if the request does not say otherwise.",
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
        const isRight = Math.abs(left - minutes * 60) <= SKEW;
        context.expect(isRight, `The token expires in ${left} seconds, and should in ${minutes * 60}.`);
      },
      { aspect: "parameters", needs: ["authentication"] },
    ),
  ),
  must(
    "expired-token-connects-nobody",
    "No client can connect with a token that has expired.",
    "parameter minutesToExpire",
    async (context) => {
      const token = await generate(context, { minutesToExpire: 1 });
      await context.target.advance?.(60 + 2 * SKEW);
      try {
        await connect(context, token);
      } catch (error) {
        if (error instanceof HandshakeRejectedError) return;
        throw error;
      }
      throw new ConformanceError("A client could connect.");
    },
    { aspect: "authentication", needs: ["sockets", "authentication", "clock"] },
  ),
  ...[
    { id: "audience-is-of-clients", type: undefined, path: "/client/hubs/" },
    { id: "audience-of-default", type: "Default", path: "/client/hubs/" },
    // Recorded in small letters, which the description does not have.
    { id: "letter-case-of-client-type", type: "default", path: "/client/hubs/" },
    { id: "audience-of-mqtt", type: "MQTT", path: "/clients/mqtt/hubs/" },
  ].map(({ id, type, path }) =>
    must(
      id,
      `A token for ${type === undefined ? "no given clientType" : `the clientType \`${type}\``} has the audience \`${path}{hub}\`.`,
      type === undefined ? "operation" : "parameter clientType",
      async (context) => {
        const exchange = await context.sendRaw("generateClientToken", { query: { clientType: type } });
        context.expectResponse("generateClientToken", exchange, 200);
        const { aud } = decode(exchange);
        const expected = path + context.hub;
        context.expect(
          // The letter case of a hub is of no matter.
          URL.canParse(String(aud)) && new URL(String(aud)).pathname.toLowerCase() === expected.toLowerCase(),
          `The audience is ${JSON.stringify(aud)}, and its path should be ${expected}.`,
          exchange,
        );
      },
      { aspect: "parameters", needs: ["authentication"], ...(type !== undefined && { only: ["2024-12-01"] }) },
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

/** What the token says, whoever signed it. */
function decode(exchange: Exchange): jwt.JwtPayload {
  const payload = jwt.decode(tokenOf(exchange), { json: true });
  if (payload === null) throw new ConformanceError("The token cannot be decoded.", exchange);
  return payload;
}

function connect(context: CaseContext, token: string): Promise<SocketClient> {
  return context.open({ name: "client", query: { access_token: token }, protocols: [JSON_PROTOCOL] });
}
