import { isEventName, isGroupName } from "../../name-rules.js";
import type { ClientSession } from "../client-session.js";
import type { Received } from "../delivery/inbox.js";
import { type AckId, type ClientFrame, parseClientFrame } from "../frames/client-frame.js";
import { FrameError } from "../frames/frame-error.js";
import { type AckError, type AckErrorName, ackFrame, pongFrame } from "../frames/system-frame.js";
import { deliverToGroup } from "./deliver-to-group.js";
import { raiseUserEvent } from "./raise-user-event.js";

type AckRequest = Extract<ClientFrame, { ackId: AckId | undefined }>;

/** Handles a frame of a client with a JSON subprotocol. */
export function receiveJson(session: ClientSession, { data, binary }: Received): void | Promise<void> {
  if (binary) return session.fail(1003, "JSON subprotocols accept text frames only.");
  const frame = parse(data.toString());
  if (frame instanceof FrameError) return session.fail(1007, frame.message);
  switch (frame.type) {
    case "ping":
      return session.put(pongFrame);
    case "sequenceAck":
      return session.acknowledge(frame.sequenceId);
    default:
      return handleRequest(session, frame);
  }
}

function parse(text: string): ClientFrame | FrameError {
  try {
    return parseClientFrame(text);
  } catch (error) {
    if (error instanceof FrameError) return error;
    throw error;
  }
}

function handleRequest(session: ClientSession, frame: AckRequest): void | Promise<void> {
  const { ackId } = frame;
  if (ackId !== undefined && session.ackIds.has(ackId)) {
    return rejectRequest(session, ackId, "Duplicate", `The request with ackId ${ackId} was already processed.`);
  }
  const error = checkRequest(session, frame);
  if (error !== undefined) return rejectRequest(session, ackId, error.name, error.message);
  const { connection, hub } = session;
  switch (frame.type) {
    case "joinGroup":
      hub.join(connection, frame.group);
      break;
    case "leaveGroup":
      hub.leave(connection, frame.group);
      break;
    case "sendToGroup":
      deliverToGroup(session, frame);
      break;
    case "event":
      return raiseUserEvent(session, frame.event, frame.content).then((failure) =>
        failure === undefined
          ? acknowledgeRequest(session, ackId)
          : rejectRequest(session, ackId, "InternalServerError", failure),
      );
  }
  acknowledgeRequest(session, ackId);
}

function checkRequest({ connection, limits }: ClientSession, frame: AckRequest): AckError | undefined {
  if (frame.type === "event") {
    if (isEventName(frame.event)) return undefined;
    return {
      name: "BadRequest",
      message: "Event names start with a letter and contain at most 128 letters, digits, '_', '.' or '-'.",
    };
  }
  if (!isGroupName(frame.group)) {
    return { name: "BadRequest", message: "Group names are 1 to 1,024 characters and not blank." };
  }
  const permission = frame.type === "sendToGroup" ? "sendToGroup" : "joinLeaveGroup";
  if (!connection.permissions.allows(permission, frame.group)) {
    return {
      name: "Forbidden",
      message: `The client has no permission ${permission} for '${frame.group}'.`,
    };
  }
  if (frame.type === "joinGroup" && connection.groups.size >= limits.groups && !connection.groups.has(frame.group)) {
    return {
      name: "BadRequest",
      message: `The client is already in ${limits.groups.toLocaleString("en")} groups, the maximum.`,
    };
  }
  return undefined;
}

/** Remembers the id of a request that succeeded. A failed request can be sent again with the same id. */
function acknowledgeRequest(session: ClientSession, ackId: AckId | undefined): void {
  if (ackId === undefined) return;
  session.ackIds.add(ackId);
  session.put(ackFrame(ackId, undefined));
}

/** Sends nothing if the request has no ackId. */
function rejectRequest(session: ClientSession, ackId: AckId | undefined, name: AckErrorName, message: string): void {
  if (ackId !== undefined) session.put(ackFrame(ackId, { name, message }));
}
