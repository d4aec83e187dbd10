import { bytes, json, type RequestBody, text } from "../../../wire/message-bodies.js";
import type { ReceivedFrame } from "../../../wire/socket-client.js";
import type { CaseContext } from "../../case-context.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { memberIds } from "../member-list.js";
import { RECEIVER, type Send } from "./send-operations.js";

/** A message, and the form in which clients receive it. */
interface Message {
  readonly body: RequestBody;
  /** The `data` that a client of a JSON subprotocol receives. */
  readonly data: unknown;
  /** The frame that a simple client receives. */
  readonly simpleFrame: ReceivedFrame;
}

interface MediaType {
  readonly id: string;
  readonly dataType: string;
  readonly toJsonClient: string;
  readonly toSimpleClient: string;
  readonly messages: readonly Message[];
}

const MEDIA_TYPES: readonly MediaType[] = [
  {
    id: "json",
    dataType: "json",
    toJsonClient: "A JSON client receives a JSON message as a JSON value with the dataType `json`.",
    toSimpleClient: "A simple client receives a JSON message as a text frame of its JSON; a string keeps its quotes.",
    messages: [{ kind: "greeting", to: ["alice", "bob"], count: 2 }, ["two", 2, null], "hello", 3.14, true].map(
      (value) => ({ body: json(value), data: value, simpleFrame: JSON.stringify(value) }),
    ),
  },
  {
    id: "text",
    dataType: "text",
    toJsonClient: "A JSON client receives a text message unchanged, with the dataType `text`.",
    toSimpleClient: "A simple client receives a text message as a text frame.",
    // The last one must not be parsed.
    messages: ["hello", "tête\nà tête 👋", '{"a":1}'].map((value) => ({
      body: text(value),
      data: value,
      simpleFrame: value,
    })),
  },
  {
    id: "bytes",
    dataType: "binary",
    toJsonClient: "A JSON client receives a binary message as base64 with the dataType `binary`.",
    toSimpleClient: "A simple client receives a binary message as a binary frame.",
    // Bytes that are not valid UTF-8, and bytes that look like base64 themselves.
    messages: [[0, 255, 128, 10], [...Buffer.from("aGVsbG8=")]].map((value) => ({
      body: bytes(...value),
      data: Buffer.from(value).toString("base64"),
      simpleFrame: Uint8Array.from(value),
    })),
  },
];

/** The cases of how clients receive messages of each media type. */
export function frameCases(send: Send): WrittenCase[] {
  return MEDIA_TYPES.flatMap((mediaType) => [jsonClientCase(send, mediaType), simpleClientCase(send, mediaType)]);
}

function jsonClientCase({ operation, path, from }: Send, mediaType: MediaType): WrittenCase {
  const { id, dataType, toJsonClient, messages } = mediaType;
  const { must } = casesOf(operation, { aspect: "media types", needs: ["state", "sockets"] });
  return must(`${id}-to-a-json-client`, toJsonClient, "request body", async (context) => {
    const client = await context.connect(RECEIVER);
    for (const { body, data } of messages) {
      await context.expectAccepted(operation, { path: path(client), body });
      context.expectFrame(await client.next(), { type: "message", ...from, dataType, data });
    }
    context.expectNothing(await context.received(client, operation), "the client, after its messages");
  });
}

function simpleClientCase({ operation, path }: Send, { id, toSimpleClient, messages }: MediaType): WrittenCase {
  // A simple client does not learn its connection id. Only a list of members shows it.
  const needsId = operation === "sendToConnection";
  const { must } = casesOf(operation, {
    aspect: "media types",
    needs: ["state", "sockets"],
    ...(needsId && { uses: ["listConnectionsInGroup"] }),
  });
  return must(`${id}-to-a-raw-client`, toSimpleClient, "request body", async (context) => {
    const client = await context.connect({ ...RECEIVER, protocol: null, name: "simple client" });
    const receiver = { id: needsId ? await listedId(context) : "" };
    for (const { body, simpleFrame } of messages) {
      await context.expectAccepted(operation, { path: path(receiver), body });
      const frame = await client.next();
      context.expectFrame(id === "json" ? compactJson(frame) : frame, simpleFrame);
    }
    context.expectNothing(await context.received(client, operation), "the simple client, after its messages");
  });
}

/** The id of the only member of the receiver's group. */
async function listedId(context: CaseContext): Promise<string> {
  const [id = ""] = await memberIds(context, RECEIVER.groups[0]);
  context.expect(id !== "", "The connection is a member of the group but is not listed.");
  return id;
}

/** JSON without white space between its tokens; anything else unchanged. */
function compactJson(frame: ReceivedFrame): ReceivedFrame {
  try {
    return typeof frame === "string" ? JSON.stringify(JSON.parse(frame)) : frame;
  } catch {
    return frame;
  }
}
