import type { Source } from "../../../description/sources.js";
import { text } from "../../../wire/message-bodies.js";
import type { SocketClient } from "../../../wire/socket-client.js";
import type { Aspect, Level } from "../../case.js";
import type { CaseContext } from "../../case-context.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { connectClients } from "../connect-clients.js";
import { otherHub } from "../membership.js";
import { RECEIVER, type Send } from "./send-operations.js";

/** The connected clients: a user with two connections, one of them in the group, and two other members of the group. */
const CLIENTS = {
  alice: { ...RECEIVER, groups: ["room", "lobby"] },
  "alice's second connection": { userId: RECEIVER.userId },
  bob: { userId: "bob", groups: ["room"] },
  anonymous: { groups: ["room"] },
} as const;

export type ClientName = keyof typeof CLIENTS;
type Clients = Readonly<Record<ClientName, SocketClient>>;

/** A request, and the clients that receive its message, each of them once. The others receive nothing. */
export interface Reach {
  /** What follows the operation in the case's id. */
  readonly id: string;
  /** @default "effects" */
  readonly aspect?: Aspect;
  /** @default "MUST" */
  readonly level?: Level;
  readonly requirement: string;
  readonly source: Source;
  /** @default a path that reaches `alice` */
  readonly path?: (context: CaseContext) => Readonly<Record<string, string>>;
  readonly query?: (clients: Clients, context: CaseContext) => Readonly<Record<string, unknown>>;
  /** True if the operation does not have the parameters of the query, so that our client would not send them. */
  readonly isUndescribed?: boolean;
  readonly receivers: readonly ClientName[];
}

/** The cases of which clients receive a message. */
export function receiverCases({ operation, path, from }: Send, reaches: readonly Reach[]): WrittenCase[] {
  const { atLevel } = casesOf(operation, { needs: ["state", "sockets"] });
  return reaches.map(({ id, aspect = "effects", level = "MUST", requirement, source, receivers, ...reach }) =>
    atLevel(
      level,
      id,
      requirement,
      source,
      async (context) => {
        const clients = await connectClients(context, CLIENTS);
        const values = {
          path: reach.path?.(context) ?? path(clients.alice),
          query: reach.query?.(clients, context) ?? {},
          body: text("hello"),
        };
        if (reach.isUndescribed) context.expectResponse(operation, await context.sendRaw(operation, values), 202);
        else await context.expectAccepted(operation, values);
        for (const [name, client] of Object.entries(clients) as [ClientName, SocketClient][]) {
          const frames = await context.received(client, operation);
          if (receivers.includes(name)) {
            const [first, ...more] = frames;
            context.expectFrame(first, { type: "message", ...from, dataType: "text", data: "hello" });
            context.expectNothing(more, `${name}, after the message`);
          } else context.expectNothing(frames, name);
        }
      },
      { aspect },
    ),
  );
}

/** The case that a message stays in its hub, though the same user is in a group of the same name in another hub. */
export function hubCase({ operation, path }: Send): WrittenCase {
  const { must } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
  return must(
    "stays-in-the-hub",
    "A message reaches no connection of another hub.",
    "parameter hub",
    async (context) => {
      const inside = await context.connect({ ...RECEIVER, name: "client" });
      const outside = await context.connect({ ...RECEIVER, name: "client of another hub", hub: otherHub(context) });
      // An id can only reach the other hub if it is the id of a connection there.
      const isById = operation === "sendToConnection";
      await context.expectAccepted(operation, { path: path(isById ? outside : inside), body: text("hello") });
      context.expectNothing(await context.received(outside, operation), outside.name);
      const frames = await context.received(inside, operation);
      if (isById) context.expectNothing(frames, inside.name);
      else context.expectFrame(frames[0], { data: "hello" });
    },
  );
}

/** What every operation with the parameter `excluded` must do. @param receivers those of a request without it */
export function excludedReaches(receivers: readonly ClientName[]): Reach[] {
  const without = (...names: ClientName[]) => receivers.filter((name) => !names.includes(name));
  return [
    {
      id: "excluded-connection-gets-nothing",
      requirement: "A connection listed in `excluded` does not receive the message; the others do.",
      source: "parameter excluded",
      query: ({ bob }) => ({ excluded: [bob.id] }),
      receivers: without("bob"),
    },
    {
      id: "excluded-can-be-repeated",
      requirement: "`excluded` can be repeated: none of the connections that it lists receives the message.",
      source: "E09",
      query: ({ alice, bob }) => ({ excluded: [alice.id, bob.id] }),
      receivers: without("alice", "bob"),
    },
    {
      id: "excluded-is-not-split-at-commas",
      requirement: "`excluded` values are not split at commas: two ids joined by a comma exclude nobody.",
      source: "E09",
      query: ({ alice, bob }) => ({ excluded: [`${alice.id},${bob.id}`] }),
      receivers,
    },
    {
      id: "excluded-that-is-unknown-is-ignored",
      requirement: "An unknown id in `excluded` is ignored, and the other ids still count.",
      source: "parameter excluded",
      query: ({ bob }, { unknownId }) => ({ excluded: [unknownId, bob.id] }),
      receivers: without("bob"),
    },
  ];
}

/** What `messageTtlSeconds` must not do. */
export function ttlReach(receivers: readonly ClientName[]): Reach {
  return {
    id: "time-to-live-holds-nothing-back",
    requirement: "A time to live does not delay or prevent delivery to connected clients.",
    source: "parameter messageTtlSeconds",
    query: () => ({ messageTtlSeconds: 300 }),
    receivers,
  };
}
