import { text } from "../../../wire/message-bodies.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { RECEIVER, type Send } from "./send-operations.js";

const PREFIX = "X-WebPubSub-Metadata-";

/** The cases of the headers for metadata, which the official emulator has and no description. */
export function metadataCases({ operation, path }: Send): WrittenCase[] {
  const { should, may } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
  return [
    should(
      "metadata-comes-with-the-message",
      "The server delivers `X-WebPubSub-Metadata-{key}` headers with the message, their keys in lower case.",
      "operation",
      async (context) => {
        const client = await context.connect(RECEIVER);
        const headers = { [`${PREFIX}Colour`]: "Red", [`${PREFIX}size`]: "10" };
        const exchange = await context.send(operation, { path: path(client), body: text("hello") }, headers);
        context.expectResponse(operation, exchange, 202);
        const [frame] = await context.received(client, operation);
        context.expectFrame(frame, { data: "hello", metadata: { colour: "Red", size: "10" } });
      },
    ),
    may(
      "metadata-that-is-too-long",
      "The server rejects a message with a metadata value of 1,025 bytes, and delivers it to nobody.",
      "operation",
      async (context) => {
        const client = await context.connect(RECEIVER);
        const headers = { [`${PREFIX}colour`]: "r".repeat(1025) };
        const values = { path: path(client), body: text("hello") };
        await context.expectRejected(operation, values, { status: 400 }, { headers });
        context.expectNothing(await context.received(client, operation), "the client");
      },
      { aspect: "rejections" },
    ),
  ];
}
