import { ConnectionError, createClient, type RetryEvent, text } from "webpubsub-fetch";
import { type Check, equal, rejection } from "./check.js";

const SEND = "/api/hubs/{hub}/:send";
const GROUP = "/api/hubs/{hub}/groups/{group}";

export const retries: Check[] = [
  {
    name: "a send that the service did not act on is sent again, and arrives once",
    async run({ hub, ask, connectionString }) {
      const { socket } = await ask("connect", { hub });
      const headers = { "Retry-After": "0" };
      await ask("fault", { match: { operation: "sendToAll", hub }, action: "status", status: 503, headers, times: 2 });
      const retried: RetryEvent[] = [];
      const client = createClient(connectionString, { hooks: { onRetry: (event) => retried.push(event) } });
      const { response } = await client.POST(SEND, { params: { path: { hub } }, ...text("once") });
      equal(response.status, 202, "The status");
      const told = retried.map(({ attempt, status, delay }) => ({ attempt, status, delay }));
      const expected = [1, 2].map((attempt) => ({ attempt, status: 503, delay: 0 }));
      equal(told, expected, "What the hook was told");
      await client.POST(SEND, { params: { path: { hub } }, ...text("barrier") });
      equal(await ask("received", { socket, count: 2 }), [{ text: "once" }, { text: "barrier" }], "What arrived");
    },
  },
  {
    // On a connection that was used before: some platforms take its end for one that was idle too long, and send again.
    name: "a send whose answer is lost is not sent again",
    async run({ hub, ask, connectionString }) {
      const { socket } = await ask("connect", { hub });
      const client = createClient(connectionString);
      const send = (message: string) => client.POST(SEND, { params: { path: { hub } }, ...text(message) });
      for (const message of ["first", "second"]) await send(message);
      await ask("fault", { match: { operation: "sendToAll", hub }, action: "drop-after" });
      const { attempts, retryable } = await rejection(send("once"), ConnectionError);
      equal([attempts, retryable], [1, false], "Attempts, and whether it may be made again");
      await send("barrier");
      const expected = ["first", "second", "once", "barrier"].map((message) => ({ text: message }));
      equal(await ask("received", { socket, count: 4 }), expected, "What arrived");
    },
  },
  {
    name: "a read whose connection is cut is made again",
    async run({ hub, ask, connectionString }) {
      await ask("connect", { hub, groups: ["lobby"] });
      const client = createClient(connectionString, { retry: { baseDelay: 1 } });
      const params = { path: { hub, group: "lobby" } };
      await client.HEAD(GROUP, { params });
      for (const action of ["drop-before", "reset"] as const) {
        await ask("fault", { match: { operation: "groupExists", hub }, action });
        const { response } = await client.HEAD(GROUP, { params });
        equal(response.status, 200, `The status after ${action}`);
      }
    },
  },
  {
    name: "a send that found nobody to connect to is made again where the platform says so",
    async run({ hub, nobody, accessKey, expected }) {
      const client = createClient({ endpoint: nobody, accessKey, retry: { maxRetries: 2, baseDelay: 1 } });
      const sending = client.POST(SEND, { params: { path: { hub } }, ...text("to nobody") });
      const { attempts, retryable } = await rejection(sending, ConnectionError);
      const { tellsNeverConnected } = expected;
      const known = tellsNeverConnected ? [3, true] : [1, false];
      equal([attempts, retryable], known, "Attempts, and whether it may be made again");
    },
  },
];
