import { json, type RequestBody } from "../../../wire/message-bodies.js";
import { kebab } from "../../case-ids.js";
import type { WrittenCase } from "../../written-case.js";
import { RECEIVER, type Send } from "./send-operations.js";

/** A media type that says more than the description, or nothing. */
interface Unusual {
  readonly id: string;
  readonly requirement: string;
  readonly body: RequestBody;
  readonly frame: Readonly<Record<string, unknown>>;
}

const UNUSUAL: readonly Unusual[] = [
  {
    id: "json-null",
    requirement: "A JSON message that is `null` is a message like any other.",
    body: json(null),
    frame: { dataType: "json", data: null },
  },
  {
    id: "json-with-charset",
    requirement: "`application/json; charset=utf-8` is JSON.",
    body: { mediaType: "application/json; charset=utf-8", value: Buffer.from('{"name":"Zoë"}') },
    frame: { dataType: "json", data: { name: "Zoë" } },
  },
  {
    id: "text-with-charset",
    requirement: "A text is read in the charset that its media type names.",
    body: { mediaType: "text/plain; charset=iso-8859-1", value: Buffer.from("tête", "latin1") },
    frame: { dataType: "text", data: "tête" },
  },
  {
    id: "no-media-type",
    requirement: "A message without a Content-Type is bytes.",
    body: { mediaType: "", value: Buffer.from("hello") },
    frame: { dataType: "binary", data: "aGVsbG8=" },
  },
];

/** What the media type of a message can be besides. Only the official emulator shows what comes of it. */
export function mediaTypeCases({ operation, path, from }: Send): WrittenCase[] {
  return UNUSUAL.map(({ id, requirement, body, frame }) => ({
    id: `${kebab(operation)}/${id}`,
    operation,
    aspect: "media types",
    level: "SHOULD",
    requirement,
    source: "request body",
    needs: ["state", "sockets"],
    async run(context) {
      const client = await context.connect(RECEIVER);
      const exchange = await context.sendRaw(operation, { path: path(client), body });
      context.expectResponse(operation, exchange, 202);
      const [first, ...more] = await context.received(client, operation);
      context.expectFrame(first, { type: "message", ...from, ...frame });
      context.expectNothing(more, "the client, after its message");
    },
  }));
}
