import { MAX_KEY_CHARACTERS, MAX_TOTAL_CHARACTERS, MAX_VALUE_CHARACTERS } from "../../rest/request/message-metadata.js";
import type { Payload } from "../../state/message.js";
import { FrameError } from "./frame-error.js";
import { membersOf } from "./json-members.js";

/** What a client sends to others. */
export interface Content {
  readonly payload: Payload;
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

/** The members of a frame, as values and as JSON texts. Of a repeated member the last counts. */
export interface FrameMembers {
  readonly values: Readonly<Record<string, unknown>>;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads the content of a frame: `dataType` (default `json`), `data` and `metadata`. A frame with metadata may omit its data,
 * which is then an empty text.
 *
 * @throws {FrameError} if the data is missing or does not match its type, or if the metadata is invalid
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
      if (typeof data !== "string") throw new FrameError("'data' of the dataType text is not a string.");
      return { dataType: "text", data };
    case "binary":
      return { dataType: "binary", data: readBase64(data) };
    case "json":
      if (data === null) throw new FrameError("'data' is null.");
      return { dataType: "json", data, text: texts.get("data") ?? "" };
    default:
      throw new FrameError("'dataType' must be json, text or binary.");
  }
}

/** Stricter than Node.js, which ignores what is not base64. */
function readBase64(data: unknown): Buffer {
  const bytes = Buffer.from(typeof data === "string" ? data : "", "base64");
  if (bytes.toString("base64") !== data) throw new FrameError("'data' of the dataType binary is not base64.");
  return bytes;
}

/** What an entry of `metadata` must not be, with the message. The sizes are those of metadata headers in the REST API. */
const ENTRY_ERRORS: readonly (readonly [isBroken: (key: string, value: string) => boolean, message: string])[] = [
  [(key) => !/^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(key), "A key in 'metadata' is not an HTTP token."],
  [(_, value) => /\P{ASCII}/u.test(value), "A value in 'metadata' is not ASCII."],
  [(key) => key.length > MAX_KEY_CHARACTERS, `A key in 'metadata' has more than ${MAX_KEY_CHARACTERS} characters.`],
  [
    (_, value) => value.length > MAX_VALUE_CHARACTERS,
    `A value in 'metadata' has more than ${MAX_VALUE_CHARACTERS} characters.`,
  ],
];

/** Reads the texts of the members, because the parsed object no longer has repeated ones. */
function readMetadata({ values, texts }: FrameMembers): Record<string, string> | undefined {
  const text = texts.get("metadata");
  if (text === undefined || text === "null") return undefined;
  const object = values.metadata;
  if (typeof object !== "object" || Array.isArray(object)) throw new FrameError("'metadata' is not an object.");
  const metadata = new Map<string, string>();
  let total = 0;
  for (const member of membersOf(text)) {
    const value: unknown = JSON.parse(member.text);
    if (metadata.has(member.name)) throw new FrameError("A key in 'metadata' is repeated.");
    checkMetadataEntry(member.name, value);
    total += member.name.length + value.length;
    metadata.set(member.name, value);
  }
  if (total > MAX_TOTAL_CHARACTERS) {
    throw new FrameError(`'metadata' has more than ${MAX_TOTAL_CHARACTERS} characters.`);
  }
  return Object.fromEntries(metadata);
}

function checkMetadataEntry(key: string, value: unknown): asserts value is string {
  if (typeof value !== "string") throw new FrameError("A value in 'metadata' is not a string.");
  const [, message] = ENTRY_ERRORS.find(([isBroken]) => isBroken(key, value)) ?? [];
  if (message !== undefined) throw new FrameError(message);
}
