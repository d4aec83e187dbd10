import { json, type RequestBody } from "../../../wire/message-bodies.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { RECEIVER, type Send } from "./send-operations.js";

/** A Content-Type that the description does not list, or none. */
interface UnusualMessage {
  readonly id: string;
  readonly requirement: string;
  readonly body: RequestBody;
  readonly frame: Readonly<Record<string, unknown>>;
}

const UNUSUAL_MESSAGES: readonly UnusualMessage[] = [
  {
    id: "json-null",
    requirement: "The JSON message `null` is delivered like any other.",
    body: json(null),
    frame: { dataType: "json", data: null },
  },
  {
    id: "json-with-charset",
    requirement: "A message with Content-Type `application/json; charset=utf-8` is JSON.",
    body: { mediaType: "application/json; charset=utf-8", value: Buffer.from('{"name":"Zoë"}') },
    frame: { dataType: "json", data: { name: "Zoë" } },
  },
  {
    id: "text-with-charset",
    requirement: "A text message is decoded with the charset of its Content-Type.",
    body: { mediaType: "text/plain; charset=iso-8859-1", value: Buffer.from("tête", "latin1") },
    frame: { dataType: "text", data: "tête" },
  },
  {
    id: "no-media-type",
    requirement: "A message without a Content-Type is binary.",
    body: { mediaType: "", value: Buffer.from("hello") },
    frame: { dataType: "binary", data: "aGVsbG8=" },
  },
];

/** The cases of unusual Content-Types. Only the official emulator shows what they lead to. */
export function mediaTypeCases({ operation, path, from }: Send): WrittenCase[] {
  const { should } = casesOf(operation, { aspect: "media types", needs: ["state", "sockets"] });
  return UNUSUAL_MESSAGES.map(({ id, requirement, body, frame }) =>
    should(id, requirement, "request body", async (context) => {
      const client = await context.connect(RECEIVER);
      const exchange = await context.sendRaw(operation, { path: path(client), body });
      context.expectResponse(operation, exchange, 202);
      const [first, ...more] = await context.received(client, operation);
      context.expectFrame(first, { type: "message", ...from, ...frame });
      context.expectNothing(more, "the client, after its message");
    }),
  );
}
