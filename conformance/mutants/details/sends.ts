import type { Interception } from "../../emulator/interception.js";
import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import { badRequest, type Reply } from "../../emulator/rest/reply.js";
import type { Connection } from "../../emulator/state/connection.js";
import type { Message } from "../../emulator/state/message.js";
import type { Mutant } from "../mutant.js";
import { each, SENDS } from "../operations.js";
import { wrongEmulator } from "../wrong-emulator.js";

type Deliver = (message: Message, deliver: (message: Message) => void, to: Connection) => void;

/** Changes what is delivered of the messages of one operation. */
const delivering =
  (change: Deliver) =>
  (operation: string): Interception => ({
    session: (session) => {
      const deliver = session.deliver.bind(session);
      session.deliver = (message) => {
        if (message.cause === operation) change(message, deliver, session.connection);
        else deliver(message);
      };
    },
  });
const handling =
  (handle: (call: Call, handler: Handler) => Reply) =>
  (operation: string): Interception => ({
    handle: (call, handler) => (call.operation === operation ? handle(call, handler) : handler(call)),
  });
const valuesOf = (change: (call: Call) => Record<string, unknown>) =>
  handling((call, handler) => handler({ ...call, values: { ...call.values, ...(change(call) as Call["values"]) } }));

const excludedOf = ({ values }: Call) => (values.excluded ?? []) as readonly string[];
const CSV = "The description of 2024-12-01 said so in 2025: https://github.com/Azure/azure-rest-api-specs/pull/42144";

interface Way {
  readonly name: string;
  readonly sentence: string;
  readonly history?: string;
  readonly make: (operation: string) => Interception;
  /** The operations that it can be of. @default the four */
  readonly of?: readonly string[];
}

const WITH_EXCLUDED = ["sendToAll", "sendToGroup"];

const WAYS: readonly Way[] = [
  {
    name: "excluded-split",
    sentence: "excluded is split at commas",
    history: CSV,
    of: WITH_EXCLUDED,
    make: valuesOf((call) => ({ excluded: excludedOf(call).flatMap((id) => id.split(",")) })),
  },
  {
    name: "excluded-first-only",
    sentence: "only the first connection in excluded is excluded",
    of: WITH_EXCLUDED,
    make: valuesOf((call) => ({ excluded: excludedOf(call).slice(0, 1) })),
  },
  {
    name: "excluded-last-only",
    sentence: "only the last connection in excluded is excluded",
    of: WITH_EXCLUDED,
    make: valuesOf((call) => ({ excluded: excludedOf(call).slice(-1) })),
  },
  {
    name: "excluded-unknown-refused",
    sentence: "an unknown connection in excluded is refused",
    of: WITH_EXCLUDED,
    make: handling((call, handler) => {
      if (excludedOf(call).some((id) => !call.hub.connections.has(id))) throw badRequest("It is unknown.");
      return handler(call);
    }),
  },
  {
    name: "excluded-excludes-the-user",
    sentence: "excluded excludes all connections of a user",
    of: ["sendToAll"],
    make: valuesOf((call) => ({
      excluded: excludedOf(call).flatMap((id) => {
        const userId = call.hub.connections.get(id)?.userId;
        return userId ? [...call.hub.connectionsOf(userId)].map((connection) => connection.id) : [id];
      }),
    })),
  },
  {
    name: "excluded-or-filter",
    sentence: "with a filter nobody is excluded",
    of: WITH_EXCLUDED,
    make: valuesOf((call) => (call.filter === undefined ? {} : { excluded: [] })),
  },
  {
    name: "only-excluded",
    sentence: "excluded are the only ones to get the message",
    of: WITH_EXCLUDED,
    make: handling((call, handler) => {
      const excluded = excludedOf(call);
      if (excluded.length === 0) return handler(call);
      const others = [...call.hub.connections.keys()].filter((id) => !excluded.includes(id));
      return handler({ ...call, values: { ...call.values, excluded: others } });
    }),
  },
  {
    name: "one-receiver-only",
    sentence: "only one of many gets the message",
    of: ["sendToAll", "sendToGroup", "sendToUser"],
    make: (operation) => {
      const seen = new WeakSet<Message>();
      return delivering((message, deliver) => {
        if (seen.has(message)) return;
        seen.add(message);
        deliver(message);
      })(operation);
    },
  },
  {
    name: "twice",
    sentence: "every message comes twice",
    make: delivering((message, deliver) => {
      deliver(message);
      deliver({ ...message });
    }),
  },
  {
    name: "late",
    sentence: "messages come a moment after what is sent next",
    make: delivering((message, deliver) => void setTimeout(() => deliver(message), 50)),
  },
  {
    name: "to-users-only",
    sentence: "clients without a user get nothing",
    of: WITH_EXCLUDED,
    make: delivering((message, deliver, { userId }) => {
      if (userId !== null) deliver(message);
    }),
  },
  {
    name: "from-the-other",
    sentence: "the message is said to be from elsewhere",
    make: delivering((message, deliver) =>
      deliver({
        ...message,
        from: message.from.kind === "group" ? { kind: "server" } : { kind: "group", group: "", userId: null },
      }),
    ),
  },
  {
    name: "from-a-user",
    sentence: "the message is said to be from a user",
    of: ["sendToGroup"],
    make: delivering((message, deliver) =>
      deliver({
        ...message,
        from: message.from.kind === "group" ? { ...message.from, userId: "server" } : message.from,
      }),
    ),
  },
  {
    name: "of-another-group",
    sentence: "the message is said to be to another group",
    of: ["sendToGroup"],
    make: delivering((message, deliver) =>
      deliver({
        ...message,
        from:
          message.from.kind === "group" ? { ...message.from, group: message.from.group.toUpperCase() } : message.from,
      }),
    ),
  },
  {
    name: "to-everybody",
    sentence: "the message goes to the whole hub",
    of: ["sendToGroup", "sendToUser", "sendToConnection"],
    make: handling((call, handler) => {
      const { hub } = call;
      const send = hub.send.bind(hub);
      try {
        hub.send = (_, message) => send(hub.connections.values(), message);
        return handler(call);
      } finally {
        hub.send = send;
      }
    }),
  },
  {
    name: "to-the-user",
    sentence: "the message goes to all connections of the user",
    of: ["sendToConnection"],
    make: handling((call, handler) => {
      const { hub } = call;
      const send = hub.send.bind(hub);
      try {
        hub.send = (receivers, message) =>
          send(
            [...receivers].flatMap((each) => (each.userId ? [...hub.connectionsOf(each.userId)] : [each])),
            message,
          );
        return handler(call);
      } finally {
        hub.send = send;
      }
    }),
  },
  {
    name: "expires-at-once",
    sentence: "a message with a time to live is gone at once for who is not there",
    make: delivering((message, deliver) =>
      deliver(message.expires === undefined ? message : { ...message, expires: message.expires - 300_000 }),
    ),
  },
  {
    name: "expires-by-default",
    sentence: "a message without a time to live is dropped after ten seconds",
    make: (operation) => ({
      handle: (call, handler) =>
        call.operation === operation && !call.values.messageTtlSeconds
          ? handler({ ...call, values: { ...call.values, messageTtlSeconds: 10 } })
          : handler(call),
    }),
  },
  {
    name: "time-in-minutes",
    sentence: "the time to live is taken for minutes",
    make: valuesOf(({ values: { messageTtlSeconds } }) =>
      messageTtlSeconds === undefined ? {} : { messageTtlSeconds: Number(messageTtlSeconds) * 60 },
    ),
  },
  {
    name: "time-in-milliseconds",
    sentence: "the time to live is taken for milliseconds",
    make: valuesOf(({ values: { messageTtlSeconds } }) =>
      messageTtlSeconds ? { messageTtlSeconds: Number(messageTtlSeconds) / 1000 } : {},
    ),
  },
  {
    name: "zero-is-no-time",
    sentence: "a time to live of 0 drops what cannot be delivered at once",
    make: valuesOf(({ values: { messageTtlSeconds } }) =>
      messageTtlSeconds === 0 ? { messageTtlSeconds: 0.001 } : {},
    ),
  },
  {
    name: "null-is-lost",
    sentence: "JSON that is null is no message",
    make: delivering((message, deliver) => {
      if (message.payload.data !== null) deliver(message);
    }),
  },
  {
    name: "false-is-lost",
    sentence: "JSON that counts as false is an empty object",
    make: delivering((message, deliver) =>
      deliver(
        message.payload.dataType === "json" && typeof message.payload.data !== "object"
          ? { ...message, payload: { dataType: "json", data: {}, text: "{}" } }
          : message,
      ),
    ),
  },
  {
    name: "charset-ignored",
    sentence: "every text is taken for UTF-8",
    make: handling((call, handler) =>
      handler({
        ...call,
        headers: { ...call.headers, "content-type": call.headers["content-type"]?.replace(/;.*/, "") },
      }),
    ),
  },
  {
    name: "charset-refused",
    sentence: "a media type with a parameter is not known",
    make: handling((call, handler) =>
      call.headers["content-type"]?.includes(";") ? { status: 415, reached: false } : handler(call),
    ),
  },
  {
    name: "media-type-needed",
    sentence: "a message without a media type is refused",
    make: handling((call, handler) =>
      call.headers["content-type"] === undefined ? { status: 415, reached: false } : handler(call),
    ),
  },
  {
    name: "any-media-type",
    sentence: "what is of an unknown media type is taken for bytes",
    make: handling((call, handler) =>
      handler({
        ...call,
        headers: {
          ...call.headers,
          "content-type": /json|text\/plain/.test(call.headers["content-type"] ?? "")
            ? call.headers["content-type"]
            : "application/octet-stream",
        },
      }),
    ),
  },
  {
    name: "metadata-lost",
    sentence: "metadata does not come with the message",
    make: delivering(({ metadata: _, ...message }, deliver) => deliver(message)),
  },
  {
    name: "text-cut-at-a-line",
    sentence: "a text ends at its first line",
    make: delivering((message, deliver) =>
      deliver(
        message.payload.dataType === "text"
          ? { ...message, payload: { dataType: "text", data: message.payload.data.split("\n")[0] ?? "" } }
          : message,
      ),
    ),
  },
];

export const sends: readonly Mutant[] = each
  .filter(({ id }) => (SENDS as readonly string[]).includes(id))
  .flatMap(({ id, name }) =>
    WAYS.filter(({ of = SENDS }) => of.includes(id)).map(({ name: way, sentence, history, make }) =>
      wrongEmulator(
        {
          id: `sends/${name}.${way}`,
          sentence: `With ${id}, ${sentence}.`,
          ...(history !== undefined && { history }),
          operations: [id],
          cases: /^send-to-\w+\/(?!path|query|token-)[^/]+$|^filters\/(empty|invalid)|body-not/,
        },
        () => make(id),
      ),
    ),
  );
