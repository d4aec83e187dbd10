import { bytes, createClient, filter, json, text } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";

const SEND = "/api/hubs/{hub}/:send";
/** Every byte, so also what is no UTF-8. */
const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

export const messages: Check[] = [
  {
    name: "a message of JSON arrives as that JSON",
    async run({ hub, ask, connectionString }) {
      const { socket } = await ask("connect", { hub });
      const client = createClient(connectionString);
      const { response } = await client.POST(SEND, { params: { path: { hub } }, body: { text: "grüß “dich” 🎈" } });
      equal(response.status, 202, "The status");
      await client.POST(SEND, { params: { path: { hub } }, ...json(["a", 1, null]) });
      const expected = [{ text: '{"text":"grüß “dich” 🎈"}' }, { text: '["a",1,null]' }];
      equal(await ask("received", { socket, count: 2 }), expected, "What arrived");
    },
  },
  {
    name: "a message of text arrives without quotes around it",
    async run({ hub, ask, connectionString }) {
      const { socket } = await ask("connect", { hub });
      await createClient(connectionString).POST(SEND, { params: { path: { hub } }, ...text("grüß “dich” 🎈") });
      equal(await ask("received", { socket, count: 1 }), [{ text: "grüß “dich” 🎈" }], "What arrived");
    },
  },
  {
    name: "bytes arrive as they are, of a view, a buffer and a Blob",
    async run({ hub, ask, connectionString }) {
      const { socket } = await ask("connect", { hub });
      const client = createClient(connectionString);
      for (const form of [BYTES.subarray(1, -1), BYTES.slice().buffer, new Blob([BYTES], { type: "text/plain" })]) {
        const { response } = await client.POST(SEND, { params: { path: { hub } }, ...bytes(form) });
        equal(response.status, 202, "The status");
      }
      const all = [...BYTES];
      const expected = [all.slice(1, -1), all, all].map((each) => ({ bytes: each }));
      equal(await ask("received", { socket, count: 3 }), expected, "What arrived");
    },
  },
  {
    // At the recorder: the emulator takes no body that does not say how long it is.
    name: "a stream arrives as its bytes",
    async run({ hub, ask, recorder, accessKey }) {
      const stream = new Blob(["grüß ", "“dich” 🎈"]).stream();
      const client = createClient({ endpoint: recorder, accessKey });
      const { response } = await client.POST(SEND, { params: { path: { hub } }, ...bytes(stream) });
      equal(response.status, 202, "The status");
      const [arrived] = await ask("recorded", { hub, count: 1 });
      const expected = ["grüß “dich” 🎈", "application/octet-stream"];
      equal([arrived?.body, arrived?.headers["content-type"]], expected, "What arrived, and under what type");
    },
  },
  {
    name: "a filter chooses who gets a message, whatever is in a name",
    async run({ hub, ask, connectionString }) {
      const users = ["O'Hara", "alice"];
      const [hara, alice] = await Promise.all(users.map((userId) => ask("connect", { hub, userId })));
      const client = createClient(connectionString);
      const query = { filter: filter`userId eq ${"O'Hara"}` };
      const { error } = await client.POST(SEND, { params: { path: { hub }, query }, ...text("to one") });
      equal(error, undefined, "The error");
      await client.POST(SEND, { params: { path: { hub } }, ...text("to all") });
      const toBoth = [{ text: "to one" }, { text: "to all" }];
      equal(await ask("received", { socket: hara?.socket ?? -1, count: 2 }), toBoth, "What O'Hara got");
      equal(await ask("received", { socket: alice?.socket ?? -1, count: 1 }), toBoth.slice(1), "What alice got");
    },
  },
];
