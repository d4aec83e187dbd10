import { expectCloseCode } from "../../support/open-socket.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should } = casesOf("sockets", { aspect: "effects", needs: ["state", "sockets"] });

const roles = ["webpubsub.sendToGroup.room"];
const query = { webpubsub_mode: "sendToGroup", group: "room" };

export const simpleClientCases: readonly WrittenCase[] = [
  must(
    "raw-client/sends-to-group",
    "In the mode sendToGroup, the frames of a simple client go to its group: text as text, bytes as binary.",
    SOURCES.json,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect({ userId: "alice", protocol: null, roles, query });
      const frame = { type: "message", from: "group", group: "room", fromUserId: "alice" };
      client.send('{"not":"read"}');
      context.expectFrame(await member.next(), { ...frame, dataType: "text", data: '{"not":"read"}' });
      client.send(Uint8Array.from([0, 255]));
      context.expectFrame(await member.next(), { ...frame, dataType: "binary", data: "AP8=" });
    },
  ),
  ...(["true", "false"] as const).map((noEcho) =>
    should(
      `raw-client/no-echo-${noEcho}`,
      `With noEcho=${noEcho}, a simple client that is a member ${noEcho === "true" ? "does not receive" : "receives"} its own messages.`,
      SOURCES.json,
      async (context) => {
        const member = await context.connect({ name: "member", groups: ["room"] });
        const client = await context.connect({
          userId: "alice",
          protocol: null,
          roles,
          groups: ["room"],
          query: { ...query, noEcho },
        });
        client.send("hello");
        context.expectFrame(await member.next(), { type: "message", from: "group", data: "hello" });
        if (noEcho === "false") context.expectFrame(await client.next(), "hello");
        context.expectNothing(await context.received(client), "the simple client");
      },
    ),
  ),
  should(
    "raw-client/event-without-handler",
    "A simple client that sends an event without a handler is closed with code 1011.",
    SOURCES.json,
    async (context) => {
      const client = await context.connect({ userId: "alice", protocol: null });
      client.send("hello");
      await expectCloseCode(context, client, 1011);
    },
  ),
];
