import type { ClientSession } from "../client-session.js";
import type { Received } from "../delivery/inbox.js";
import type { SimpleClientMode } from "../handshake/simple-client-mode.js";
import { deliverToGroup } from "./deliver-to-group.js";
import { raiseUserEvent } from "./raise-user-event.js";

/** What is done with a frame of a raw client. A client that may not do what its frames are for is closed with 1008. */
export function receiveFromSimpleClient(
  mode: SimpleClientMode,
): (session: ClientSession, received: Received) => void | Promise<void> {
  return (session, { data, binary }) => {
    const payload = binary
      ? // A copy: otherwise a few bytes that are kept would keep the whole of what was read from the socket.
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
      return session.fail(1008, "The client does not have the permission sendToGroup for its group.");
    }
    deliverToGroup(session, { group, content, noEcho, ttlSeconds: 0 });
  };
}

/** To the 123 bytes that a close frame has room for. */
function truncate(text: string): string {
  const bytes = Buffer.from(text);
  // What is left of a character that was cut in two is taken away too.
  return bytes.length <= 123
    ? text
    : bytes
        .subarray(0, 123)
        .toString()
        .replace(/\uFFFD+$/, "");
}
