import { bytes, json, type RequestBody, text } from "../../../wire/message-bodies.js";
import type { ReceivedFrame } from "../../../wire/socket-client.js";
import type { CaseContext } from "../../case-context.js";
import { kebab } from "../../case-ids.js";
import type { WrittenCase } from "../../written-case.js";
import { LISTED_IN, memberIds } from "../member-list.js";
import { RECEIVER, type Send } from "./send-operations.js";

/** A message, and what clients get of it. */
interface Message {
  readonly body: RequestBody;
  /** What a client of a JSON subprotocol gets as `data`. */
  readonly data: unknown;
  /** What a raw client gets. */
  readonly raw: ReceivedFrame;
}

interface MediaType {
  readonly id: string;
  readonly dataType: string;
  readonly toJsonClient: string;
  readonly toRawClient: string;
  readonly messages: readonly Message[];
}

const MEDIA_TYPES: readonly MediaType[] = [
  {
    id: "json",
    dataType: "json",
    toJsonClient: "A client of the JSON subprotocol gets a JSON message as the value, with the dataType `json`.",
    toRawClient: "A raw client gets a JSON message as a text frame of its JSON, in which a text keeps its quotes.",
    messages: [{ kind: "greeting", to: ["alice", "bob"], count: 2 }, ["two", 2, null], "hello", 3.14, true].map(
      (value) => ({ body: json(value), data: value, raw: JSON.stringify(value) }),
    ),
  },
  {
    id: "text",
    dataType: "text",
    toJsonClient: "A client of the JSON subprotocol gets a text as it is, with the dataType `text`.",
    toRawClient: "A raw client gets a text as a text frame.",
    // The last would be something else if it were read.
    messages: ["hello", "tête\nà tête 👋", '{"a":1}'].map((value) => ({ body: text(value), data: value, raw: value })),
  },
  {
    id: "bytes",
    dataType: "binary",
    toJsonClient: "A client of the JSON subprotocol gets bytes as base64, with the dataType `binary`.",
    toRawClient: "A raw client gets bytes as a binary frame.",
    // Bytes that are no text, and the bytes of a text that is base64.
    messages: [[0, 255, 128, 10], [...Buffer.from("aGVsbG8=")]].map((value) => ({
      body: bytes(...value),
      data: Buffer.from(value).toString("base64"),
      raw: Uint8Array.from(value),
    })),
  },
];

/** How messages of each media type come to clients. */
export function frameCases(send: Send): WrittenCase[] {
  return MEDIA_TYPES.flatMap((mediaType) => [jsonClientCase(send, mediaType), rawClientCase(send, mediaType)]);
}

function jsonClientCase({ operation, path, from }: Send, mediaType: MediaType): WrittenCase {
  const { id, dataType, toJsonClient, messages } = mediaType;
  return {
    id: `${kebab(operation)}/${id}-to-a-json-client`,
    operation,
    aspect: "media types",
    level: "MUST",
    requirement: toJsonClient,
    source: "request body",
    needs: ["state", "sockets"],
    async run(context) {
      const client = await context.connect(RECEIVER);
      for (const { body, data } of messages) {
        await context.expectAccepted(operation, { path: path(client), body });
        context.expectFrame(await client.next(), { type: "message", ...from, dataType, data });
      }
      context.expectNothing(await context.received(client, operation), "the client, after its messages");
    },
  };
}

function rawClientCase({ operation, path }: Send, { id, toRawClient, messages }: MediaType): WrittenCase {
  return {
    id: `${kebab(operation)}/${id}-to-a-raw-client`,
    operation,
    aspect: "media types",
    level: "MUST",
    requirement: toRawClient,
    source: "request body",
    needs: ["state", "sockets"],
    // A raw client is not told its id. It can only be listed.
    ...(operation === "sendToConnection" && { only: LISTED_IN }),
    async run(context) {
      const client = await context.connect({ ...RECEIVER, protocol: null, name: "raw client" });
      const receiver = { id: operation === "sendToConnection" ? await listedId(context) : "" };
      for (const { body, raw } of messages) {
        await context.expectAccepted(operation, { path: path(receiver), body });
        const frame = await client.next();
        context.expectFrame(id === "json" ? compact(frame) : frame, raw);
      }
      context.expectNothing(await context.received(client, operation), "the raw client, after its messages");
    },
  };
}

/** The id of the only member of the receiver's group. */
async function listedId(context: CaseContext): Promise<string> {
  const [id = ""] = await memberIds(context, RECEIVER.groups[0]);
  context.expect(id !== "", "The connection in the group is not listed.");
  return id;
}

/** JSON without white space, which has no meaning; anything else as it is. */
function compact(frame: ReceivedFrame): ReceivedFrame {
  try {
    return typeof frame === "string" ? JSON.stringify(JSON.parse(frame)) : frame;
  } catch {
    return frame;
  }
}
