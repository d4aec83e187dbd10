import type { Payload } from "../../state/message.js";
import type { ClientSession } from "../client-session.js";
import type { Content } from "../frames/client-content.js";

const NO_HANDLER = 'No event handler. Register one with emulator.on("userEvent", …).';

/**
 * Passes an event to the application, and what that returns to the client. Never rejects.
 *
 * @returns why the event failed; undefined if it succeeded
 */
export async function raiseUserEvent(
  session: ClientSession,
  event: string,
  { payload, metadata }: Content,
): Promise<string | undefined> {
  const { context, hub, connection } = session;
  const { userEventHandler: handle } = context;
  if (handle === undefined) return NO_HANDLER;
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
 * Checks the result of a handler, which may be written in JavaScript.
 *
 * @throws {TypeError} if it is not a payload
 */
function requirePayload(result: Payload): Payload {
  const { dataType, data } = result;
  if (dataType === "text" && typeof data === "string") return result;
  if (dataType === "binary" && Buffer.isBuffer(data)) return result;
  if (dataType === "json" && typeof result.text === "string") return result;
  throw new TypeError(
    "it must return { dataType, data }, with data a string (text), a Buffer (binary), or JSON and its text.",
  );
}
