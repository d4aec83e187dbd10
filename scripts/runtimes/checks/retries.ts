import { ConnectionError, createClient, type RetryEvent, text } from "webpubsub-fetch";
import { type Check, equal, rejection } from "./check.js";

const SEND = "/api/hubs/{hub}/:send";
const GROUP = "/api/hubs/{hub}/groups/{group}";

export const retries: Check[] = [
  {
    name: "sends again after 503, and delivers the message once",
    async run({ hub, call, connectionString }) {
      const { socket } = await call("connect", { hub });
      const headers = { "Retry-After": "0" };
      await call("fault", { match: { operation: "sendToAll", hub }, action: "status", status: 503, headers, times: 2 });
      const retried: RetryEvent[] = [];
      const client = createClient(connectionString, { hooks: { onRetry: (event) => retried.push(event) } });
      const { response } = await client.POST(SEND, { params: { path: { hub } }, ...text("once") });
      equal(response.status, 202, "The status");
      const events = retried.map(({ attempt, status, delay }) => ({ attempt, status, delay }));
      const expected = [1, 2].map((attempt) => ({ attempt, status: 503, delay: 0 }));
      equal(events, expected, "The events passed to onRetry");
      await client.POST(SEND, { params: { path: { hub } }, ...text("barrier") });
      equal(await call("received", { socket, count: 2 }), [{ text: "once" }, { text: "barrier" }], "What arrived");
    },
  },
  {
    // On a reused connection: some platforms send again when it closes, because it may have been idle for too long.
    name: "does not send again when the response is lost",
    async run({ hub, call, connectionString }) {
      const { socket } = await call("connect", { hub });
      const client = createClient(connectionString);
      const send = (message: string) => client.POST(SEND, { params: { path: { hub } }, ...text(message) });
      for (const message of ["first", "second"]) await send(message);
      await call("fault", { match: { operation: "sendToAll", hub }, action: "drop-after" });
      const { attempts, retryable } = await rejection(send("once"), ConnectionError);
      equal([attempts, retryable], [1, false], "The attempts, and `retryable`");
      await send("barrier");
      const expected = ["first", "second", "once", "barrier"].map((message) => ({ text: message }));
      equal(await call("received", { socket, count: 4 }), expected, "What arrived");
    },
  },
  {
    name: "retries a read when its connection closes",
    async run({ hub, call, connectionString }) {
      await call("connect", { hub, groups: ["lobby"] });
      const client = createClient(connectionString, { retry: { baseDelay: 1 } });
      const params = { path: { hub, group: "lobby" } };
      await client.HEAD(GROUP, { params });
      for (const action of ["drop-before", "reset"] as const) {
        await call("fault", { match: { operation: "groupExists", hub }, action });
        const { response } = await client.HEAD(GROUP, { params });
        equal(response.status, 200, `The status after ${action}`);
      }
    },
  },
  {
    name: "sends again after a failed connect if the platform reports it",
    async run({ hub, deadOrigin, accessKey, expected }) {
      const client = createClient({ endpoint: deadOrigin, accessKey, retry: { maxRetries: 2, baseDelay: 1 } });
      const sending = client.POST(SEND, { params: { path: { hub } }, ...text("to nobody") });
      const { attempts, retryable } = await rejection(sending, ConnectionError);
      const { reportsNeverConnected } = expected;
      const expectedOutcome = reportsNeverConnected ? [3, true] : [1, false];
      equal([attempts, retryable], expectedOutcome, "The attempts, and `retryable`");
    },
  },
];
