import type { Connection } from "../../emulator/state/connection.js";
import type { Hub } from "../../emulator/state/hub.js";
import type { Message } from "../../emulator/state/message.js";
import type { Mutant } from "../mutant.js";
import { withTheirUsers } from "../support/connections-of-users.js";
import { withHubOverrides } from "../support/override-hub.js";
import { delivering, handling, mutantsOf, type Variant } from "./send-variants.js";

/** Sends to others than those whom the message is for. */
const sendingTo = (others: (receivers: Iterable<Connection>, hub: Hub) => Iterable<Connection>) =>
  handling((call, handler) =>
    withHubOverrides(call, handler, (hub, right) => {
      hub.send = (receivers, message) => right.send(others(receivers, hub), message);
    }),
  );

const VARIANTS: readonly Variant[] = [
  {
    name: "one-receiver-only",
    summary: "only one of many gets the message",
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
    summary: "every message comes twice",
    make: delivering((message, deliver) => {
      deliver(message);
      deliver({ ...message });
    }),
  },
  {
    name: "late",
    summary: "messages come a moment after what is sent next",
    make: delivering((message, deliver) => void setTimeout(() => deliver(message), 50)),
  },
  {
    name: "to-users-only",
    summary: "clients without a user get nothing",
    of: ["sendToAll", "sendToGroup"],
    make: delivering((message, deliver, { userId }) => {
      if (userId !== null) deliver(message);
    }),
  },
  {
    name: "from-the-other",
    summary: "the message is said to be from elsewhere",
    make: delivering((message, deliver) =>
      deliver({
        ...message,
        from: message.from.kind === "group" ? { kind: "server" } : { kind: "group", group: "", userId: null },
      }),
    ),
  },
  {
    name: "from-a-user",
    summary: "the message is said to be from a user",
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
    summary: "the message is said to be to another group",
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
    summary: "the message goes to the whole hub",
    of: ["sendToGroup", "sendToUser", "sendToConnection"],
    make: sendingTo((_, hub) => hub.connections.values()),
  },
  {
    name: "to-the-user",
    summary: "the message goes to all connections of the user",
    of: ["sendToConnection"],
    make: sendingTo(withTheirUsers),
  },
];

export const receivers: readonly Mutant[] = mutantsOf("receivers", VARIANTS);
