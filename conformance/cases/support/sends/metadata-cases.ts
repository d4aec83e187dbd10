import { text } from "../../../wire/message-bodies.js";
import { kebab } from "../../case-ids.js";
import type { WrittenCase } from "../../written-case.js";
import { RECEIVER, type Send } from "./send-operations.js";

const PREFIX = "X-WebPubSub-Metadata-";

/** The official emulator's headers for metadata, which no description has. */
export function metadataCases({ operation, path }: Send): WrittenCase[] {
  return [
    {
      id: `${kebab(operation)}/metadata-comes-with-the-message`,
      operation,
      aspect: "effects",
      level: "SHOULD",
      requirement: "Headers `X-WebPubSub-Metadata-{key}` come with the message, with their keys in lower case.",
      source: "operation",
      needs: ["state", "sockets"],
      async run(context) {
        const client = await context.connect(RECEIVER);
        const headers = { [`${PREFIX}Colour`]: "Red", [`${PREFIX}size`]: "10" };
        const exchange = await context.send(operation, { path: path(client), body: text("hello") }, headers);
        context.expectResponse(operation, exchange, 202);
        const [frame] = await context.received(client, operation);
        context.expectFrame(frame, { data: "hello", metadata: { colour: "Red", size: "10" } });
      },
    },
    {
      id: `${kebab(operation)}/metadata-that-is-too-long`,
      operation,
      aspect: "rejections",
      level: "MAY",
      requirement: "A message with a metadata value of more than 1024 bytes is refused, and nobody gets it.",
      source: "operation",
      needs: ["state", "sockets"],
      async run(context) {
        const client = await context.connect(RECEIVER);
        const headers = { [`${PREFIX}colour`]: "r".repeat(1025) };
        await context.expectRejected(
          operation,
          { path: path(client), body: text("hello") },
          { status: 400 },
          { headers },
        );
        context.expectNothing(await context.received(client, operation), "the client");
      },
    },
  ];
}
