import { bytes, createClient, filter, json, text } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";

const SEND = "/api/hubs/{hub}/:send";
/** Every byte value, including those that are invalid in UTF-8. */
const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

export const messages: Check[] = [
  {
    name: "sends JSON as JSON",
    async run({ hub, call, connectionString }) {
      const { socket } = await call("connect", { hub });
      const client = createClient(connectionString);
      const { response } = await client.POST(SEND, { params: { path: { hub } }, body: { text: "grüß “dich” 🎈" } });
      equal(response.status, 202, "The status");
      await client.POST(SEND, { params: { path: { hub } }, ...json(["a", 1, null]) });
      const expected = [{ text: '{"text":"grüß “dich” 🎈"}' }, { text: '["a",1,null]' }];
      equal(await call("received", { socket, count: 2 }), expected, "What arrived");
    },
  },
  {
    name: "sends text without quotes",
    async run({ hub, call, connectionString }) {
      const { socket } = await call("connect", { hub });
      await createClient(connectionString).POST(SEND, { params: { path: { hub } }, ...text("grüß “dich” 🎈") });
      equal(await call("received", { socket, count: 1 }), [{ text: "grüß “dich” 🎈" }], "What arrived");
    },
  },
  {
    name: "sends the bytes of a view, a buffer and a Blob unchanged",
    async run({ hub, call, connectionString }) {
      const { socket } = await call("connect", { hub });
      const client = createClient(connectionString);
      for (const form of [BYTES.subarray(1, -1), BYTES.slice().buffer, new Blob([BYTES], { type: "text/plain" })]) {
        const { response } = await client.POST(SEND, { params: { path: { hub } }, ...bytes(form) });
        equal(response.status, 202, "The status");
      }
      const everyByte = [...BYTES];
      const expected = [everyByte.slice(1, -1), everyByte, everyByte].map((each) => ({ bytes: each }));
      equal(await call("received", { socket, count: 3 }), expected, "What arrived");
    },
  },
  {
    // Sent to the recorder, because the emulator rejects a body without a Content-Length.
    name: "sends the bytes of a stream",
    async run({ hub, call, recorder, accessKey }) {
      const stream = new Blob(["grüß ", "“dich” 🎈"]).stream();
      const client = createClient({ endpoint: recorder, accessKey });
      const { response } = await client.POST(SEND, { params: { path: { hub } }, ...bytes(stream) });
      equal(response.status, 202, "The status");
      const [arrived] = await call("recorded", { hub, count: 1 });
      const expected = ["grüß “dich” 🎈", "application/octet-stream"];
      equal([arrived?.body, arrived?.headers["content-type"]], expected, "The body and the Content-Type");
    },
  },
  {
    name: "sends with a filter to a user whose name contains a quote",
    async run({ hub, call, connectionString }) {
      const users = ["O'Hara", "alice"];
      const [hara, alice] = await Promise.all(users.map((userId) => call("connect", { hub, userId })));
      const client = createClient(connectionString);
      const query = { filter: filter`userId eq ${"O'Hara"}` };
      const { error } = await client.POST(SEND, { params: { path: { hub }, query }, ...text("to one") });
      equal(error, undefined, "The error");
      await client.POST(SEND, { params: { path: { hub } }, ...text("to all") });
      const toBoth = [{ text: "to one" }, { text: "to all" }];
      equal(await call("received", { socket: hara?.socket ?? -1, count: 2 }), toBoth, "What O'Hara received");
      equal(await call("received", { socket: alice?.socket ?? -1, count: 1 }), toBoth.slice(1), "What alice received");
    },
  },
];
