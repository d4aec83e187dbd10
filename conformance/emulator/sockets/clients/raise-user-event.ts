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
    const answer = await handle({ hub: hub.name, connection, event, payload, ...(metadata && { metadata }) });
    if (answer !== undefined)
      session.deliver({ payload: checked(answer), from: { kind: "server" }, causedBy: "event" });
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
function checked(answer: Payload): Payload {
  const { dataType, data } = answer;
  if (dataType === "text" && typeof data === "string") return answer;
  if (dataType === "binary" && Buffer.isBuffer(data)) return answer;
  if (dataType === "json" && typeof answer.text === "string") return answer;
  throw new TypeError("its answer is not { dataType, data }, with data a string, a Buffer, or JSON and its text.");
}
