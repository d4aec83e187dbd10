import type { ReceivedFrame } from "../../../wire/socket-client.js";
import { expectKept } from "../../support/close-cases.js";
import { expectCloseCode } from "../../support/open-socket.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should } = casesOf("sockets", { aspect: "rejections", needs: ["state", "sockets"] });

/** Frames that are not valid in the JSON subprotocol, and the code that their sender is closed with. */
const BAD_FRAMES: readonly {
  readonly name: string;
  readonly subject: string;
  readonly frame: ReceivedFrame;
  readonly code: number;
}[] = [
  { name: "not-json", subject: "A text frame that is not JSON", frame: "this is not JSON", code: 1007 },
  { name: "json-cut-off", subject: "A frame of truncated JSON", frame: '{"type":"ping"', code: 1007 },
  { name: "unknown-type", subject: "A frame of an unknown type", frame: { type: "nonsense", ackId: 1 }, code: 1007 },
  {
    name: "ttl-above-300",
    subject: "A frame with ttlSeconds 301",
    frame: { type: "sendToGroup", group: "room", data: 1, ttlSeconds: 301 },
    code: 1007,
  },
  {
    name: "repeated-metadata-key",
    subject: "A frame with a repeated metadata key",
    frame: '{"type":"sendToGroup","group":"room","data":1,"metadata":{"a":"1","a":"2"}}',
    code: 1007,
  },
  { name: "binary", subject: "A binary frame", frame: new TextEncoder().encode('{"type":"ping"}'), code: 1003 },
];

export const badFrameCases: readonly WrittenCase[] = [
  must(
    "bad-frame/closes-its-sender-alone",
    "A client that sends an invalid frame is closed, and no other client is.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect({ userId: "alice" });
      const another = await context.connect({ userId: "alice", name: "another" });
      client.send("this is not JSON");
      await client.closed();
      await context.expectNotFound(
        "connectionExists",
        { path: { connectionId: client.id } },
        "Warning.Connection.NotExisted",
      );
      await expectKept(context, another);
    },
  ),
  ...BAD_FRAMES.map(({ name, subject, frame, code }) =>
    should(`bad-frame/${name}`, `${subject} closes its sender with code ${code}.`, SOURCES.frames, async (context) => {
      const client = await context.connect({ roles: ["webpubsub.sendToGroup"] });
      client.send(frame);
      await expectCloseCode(context, client, code);
    }),
  ),
  should(
    "bad-frame/above-1-mb",
    "A frame of 2 MiB closes its sender and is not delivered.",
    SOURCES.frames,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect({ roles: ["webpubsub.sendToGroup"] });
      client.send({ type: "sendToGroup", group: "room", dataType: "text", data: "x".repeat(2 * 1024 * 1024) });
      await client.closed();
      context.expectNothing(await context.received(member), "the member");
    },
  ),
];
