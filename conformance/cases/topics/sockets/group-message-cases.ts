import { isDeepStrictEqual } from "node:util";
import type { ReceivedFrame } from "../../../wire/socket-client.js";
import { expectAck, framesUntilPong } from "../../support/acks.js";
import { otherHub } from "../../support/membership.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should } = casesOf("sockets", { aspect: "effects", needs: ["state", "sockets"] });

const roles = ["webpubsub.sendToGroup"];
const BYTES = Uint8Array.from([0, 1, 127, 128, 254, 255]);

/** Messages of every dataType. */
const CONTENTS = [
  { name: "text", words: "text", dataType: "text", data: 'naïve "text"\n☕ 😀' },
  { name: "text-that-looks-like-json", words: "text that looks like JSON", dataType: "text", data: '{"a":1}' },
  { name: "binary", words: "bytes", dataType: "binary", data: Buffer.from(BYTES).toString("base64") },
  {
    name: "json-object",
    words: "a JSON object",
    dataType: "json",
    data: { kind: "greeting", list: [1, 2.5, null, true], inner: { a: "ö" } },
  },
  { name: "json-array", words: "a JSON array", dataType: "json", data: [1, "two", [3]] },
  { name: "json-string", words: "a JSON string", dataType: "json", data: "a text in quotes" },
  { name: "json-number", words: "a JSON number", dataType: "json", data: 0 },
  { name: "json-boolean", words: "a JSON boolean", dataType: "json", data: false },
];

export const groupMessageCases: readonly WrittenCase[] = [
  ...CONTENTS.flatMap(({ name, words, dataType, data }) => [
    must(
      `send-to-group/content/${name}`,
      `A member receives ${words} with its dataType, the group and the user id of the sender.`,
      SOURCES.frames,
      async (context) => {
        const member = await context.connect({ name: "member", groups: ["room"] });
        const sender = await context.connect({ userId: "alice", roles });
        await expectAck(context, sender, { type: "sendToGroup", group: "room", dataType, data });
        const frame = { type: "message", from: "group", group: "room", fromUserId: "alice", dataType, data };
        context.expectFrame(await member.next(), frame);
      },
    ),
    must(
      `send-to-group/raw-content/${name}`,
      `A simple client receives ${words} as a ${dataType === "binary" ? "binary" : "text"} frame of the data alone.`,
      SOURCES.frames,
      async (context) => {
        const member = await context.connect({ userId: "bob", groups: ["room"], protocol: null });
        const sender = await context.connect({ userId: "alice", roles });
        await expectAck(context, sender, { type: "sendToGroup", group: "room", dataType, data });
        const frame = await member.next();
        if (dataType === "binary") return context.expectFrame(frame, BYTES);
        if (dataType === "text") return context.expectFrame(frame, data as string);
        const same = typeof frame === "string" && isDeepStrictEqual(parsed(frame), data);
        context.expect(same, `Expected the frame ${JSON.stringify(data)}, got ${JSON.stringify(frame)}.`);
      },
    ),
  ]),
  must("send-to-group/data-type-left-out", "Without a dataType, data is JSON.", SOURCES.frames, async (context) => {
    const member = await context.connect({ name: "member", groups: ["room"] });
    const sender = await context.connect({ name: "sender", roles });
    for (const data of [{ a: 1 }, "a text"]) {
      await expectAck(context, sender, { type: "sendToGroup", group: "room", data });
      context.expectFrame(await member.next(), { type: "message", dataType: "json", data });
    }
  }),
  should(
    "send-to-group/data-type-in-any-letter-case",
    "dataType is case-insensitive.",
    SOURCES.frames,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const sender = await context.connect({ name: "sender", roles });
      await expectAck(context, sender, { type: "sendToGroup", group: "room", dataType: "TEXT", data: "hello" });
      context.expectFrame(await member.next(), { type: "message", dataType: "text", data: "hello" });
    },
  ),
  should(
    "send-to-group/anonymous-sender",
    "In a message from an anonymous client, fromUserId is null or absent.",
    SOURCES.frames,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const sender = await context.connect({ name: "sender", roles });
      await expectAck(context, sender, { type: "sendToGroup", group: "room", data: 1 });
      const frame = await member.next();
      context.expectFrame(frame, { type: "message", from: "group", data: 1 });
      const { fromUserId = null } = frame as { fromUserId?: unknown };
      context.expect(fromUserId === null, `Unexpected fromUserId ${JSON.stringify(fromUserId)}: no client has it.`);
    },
  ),
  must(
    "send-to-group/members-only",
    "Every member receives the message once, and no other client does, not even the sender.",
    SOURCES.frames,
    async (context) => {
      const members = [
        await context.connect({ name: "member", groups: ["room", "hall"] }),
        await context.connect({ name: "another member", groups: ["room"] }),
      ];
      const outsiders = [
        await context.connect({ name: "in another group", groups: ["hall"] }),
        await context.connect({ name: "in no group" }),
      ];
      const hub = otherHub(context);
      const elsewhere = await context.connect({ name: "in another hub", hub, groups: ["room"], roles });
      const sender = await context.connect({ name: "sender", roles });
      await expectAck(context, sender, { type: "sendToGroup", group: "room", dataType: "text", data: "hello" });
      for (const member of members) {
        context.expectFrame(await member.next(), { type: "message", from: "group", group: "room", data: "hello" });
        context.expectNothing(await context.received(member), `${member.name}, after the message`);
      }
      for (const client of [...outsiders, sender]) context.expectNothing(await context.received(client), client.name);
      context.expectNothing(await framesUntilPong(elsewhere), elsewhere.name);
    },
  ),
  must(
    "send-to-group/echo",
    "A sender that is a member receives its own message, unless it sets `noEcho`; other members receive both.",
    SOURCES.frames,
    async (context) => {
      const sender = await context.connect({ name: "sender", groups: ["room"], roles });
      const member = await context.connect({ name: "member", groups: ["room"] });
      const messages = [
        { data: "without an echo", noEcho: true },
        { data: "with an echo", noEcho: false },
        { data: "with an echo by default" },
      ];
      const own: ReceivedFrame[] = [];
      for (const message of messages) {
        own.push(...(await expectAck(context, sender, { type: "sendToGroup", group: "room", ...message })));
      }
      for (const { data, noEcho = false } of messages) {
        if (!noEcho)
          context.expectFrame(own.shift() ?? (await sender.next()), { type: "message", from: "group", data });
        context.expectFrame(await member.next(), { type: "message", from: "group", data });
      }
      context.expectNothing([...own, ...(await context.received(sender))], "the sender, after its messages");
    },
  ),
  must(
    "send-to-group/no-echo-is-of-the-connection",
    "`noEcho` applies to the sender's connection only: other connections of its user receive the message.",
    SOURCES.frames,
    async (context) => {
      const sender = await context.connect({ name: "sender", userId: "alice", groups: ["room"], roles });
      const twin = await context.connect({ name: "twin", userId: "alice", groups: ["room"] });
      await expectAck(context, sender, { type: "sendToGroup", group: "room", noEcho: true, data: 1 });
      context.expectFrame(await twin.next(), { type: "message", from: "group", data: 1 });
    },
  ),
  should(
    "send-to-group/order",
    "A member receives the messages of a client in the order in which they were sent.",
    SOURCES.frames,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const sender = await context.connect({ name: "sender", roles });
      const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
      for (const data of numbers) sender.send({ type: "sendToGroup", group: "room", data });
      for (const data of numbers) context.expectFrame(await member.next(), { type: "message", from: "group", data });
    },
  ),
  must("send-to-group/large", "A message of 990,000 bytes is delivered.", SOURCES.frames, async (context) => {
    const member = await context.connect({ name: "member", groups: ["room"] });
    const sender = await context.connect({ name: "sender", roles });
    const data = "0123456789".repeat(99_000);
    await expectAck(context, sender, { type: "sendToGroup", group: "room", dataType: "text", data });
    const frame = await member.next();
    context.expectFrame(frame, { type: "message", from: "group", dataType: "text" });
    const received = (frame as { data?: unknown }).data;
    context.expect(
      received === data,
      `The data differ from those sent: ${String(received).length} characters instead of ${data.length}.`,
    );
  }),
];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
