import { isGroupName } from "../../name-rules.js";
import type { ClientSession } from "../client-session.js";
import type { Received } from "../delivery/inbox.js";
import { sendToGroup } from "./deliver-to-group.js";
import { raiseUserEvent } from "./raise-user-event.js";

/** What the frames of a raw client are. */
export type RawMode =
  | { readonly kind: "sendEvent" }
  | { readonly kind: "sendToGroup"; readonly group: string; readonly noEcho: boolean };

/**
 * Reads `webpubsub_mode`, and for `sendToGroup` also `group` and `noEcho` (`true` or `false`, which is the default).
 *
 * @returns text: why that is no mode
 */
export function readRawMode(query: URLSearchParams): RawMode | string {
  const mode = query.get("webpubsub_mode") ?? "sendEvent";
  if (mode.toLowerCase() === "sendevent") return { kind: "sendEvent" };
  if (mode.toLowerCase() !== "sendtogroup") return "webpubsub_mode is sendEvent or sendToGroup.";
  const group = query.get("group") ?? "";
  if (!isGroupName(group))
    return "webpubsub_mode=sendToGroup needs a group: 1 to 1024 characters, not only white space.";
  const noEcho = (query.get("noEcho") ?? "false").toLowerCase();
  if (noEcho !== "true" && noEcho !== "false") return "noEcho is true or false.";
  return { kind: "sendToGroup", group, noEcho: noEcho === "true" };
}

/** What is done with a frame of a raw client. A client that may not do what its frames are for is closed with 1008. */
export function receiveRaw(mode: RawMode): (session: ClientSession, received: Received) => void | Promise<void> {
  return (session, { data, binary }) => {
    const payload = binary
      ? // A copy: otherwise a few bytes that are kept would keep the whole of what was read from the socket.
        ({ dataType: "binary", data: Buffer.from(data) } as const)
      : ({ dataType: "text", data: data.toString() } as const);
    const content = { payload, metadata: undefined };
    if (mode.kind === "sendEvent") {
      return raiseUserEvent(session, "message", content).then((failure) => {
        if (failure !== undefined) session.fail(1011, shortened(failure));
      });
    }
    const { group, noEcho } = mode;
    if (!session.connection.permissions.allows("sendToGroup", group)) {
      return session.fail(1008, "The client does not have the permission sendToGroup for its group.");
    }
    sendToGroup(session, { group, content, noEcho, ttlSeconds: 0 });
  };
}

/** To the 123 bytes that a close frame has room for. */
function shortened(text: string): string {
  const bytes = Buffer.from(text);
  // What is left of a character that was cut in two is taken away too.
  return bytes.length <= 123
    ? text
    : bytes
        .subarray(0, 123)
        .toString()
        .replace(/\uFFFD+$/, "");
}
