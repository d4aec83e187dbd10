import { MAX_KEY_CHARACTERS, MAX_TOTAL_CHARACTERS, MAX_VALUE_CHARACTERS } from "../../rest/request/message-metadata.js";
import type { Payload } from "../../state/message.js";
import { FrameError } from "./frame-error.js";
import { membersOf } from "./json-members.js";

export interface Content {
  readonly payload: Payload;
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

/** The values of the frame's members, and how they are written. Of a repeated member the last counts. */
export interface FrameMembers {
  readonly values: Readonly<Record<string, unknown>>;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads what a frame carries: `dataType` (`json` where it is left out), `data` and `metadata`. With metadata the data may be
 * left out, and is an empty text.
 *
 * @throws {FrameError} if there is no data, it is not of its type, or the metadata is not what it has to be
 */
export function readContent(members: FrameMembers): Content {
  const metadata = readMetadata(members);
  if (!members.texts.has("data")) {
    if (metadata === undefined) throw new FrameError("'data' is missing.");
    return { payload: { dataType: "text", data: "" }, metadata };
  }
  return { payload: readPayload(members), metadata };
}

function readPayload({ values, texts }: FrameMembers): Payload {
  const { data } = values;
  const dataType = texts.has("dataType") ? values.dataType : "json";
  if (typeof dataType !== "string") throw new FrameError("'dataType' is not a string.");
  switch (dataType.toLowerCase()) {
    case "text":
      if (typeof data !== "string") throw new FrameError("'data' of the type text is not a string.");
      return { dataType: "text", data };
    case "binary":
      return { dataType: "binary", data: readBase64(data) };
    case "json":
      if (data === null) throw new FrameError("'data' is null.");
      return { dataType: "json", data, text: texts.get("data") ?? "" };
    default:
      throw new FrameError("'dataType' is unknown.");
  }
}

/** Node takes whatever it can make something of as base64. */
function readBase64(data: unknown): Buffer {
  const bytes = Buffer.from(typeof data === "string" ? data : "", "base64");
  if (bytes.toString("base64") !== data) throw new FrameError("'data' of the type binary is not base64.");
  return bytes;
}

/** A key is a token of HTTP, a value ASCII; sizes as with the headers of the REST API. */
function readMetadata({ values, texts }: FrameMembers): Record<string, string> | undefined {
  const text = texts.get("metadata");
  if (text === undefined || text === "null") return undefined;
  const object = values.metadata;
  if (typeof object !== "object" || Array.isArray(object)) throw new FrameError("'metadata' is not an object.");
  const metadata = new Map<string, string>();
  let total = 0;
  for (const member of membersOf(text)) {
    const value: unknown = JSON.parse(member.text);
    if (typeof value !== "string") throw new FrameError("A value in 'metadata' is not a string.");
    if (metadata.has(member.name)) throw new FrameError("A key in 'metadata' is repeated.");
    if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(member.name)) throw new FrameError("A key in 'metadata' is not a token.");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them.
    if (!/^[\x00-\x7f]*$/.test(value)) throw new FrameError("A value in 'metadata' is not ASCII.");
    total += member.name.length + value.length;
    if (
      member.name.length > MAX_KEY_CHARACTERS ||
      value.length > MAX_VALUE_CHARACTERS ||
      total > MAX_TOTAL_CHARACTERS
    ) {
      throw new FrameError("'metadata' is too long.");
    }
    metadata.set(member.name, value);
  }
  return Object.fromEntries(metadata);
}
