import type { Stage } from "../../case-context.js";
import type { WrittenCase } from "../../written-case.js";
import { SAID } from "./socket-sources.js";

const common = { operation: "sockets", aspect: "effects", source: SAID.json, needs: ["state", "sockets"] } as const;

const roles = ["webpubsub.sendToGroup.room"];
const query = { webpubsub_mode: "sendToGroup", group: "room" };

export const rawClientCases: readonly WrittenCase[] = [
  {
    ...common,
    id: "sockets/raw-client/sends-to-group",
    level: "MUST",
    requirement: "The frames of a raw client in the mode sendToGroup go to its group: text as text, bytes as binary.",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const raw = await stage.connect({ userId: "ada", protocol: null, roles, query });
      const frame = { type: "message", from: "group", group: "room", fromUserId: "ada" };
      raw.send('{"not":"read"}');
      stage.expectFrame(await member.next(), { ...frame, dataType: "text", data: '{"not":"read"}' });
      raw.send(Uint8Array.from([0, 255]));
      stage.expectFrame(await member.next(), { ...frame, dataType: "binary", data: "AP8=" });
    },
  },
  ...(["true", "false"] as const).map(
    (noEcho): WrittenCase => ({
      ...common,
      id: `sockets/raw-client/no-echo-${noEcho}`,
      level: "SHOULD",
      requirement: `A raw client in the mode sendToGroup that is a member ${noEcho === "true" ? "gets none" : "gets all"} of its own messages with noEcho=${noEcho}.`,
      async run(stage) {
        const member = await stage.connect({ name: "member", groups: ["room"] });
        const raw = await stage.connect({
          userId: "ada",
          protocol: null,
          roles,
          groups: ["room"],
          query: { ...query, noEcho },
        });
        raw.send("hello");
        stage.expectFrame(await member.next(), { type: "message", from: "group", data: "hello" });
        if (noEcho === "false") stage.expectFrame(await raw.next(), "hello");
        stage.expectNothing(await stage.received(raw), "the raw client");
      },
    }),
  ),
  {
    ...common,
    id: "sockets/raw-client/event-without-handler",
    level: "SHOULD",
    requirement: "A raw client whose event no handler is there for is closed with 1011.",
    async run(stage: Stage) {
      const raw = await stage.connect({ userId: "ada", protocol: null });
      raw.send("hello");
      const { code } = await raw.closed();
      stage.expect(code === 1011, `The socket was closed with ${code}, and should be with 1011.`);
    },
  },
];
