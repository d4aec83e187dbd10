import type { Payload } from "../../state/message.js";
import type { ClientSession } from "../client-session.js";
import type { Content } from "../frames/client-content.js";

/**
 * Gives an event to the application, and its answer to the client that sent it.
 *
 * @returns why it failed; undefined where it did not. Never rejects
 */
export async function raiseUserEvent(
  session: ClientSession,
  event: string,
  { payload, metadata }: Content,
): Promise<string | undefined> {
  const { context, hub, connection } = session;
  const { userEventHandler: handle } = context;
  if (handle === undefined) return "Nobody handles events: the emulator has no userEvent handler.";
  try {
    const result = await handle({ hub: hub.name, connection, event, payload, ...(metadata && { metadata }) });
    if (result !== undefined)
      session.deliver({ payload: requirePayload(result), from: { kind: "server" }, causedBy: "event" });
    return undefined;
  } catch (error) {
    return `The userEvent handler failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Handlers are written in JavaScript too.
 *
 * @throws {TypeError} if it is none
 */
function requirePayload(result: Payload): Payload {
  const { dataType, data } = result;
  if (dataType === "text" && typeof data === "string") return result;
  if (dataType === "binary" && Buffer.isBuffer(data)) return result;
  if (dataType === "json" && typeof result.text === "string") return result;
  throw new TypeError("its answer is not { dataType, data }, with data a string, a Buffer, or JSON and its text.");
}
