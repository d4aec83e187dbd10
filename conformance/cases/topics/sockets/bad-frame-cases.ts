import type { ReceivedFrame } from "../../../wire/socket-client.js";
import { expectKept } from "../../support/close-cases.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should } = casesOf("sockets", { aspect: "rejections", needs: ["state", "sockets"] });

/** Frames that are none of the JSON subprotocol, and with what their sender is closed. */
const BAD_FRAMES: readonly { readonly name: string; readonly frame: ReceivedFrame; readonly code: number }[] = [
  { name: "not-json", frame: "this is not JSON", code: 1007 },
  { name: "json-cut-off", frame: '{"type":"ping"', code: 1007 },
  { name: "unknown-type", frame: { type: "nonsense", ackId: 1 }, code: 1007 },
  {
    name: "ttl-above-300",
    frame: { type: "sendToGroup", group: "room", data: 1, ttlSeconds: 301 },
    code: 1007,
  },
  {
    name: "repeated-metadata-key",
    frame: '{"type":"sendToGroup","group":"room","data":1,"metadata":{"a":"1","a":"2"}}',
    code: 1007,
  },
  { name: "binary", frame: new TextEncoder().encode('{"type":"ping"}'), code: 1003 },
];

export const badFrameCases: readonly WrittenCase[] = [
  must(
    "bad-frame/closes-its-sender-alone",
    "A client that sends a frame which is none of its subprotocol is closed, and nobody else.",
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
  ...BAD_FRAMES.map(({ name, frame, code }) =>
    should(`bad-frame/${name}`, `The sender of the frame is closed with ${code}.`, SOURCES.frames, async (context) => {
      const client = await context.connect({ roles: ["webpubsub.sendToGroup"] });
      client.send(frame);
      const closed = await client.closed();
      context.expect(closed.code === code, `The socket was closed with ${closed.code}, and should be with ${code}.`);
    }),
  ),
  should(
    "bad-frame/above-1-mb",
    "The sender of a frame of 2 MB is closed, and the message reaches nobody.",
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
