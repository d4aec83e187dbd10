import { isTtlSeconds } from "../../name-rules.js";
import { type Content, type FrameMembers, readContent } from "./client-content.js";
import { FrameError } from "./frame-error.js";
import { membersOf } from "./json-members.js";

/** An unsigned 64-bit integer, as digits: it can be too large for a `number`. */
export type AckId = string;

/** A frame of a client with a JSON subprotocol. */
export type ClientFrame =
  | { readonly type: "joinGroup" | "leaveGroup"; readonly group: string; readonly ackId: AckId | undefined }
  | {
      readonly type: "sendToGroup";
      readonly group: string;
      readonly content: Content;
      readonly noEcho: boolean;
      /** 0: the message does not expire. */
      readonly ttlSeconds: number;
      readonly ackId: AckId | undefined;
    }
  | { readonly type: "event"; readonly event: string; readonly content: Content; readonly ackId: AckId | undefined }
  | { readonly type: "ping" }
  | { readonly type: "sequenceAck"; readonly sequenceId: bigint };

const MAX_UINT64 = 2n ** 64n - 1n;

/**
 * Parses a frame of a JSON subprotocol. Does not check the names of groups and events.
 *
 * @throws {FrameError} if it is not a JSON object, has an unknown type, or has a missing or invalid member
 */
export function parseClientFrame(text: string): ClientFrame {
  const members = readMembers(text);
  const type = requiredString(members, "type").toLowerCase();
  const ackId = optionalUint64(members, "ackId");
  switch (type) {
    case "joingroup":
      return { type: "joinGroup", group: requiredString(members, "group"), ackId };
    case "leavegroup":
      return { type: "leaveGroup", group: requiredString(members, "group"), ackId };
    case "sendtogroup":
      return {
        type: "sendToGroup",
        group: requiredString(members, "group"),
        content: readContent(members),
        noEcho: optionalBoolean(members, "noEcho"),
        ttlSeconds: readTtl(members),
        ackId,
      };
    case "event":
      return { type: "event", event: requiredString(members, "event"), content: readContent(members), ackId };
    case "ping":
      return { type: "ping" };
    case "sequenceack": {
      const sequenceId = optionalUint64(members, "sequenceId");
      if (sequenceId === undefined) throw new FrameError("'sequenceId' is missing.");
      return { type: "sequenceAck", sequenceId: BigInt(sequenceId) };
    }
    default:
      throw new FrameError("Unknown frame type.");
  }
}

function readMembers(text: string): FrameMembers {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FrameError("The frame is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new FrameError("The frame is not a JSON object.");
  }
  const texts = new Map(membersOf(text).map((member) => [member.name, member.text]));
  return { values: value as Record<string, unknown>, texts };
}

function requiredString({ values, texts }: FrameMembers, name: string): string {
  // Not looked up in the values, which also have the members that every object inherits.
  if (!texts.has(name)) throw new FrameError(`'${name}' is missing.`);
  const value = values[name];
  if (typeof value !== "string") throw new FrameError(`'${name}' is not a string.`);
  return value;
}

function optionalUint64({ texts }: FrameMembers, name: string): string | undefined {
  const text = texts.get(name);
  if (text === undefined || text === "null") return undefined;
  if (!/^\d{1,20}$/.test(text) || BigInt(text) > MAX_UINT64)
    throw new FrameError(`'${name}' is not an unsigned 64-bit integer.`);
  return text;
}

function optionalBoolean({ values, texts }: FrameMembers, name: string): boolean {
  const value = texts.has(name) ? (values[name] ?? false) : false;
  if (typeof value !== "boolean") throw new FrameError(`'${name}' is not a boolean.`);
  return value;
}

function readTtl({ values, texts }: FrameMembers): number {
  const value = texts.has("ttlSeconds") ? (values.ttlSeconds ?? 0) : 0;
  if (!isTtlSeconds(value)) throw new FrameError("'ttlSeconds' must be an integer from 0 to 300.");
  return value as number;
}
