import type { Connection } from "../../state/connection.js";
import type { Message } from "../../state/message.js";
import { readMetadata } from "../request/message-metadata.js";
import { readPayload } from "../request/request-body.js";
import { ACCEPTED, type Call, type Handler, list, text } from "./handler.js";

export const sendToAll: Handler = (call) => send(call, call.hub.connections.values(), { kind: "server" });

export const sendToConnection: Handler = (call) => {
  const connection = call.hub.connections.get(text(call, "connectionId"));
  return send(call, connection === undefined ? [] : [connection], { kind: "server" });
};

export const sendToGroup: Handler = (call) => {
  const group = text(call, "group");
  return send(call, call.hub.members(group), { kind: "group", group, userId: null });
};

export const sendToUser: Handler = (call) =>
  send(call, call.hub.connectionsOf(text(call, "userId")), { kind: "server" });

/** Succeeds even if no client receives the message. */
function send(call: Call, candidates: Iterable<Connection>, from: Message["from"]): typeof ACCEPTED {
  const payload = readPayload(call.headers["content-type"], call.body);
  const metadata = readMetadata(call.headers);
  const ttl = Number(call.values.messageTtlSeconds ?? 0);
  const message: Message = {
    payload,
    from,
    causedBy: call.operation,
    ...(metadata !== undefined && { metadata }),
    ...(ttl > 0 && { expires: call.context.clock.now() + ttl * 1000 }),
  };
  const excluded = new Set(list(call, "excluded"));
  const receivers = [...candidates].filter(
    (connection) => !excluded.has(connection.id) && (call.filter?.matches(connection) ?? true),
  );
  call.hub.send(receivers, message);
  return ACCEPTED;
}
