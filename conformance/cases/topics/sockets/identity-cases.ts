import { text } from "../../../wire/message-bodies.js";
import { JSON_PROTOCOL, RELIABLE_PROTOCOL, type SocketClient } from "../../../wire/socket-client.js";
import type { Level } from "../../case.js";
import type { CaseContext, ClientOptions } from "../../case-context.js";
import { expectAck, expectErrorAck } from "../../support/acks.js";
import { openSocket } from "../../support/open-socket.js";
import { PERMISSIONS, type Permission, permissionFrame } from "../../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, atLevel } = casesOf("sockets", { aspect: "effects", needs: ["state", "sockets"] });

/** What roles give for the groups `room` and `hall`. */
const ROLES: readonly {
  readonly name: string;
  readonly role: (permission: Permission) => string;
  /** @default "MUST" */
  readonly level?: Level;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
  readonly requirement: string;
}[] = [
  {
    name: "any-group",
    role: (permission) => `webpubsub.${permission}`,
    may: ["room", "hall"],
    mayNot: [],
    requirement: "gives it for every group",
  },
  {
    name: "one-group",
    role: (permission) => `webpubsub.${permission}.room`,
    may: ["room"],
    mayNot: ["hall", "room.1", "roo"],
    requirement: "gives it for that group only",
  },
  {
    name: "letter-case",
    level: "SHOULD",
    role: (permission) => `webpubsub.${permission.toLowerCase()}`,
    may: [],
    mayNot: ["room"],
    requirement: "in other letter case gives nothing",
  },
  {
    name: "pattern-within-a-part",
    level: "SHOULD",
    role: (permission) => `webpubsub.${permission}s.room.*`,
    may: ["room.1", "room.hall"],
    mayNot: ["hall", "room", "room.1.2"],
    requirement: "with a pattern gives it for the groups that match, where `*` stays within a part",
  },
  {
    name: "pattern-across-parts",
    level: "SHOULD",
    role: (permission) => `webpubsub.${permission}s.room.**`,
    may: ["room.1", "room.1.2"],
    mayNot: ["hall", "hall.room.1"],
    requirement: "with a pattern gives it for the groups that match, where `**` goes across parts",
  },
];

export const identityCases: readonly WrittenCase[] = [
  must(
    "connected/user",
    "The `connected` frame tells the client its connection and its user, under which servers find it.",
    SOURCES.user,
    async (context) => {
      const { connectionId, userId } = await connectedFrame(context, { userId: "alice" });
      context.expect(isName(connectionId), `The connectionId is ${JSON.stringify(connectionId)}.`);
      context.expect(userId === "alice", `The userId is ${JSON.stringify(userId)}, and should be "alice".`);
    },
  ),
  must(
    "connected/anonymous",
    "The `connected` frame tells a client without a user of none.",
    SOURCES.user,
    async (context) => {
      const { connectionId, userId } = await connectedFrame(context, {});
      context.expect(isName(connectionId), `The connectionId is ${JSON.stringify(connectionId)}.`);
      context.expect(
        (userId ?? null) === null,
        `The userId is ${JSON.stringify(userId)}, and should be null or absent.`,
      );
    },
  ),
  must(
    "connected/reconnection-token",
    "The `connected` frame has a reconnectionToken for a reliable client.",
    SOURCES.frames,
    async (context) => {
      const { reconnectionToken } = await connectedFrame(context, {}, RELIABLE_PROTOCOL);
      context.expect(isName(reconnectionToken), `The reconnectionToken is ${typeof reconnectionToken}.`);
    },
  ),
  must(
    "connected/connections-of-a-user",
    "Each connection has an id of its own, also of one user.",
    SOURCES.frames,
    async (context) => {
      const [one, two] = [await context.connect({ userId: "alice" }), await context.connect({ userId: "alice" })];
      context.expect(one.id !== two.id, `Two connections have the id ${one.id}.`);
    },
  ),
  must(
    "token/groups",
    "A client is in the groups of its token as soon as it is connected, without any permission.",
    SOURCES.groups,
    async (context) => {
      const groups = ["room", "a b+c"];
      const client = await context.connect({ groups });
      for (const group of groups) {
        await context.expectAccepted("sendToGroup", { path: { group }, body: text("hello") });
        context.expectFrame(await client.next(), { type: "message", from: "group", group, data: "hello" });
      }
    },
  ),
  must(
    "token/role-that-is-no-list",
    "The role of a token may be a single text in the place of a list.",
    SOURCES.roles,
    async (context) => {
      const query = { access_token: await context.clientToken({}, { claims: { role: "webpubsub.joinLeaveGroup" } }) };
      await openSocket(context, { query }, async (client) => {
        await expectAck(context, client, permissionFrame("joinLeaveGroup", "room"));
      });
    },
    { needs: ["state", "sockets", "access-key"] },
  ),
  ...PERMISSIONS.flatMap(({ permission, slug, other }) => [
    must(
      `roles/${slug}/none`,
      `A client without roles is refused with Forbidden what needs ${permission}, also for a group that it is in.`,
      SOURCES.permission,
      async (context) => {
        const client = await context.connect({ groups: ["room"] });
        await expectErrorAck(context, client, permissionFrame(permission, "room"), "Forbidden");
        await expectErrorAck(context, client, permissionFrame(permission, "hall"), "Forbidden");
      },
    ),
    must(
      `roles/${slug}/not-the-other`,
      `A role for ${other} does not give ${permission}.`,
      SOURCES.roles,
      async (context) => {
        const client = await context.connect({ roles: [`webpubsub.${other}`, `webpubsub.${other}.room`] });
        await expectErrorAck(context, client, permissionFrame(permission, "room"), "Forbidden");
      },
    ),
    ...ROLES.map(({ name, role, level = "MUST", may, mayNot, requirement }) =>
      atLevel(
        level,
        `roles/${slug}/${name}`,
        `The role ${role(permission)} ${requirement}.`,
        SOURCES.roles,
        async (context) => {
          const client = await context.connect({ roles: [role(permission)] });
          for (const group of may) await expectAck(context, client, permissionFrame(permission, group));
          for (const group of mayNot)
            await expectErrorAck(context, client, permissionFrame(permission, group), "Forbidden");
        },
      ),
    ),
  ]),
];

async function connectedFrame(
  context: CaseContext,
  options: ClientOptions,
  protocol = JSON_PROTOCOL,
): Promise<Readonly<Record<string, unknown>>> {
  const query = { access_token: await context.clientToken(options) };
  let members: Readonly<Record<string, unknown>> = {};
  await openSocket(context, { query, protocol }, async (client: SocketClient) => {
    const frame = await client.next();
    context.expectFrame(frame, { type: "system", event: "connected" });
    members = frame as typeof members;
    const { connectionId } = members;
    await context.expectAccepted("connectionExists", { path: { connectionId } });
    if (options.userId !== undefined) await context.expectAccepted("userExists", { path: { userId: options.userId } });
  });
  return members;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
