import type { Source } from "../../../description/sources.js";
import { text } from "../../../wire/message-bodies.js";
import type { SocketClient } from "../../../wire/socket-client.js";
import type { Aspect, Level } from "../../case.js";
import type { CaseContext } from "../../case-context.js";
import { kebab } from "../../case-ids.js";
import type { WrittenCase } from "../../written-case.js";
import { connectClients } from "../connect-clients.js";
import { otherHub } from "../membership.js";
import { RECEIVER, type Send } from "./send-operations.js";

/** Who is connected when a message is sent: a user with two connections of which one is in the group, and others in it. */
const CLIENTS = {
  alice: { ...RECEIVER, groups: ["room", "lobby"] },
  "alice's other connection": { userId: RECEIVER.userId },
  bob: { userId: "bob", groups: ["room"] },
  anonymous: { groups: ["room"] },
} as const;

export type Name = keyof typeof CLIENTS;
export type Cast = Readonly<Record<Name, SocketClient>>;

/** A request, and who gets its message: each of them once, and the others not at all. */
export interface Reach {
  /** What is required, in kebab-case. */
  readonly id: string;
  readonly aspect?: Aspect;
  readonly level?: Level;
  readonly requirement: string;
  readonly source: Source;
  /** @default one that reaches `alice` */
  readonly path?: (context: CaseContext) => Readonly<Record<string, string>>;
  readonly query?: (cast: Cast, context: CaseContext) => Readonly<Record<string, unknown>>;
  /** Whether the query is none that the operation has. */
  readonly isUndescribed?: boolean;
  readonly receivers: readonly Name[];
}

/** Who gets a message, by what is asked for. */
export function receiverCases({ operation, path, from }: Send, reaches: readonly Reach[]): WrittenCase[] {
  return reaches.map(({ id, aspect = "effects", level = "MUST", requirement, source, receivers, ...reach }) => ({
    id: `${kebab(operation)}/${id}`,
    operation,
    aspect,
    level,
    requirement,
    source,
    needs: ["state", "sockets"],
    async run(context) {
      const cast = await connectClients(context, CLIENTS);
      const values = {
        path: reach.path?.(context) ?? path(cast.alice),
        query: reach.query?.(cast, context) ?? {},
        body: text("hello"),
      };
      if (reach.isUndescribed) context.expectResponse(operation, await context.sendRaw(operation, values), 202);
      else await context.expectAccepted(operation, values);
      for (const [name, client] of Object.entries(cast) as [Name, SocketClient][]) {
        const frames = await context.received(client, operation);
        if (receivers.includes(name)) {
          const [first, ...more] = frames;
          context.expectFrame(first, { type: "message", ...from, dataType: "text", data: "hello" });
          context.expectNothing(more, `${name}, after the message`);
        } else context.expectNothing(frames, name);
      }
    },
  }));
}

/** That nothing of a message is seen in another hub, where the same user is in a group of the same name. */
export function hubCase(send: Send): WrittenCase {
  const { operation, path } = send;
  return {
    id: `${kebab(operation)}/stays-in-the-hub`,
    operation,
    aspect: "effects",
    level: "MUST",
    requirement: "A message reaches no connection of another hub.",
    source: "parameter hub",
    needs: ["state", "sockets"],
    async run(context) {
      const inside = await context.connect({ ...RECEIVER, name: "client" });
      const outside = await context.connect({ ...RECEIVER, name: "client of another hub", hub: otherHub(context) });
      // By an id there is no other way to the other hub than to name one of its connections.
      const isById = operation === "sendToConnection";
      await context.expectAccepted(operation, { path: path(isById ? outside : inside), body: text("hello") });
      context.expectNothing(await context.received(outside, operation), outside.name);
      const frames = await context.received(inside, operation);
      if (isById) context.expectNothing(frames, inside.name);
      else context.expectFrame(frames[0], { data: "hello" });
    },
  };
}

/** What holds of every `excluded`. */
export function excludedReaches(all: readonly Name[]): Reach[] {
  const without = (...names: Name[]) => all.filter((name) => !names.includes(name));
  return [
    {
      id: "excluded-connection-gets-nothing",
      requirement: "A connection listed in excluded receives no message; the others do.",
      source: "parameter excluded",
      query: ({ bob }) => ({ excluded: [bob.id] }),
      receivers: without("bob"),
    },
    {
      id: "excluded-can-be-repeated",
      requirement: "Every connection that an excluded names receives no message, and not only the first or the last.",
      source: "E09",
      query: ({ alice, bob }) => ({ excluded: [alice.id, bob.id] }),
      receivers: without("alice", "bob"),
    },
    {
      id: "excluded-is-not-split-at-commas",
      requirement: "Two ids in one excluded, with a comma between them, are no id of a connection, and exclude nobody.",
      source: "E09",
      query: ({ alice, bob }) => ({ excluded: [`${alice.id},${bob.id}`] }),
      receivers: all,
    },
    {
      id: "excluded-that-is-unknown-is-ignored",
      requirement: "An excluded that names no connection is ignored, and those beside it are not.",
      source: "parameter excluded",
      query: ({ bob }, { unknownId }) => ({ excluded: [unknownId, bob.id] }),
      receivers: without("bob"),
    },
  ];
}

/** A time to live is of no matter to who is there. */
export function ttlReach(receivers: readonly Name[]): Reach {
  return {
    id: "time-to-live-holds-nothing-back",
    requirement: "A message with a time to live reaches who is connected like any other.",
    source: "parameter messageTtlSeconds",
    query: () => ({ messageTtlSeconds: 300 }),
    receivers,
  };
}
