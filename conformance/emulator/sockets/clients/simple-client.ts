import type { ClientSession } from "../client-session.js";
import type { Received } from "../delivery/inbox.js";
import type { SimpleClientMode } from "../handshake/simple-client-mode.js";
import { deliverToGroup } from "./deliver-to-group.js";
import { raiseUserEvent } from "./raise-user-event.js";

/** Handles a frame of a simple client. A client without the permission that its mode needs is closed with 1008. */
export function receiveFromSimpleClient(
  mode: SimpleClientMode,
): (session: ClientSession, received: Received) => void | Promise<void> {
  return (session, { data, binary }) => {
    const payload = binary
      ? // A copy: otherwise the whole chunk that was read from the socket would stay in memory.
        ({ dataType: "binary", data: Buffer.from(data) } as const)
      : ({ dataType: "text", data: data.toString() } as const);
    const content = { payload, metadata: undefined };
    if (mode.kind === "sendEvent") {
      return raiseUserEvent(session, "message", content).then((failure) => {
        if (failure !== undefined) session.fail(1011, truncate(failure));
      });
    }
    const { group, noEcho } = mode;
    if (!session.connection.permissions.allows("sendToGroup", group)) {
      return session.fail(1008, "The client has no permission sendToGroup for its group.");
    }
    deliverToGroup(session, { group, content, noEcho, ttlSeconds: 0 });
  };
}

/** Truncates to 123 bytes, the size of a close reason. */
function truncate(text: string): string {
  const bytes = Buffer.from(text);
  // A character that was cut in two is removed.
  return bytes.length <= 123
    ? text
    : bytes
        .subarray(0, 123)
        .toString()
        .replace(/\uFFFD+$/, "");
}
