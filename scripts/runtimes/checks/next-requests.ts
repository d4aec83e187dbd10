import { createClient, sendToAll } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";

/** Checks for route handlers of Next.js, whose `fetch` is not the platform's: it caches, and copies requests. */
export const nextChecks: readonly Check[] = [
  {
    name: "sends equal requests each time, also with the framework's fetch",
    async run({ hub, call, recorder, accessKey }) {
      await call("respond", {
        hub,
        headers: { "Content-Type": "application/json" },
        status: 200,
        body: '{"value":[]}',
      });
      for (const fetch of [undefined, globalThis.fetch]) {
        const client = createClient({ endpoint: recorder, accessKey, fetch });
        const path = { hub, group: "lobby" };
        for (let times = 0; times < 2; times += 1)
          await client.GET("/api/hubs/{hub}/groups/{group}/connections", { params: { path } });
      }
      equal((await call("recorded", { hub, count: 4 })).length, 4, "The number of requests that arrived");
    },
  },
  {
    name: "sends a body with its length, also with the framework's fetch",
    async run({ hub, call, recorder, accessKey }) {
      for (const fetch of [undefined, globalThis.fetch]) {
        const client = createClient({ endpoint: recorder, accessKey, fetch });
        await sendToAll(client, { hub, body: { text: "hello 🎈" } });
      }
      const arrived = await call("recorded", { hub, count: 2 });
      equal(
        arrived.map(({ headers, body }) => [headers["content-length"], headers["transfer-encoding"], body]),
        Array.from({ length: 2 }, () => ["21", undefined, '{"text":"hello 🎈"}']),
        "Length, coding and body of what arrived",
      );
    },
  },
];
