import type { Connection } from "../../emulator/state/connection.js";
import type { Hub } from "../../emulator/state/hub.js";
import type { Message } from "../../emulator/state/message.js";
import type { Mutant } from "../mutant.js";
import { withTheirUsers } from "../support/connections-of-users.js";
import { withHubOverrides } from "../support/override-hub.js";
import type { Variant } from "../variants.js";
import { delivering, handling, only, sendMutants, type WrongSend } from "./send-variants.js";

/** Sends to other connections than the receivers. */
const sendingTo = (select: (receivers: Iterable<Connection>, hub: Hub) => Iterable<Connection>) =>
  handling((call, handler) =>
    withHubOverrides(call, handler, (hub, original) => {
      hub.send = (receivers, message) => original.send(select(receivers, hub), message);
    }),
  );

const deliverOnce: WrongSend = {
  operations: ["sendToAll", "sendToGroup", "sendToUser"],
  make: (operation) => {
    const delivered = new WeakSet<Message>();
    return delivering((message, deliver) => {
      if (delivered.has(message)) return;
      delivered.add(message);
      deliver(message);
    }).make(operation);
  },
};

const VARIANTS: readonly Variant<WrongSend>[] = [
  ["one-receiver-only", "only one of several receivers gets the message", deliverOnce],
  [
    "twice",
    "every message is delivered twice",
    delivering((message, deliver) => {
      deliver(message);
      deliver({ ...message });
    }),
  ],
  [
    "late",
    "a message is delivered after later ones",
    delivering((message, deliver) => void setTimeout(() => deliver(message), 50)),
  ],
  [
    "to-users-only",
    "clients without a user get no message",
    only(
      ["sendToAll", "sendToGroup"],
      delivering((message, deliver, { userId }) => {
        if (userId !== null) deliver(message);
      }),
    ),
  ],
  [
    "from-the-other",
    "a message from the server is marked as from a group, and vice versa",
    delivering((message, deliver) =>
      deliver({
        ...message,
        from: message.from.kind === "group" ? { kind: "server" } : { kind: "group", group: "", userId: null },
      }),
    ),
  ],
  [
    "from-a-user",
    "the message is marked as from a user",
    only(
      ["sendToGroup"],
      delivering((message, deliver) =>
        deliver({
          ...message,
          from: message.from.kind === "group" ? { ...message.from, userId: "server" } : message.from,
        }),
      ),
    ),
  ],
  [
    "of-another-group",
    "the message names another group",
    only(
      ["sendToGroup"],
      delivering((message, deliver) =>
        deliver({
          ...message,
          from:
            message.from.kind === "group" ? { ...message.from, group: message.from.group.toUpperCase() } : message.from,
        }),
      ),
    ),
  ],
  [
    "to-everybody",
    "the message goes to every connection of the hub",
    only(
      ["sendToGroup", "sendToUser", "sendToConnection"],
      sendingTo((_, hub) => hub.connections.values()),
    ),
  ],
  [
    "to-the-user",
    "the message goes to every connection of the receiver's user",
    only(["sendToConnection"], sendingTo(withTheirUsers)),
  ],
];

export const receivers: readonly Mutant[] = sendMutants(
  "receivers",
  { written: [{ topics: ["operation"], aspects: ["effects", "media types"] }] },
  VARIANTS,
);
