import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should } = casesOf("sockets", { aspect: "effects", needs: ["state", "sockets"] });

const roles = ["webpubsub.sendToGroup.room"];
const query = { webpubsub_mode: "sendToGroup", group: "room" };

export const rawClientCases: readonly WrittenCase[] = [
  must(
    "raw-client/sends-to-group",
    "The frames of a raw client in the mode sendToGroup go to its group: text as text, bytes as binary.",
    SOURCES.json,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const raw = await context.connect({ userId: "alice", protocol: null, roles, query });
      const frame = { type: "message", from: "group", group: "room", fromUserId: "alice" };
      raw.send('{"not":"read"}');
      context.expectFrame(await member.next(), { ...frame, dataType: "text", data: '{"not":"read"}' });
      raw.send(Uint8Array.from([0, 255]));
      context.expectFrame(await member.next(), { ...frame, dataType: "binary", data: "AP8=" });
    },
  ),
  ...(["true", "false"] as const).map((noEcho) =>
    should(
      `raw-client/no-echo-${noEcho}`,
      `A raw client in the mode sendToGroup that is a member ${noEcho === "true" ? "gets none" : "gets all"} of its own messages with noEcho=${noEcho}.`,
      SOURCES.json,
      async (context) => {
        const member = await context.connect({ name: "member", groups: ["room"] });
        const raw = await context.connect({
          userId: "alice",
          protocol: null,
          roles,
          groups: ["room"],
          query: { ...query, noEcho },
        });
        raw.send("hello");
        context.expectFrame(await member.next(), { type: "message", from: "group", data: "hello" });
        if (noEcho === "false") context.expectFrame(await raw.next(), "hello");
        context.expectNothing(await context.received(raw), "the raw client");
      },
    ),
  ),
  should(
    "raw-client/event-without-handler",
    "A raw client whose event no handler is there for is closed with 1011.",
    SOURCES.json,
    async (context) => {
      const raw = await context.connect({ userId: "alice", protocol: null });
      raw.send("hello");
      const { code } = await raw.closed();
      context.expect(code === 1011, `The socket was closed with ${code}, and should be with 1011.`);
    },
  ),
];
