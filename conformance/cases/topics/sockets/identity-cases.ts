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

/** Roles, and the groups that they grant the permission for. */
const ROLES: readonly {
  readonly name: string;
  readonly role: (permission: Permission) => string;
  /** @default "MUST" */
  readonly level?: Level;
  readonly allowed: readonly string[];
  readonly forbidden: readonly string[];
  /** The groups in words, at the end of the requirement. */
  readonly groups: string;
}[] = [
  {
    name: "any-group",
    role: (permission) => `webpubsub.${permission}`,
    allowed: ["room", "hall"],
    forbidden: [],
    groups: "for every group",
  },
  {
    name: "one-group",
    role: (permission) => `webpubsub.${permission}.room`,
    allowed: ["room"],
    forbidden: ["hall", "room.1", "roo"],
    groups: "for that group only",
  },
  {
    name: "letter-case",
    level: "SHOULD",
    role: (permission) => `webpubsub.${permission.toLowerCase()}`,
    allowed: [],
    forbidden: ["room"],
    groups: "for no group: roles are case-sensitive",
  },
  {
    name: "pattern-within-a-part",
    level: "SHOULD",
    role: (permission) => `webpubsub.${permission}s.room.*`,
    allowed: ["room.1", "room.hall"],
    forbidden: ["hall", "room", "room.1.2"],
    groups: "for matching groups: `*` matches within a segment",
  },
  {
    name: "pattern-across-parts",
    level: "SHOULD",
    role: (permission) => `webpubsub.${permission}s.room.**`,
    allowed: ["room.1", "room.1.2"],
    forbidden: ["hall", "hall.room.1"],
    groups: "for matching groups: `**` matches across segments",
  },
];

export const identityCases: readonly WrittenCase[] = [
  must(
    "connected/user",
    "The `connected` frame has the connectionId and the userId by which servers find the client.",
    SOURCES.user,
    async (context) => {
      const { connectionId, userId } = await connectedFrame(context, { userId: "alice" });
      context.expect(isName(connectionId), `Expected a connectionId, got ${JSON.stringify(connectionId)}.`);
      context.expectEqual("userId", userId, "alice");
    },
  ),
  must(
    "connected/anonymous",
    "In the `connected` frame of an anonymous client, userId is null or absent.",
    SOURCES.user,
    async (context) => {
      const { connectionId, userId } = await connectedFrame(context, {});
      context.expect(isName(connectionId), `Expected a connectionId, got ${JSON.stringify(connectionId)}.`);
      context.expectEqual("userId", userId ?? null, null);
    },
  ),
  must(
    "connected/reconnection-token",
    "The `connected` frame of a reliable client has a reconnectionToken.",
    SOURCES.frames,
    async (context) => {
      const { reconnectionToken } = await connectedFrame(context, {}, RELIABLE_PROTOCOL);
      context.expect(
        isName(reconnectionToken),
        `Expected a reconnectionToken, got ${JSON.stringify(reconnectionToken)}.`,
      );
    },
  ),
  must(
    "connected/connections-of-a-user",
    "Connections of the same user have different ids.",
    SOURCES.frames,
    async (context) => {
      const [one, two] = [await context.connect({ userId: "alice" }), await context.connect({ userId: "alice" })];
      context.expect(one.id !== two.id, `Two connections have the id ${one.id}.`);
    },
  ),
  must(
    "token/groups",
    "A client is in the groups of its token once it is connected, and needs no permission for it.",
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
    "The claim `role` may be a single string instead of a list.",
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
      `Without roles, frames that need ${permission} are rejected with Forbidden, even for groups that the client is in.`,
      SOURCES.permission,
      async (context) => {
        const client = await context.connect({ groups: ["room"] });
        await expectErrorAck(context, client, permissionFrame(permission, "room"), "Forbidden");
        await expectErrorAck(context, client, permissionFrame(permission, "hall"), "Forbidden");
      },
    ),
    must(
      `roles/${slug}/not-the-other`,
      `A role for ${other} does not grant ${permission}.`,
      SOURCES.roles,
      async (context) => {
        const client = await context.connect({ roles: [`webpubsub.${other}`, `webpubsub.${other}.room`] });
        await expectErrorAck(context, client, permissionFrame(permission, "room"), "Forbidden");
      },
    ),
    ...ROLES.map(({ name, role, level = "MUST", allowed, forbidden, groups }) =>
      atLevel(
        level,
        `roles/${slug}/${name}`,
        `The role \`${role(permission)}\` grants ${permission} ${groups}.`,
        SOURCES.roles,
        async (context) => {
          const client = await context.connect({ roles: [role(permission)] });
          for (const group of allowed) await expectAck(context, client, permissionFrame(permission, group));
          for (const group of forbidden)
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
