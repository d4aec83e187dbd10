import { AbortedError, createClient, InvalidInputError, TimeoutError, text } from "webpubsub-fetch";
import { type Check, equal, matches, rejection } from "./check.js";

const SEND = "/api/hubs/{hub}/:send";
const GROUP = "/api/hubs/{hub}/groups/{group}";

export const limits: Check[] = [
  {
    name: "`timeout` ends an attempt that gets no answer, and its connection",
    async run({ hub, ask, recorder, accessKey }) {
      await ask("answer", { hub, held: true });
      const client = createClient({ endpoint: recorder, accessKey, timeout: 500, retry: false });
      const sending = client.POST(SEND, { params: { path: { hub } }, ...text("held") });
      matches((await rejection(sending, TimeoutError)).message, /within 500 ms \(`timeout`\)/, "The message");
      await ask("givenUp", { hub });
    },
  },
  {
    name: "`deadline` ends a call before its timeout does",
    async run({ hub, ask, recorder, accessKey }) {
      await ask("answer", { hub, held: true });
      const client = createClient({ endpoint: recorder, accessKey, deadline: 100 });
      const asking = client.HEAD(GROUP, { params: { path: { hub, group: "lobby" } } });
      matches((await rejection(asking, TimeoutError)).message, /within 100 ms \(`deadline`\)/, "The message");
    },
  },
  {
    name: "a signal ends a request that is on its way, and its connection",
    async run({ hub, ask, recorder, accessKey }) {
      await ask("answer", { hub, held: true });
      const controller = new AbortController();
      const reason = new Error("No longer wanted.");
      const client = createClient({ endpoint: recorder, accessKey });
      const options = { params: { path: { hub } }, ...text("held"), signal: controller.signal };
      const abortOnceItIsThere = ask("recorded", { hub, count: 1 }).then(() => controller.abort(reason));
      const [{ name, cause }] = await Promise.all([
        rejection(client.POST(SEND, options), AbortedError),
        abortOnceItIsThere,
      ]);
      equal([name, cause === reason], ["AbortError", true], "The name, and whether the cause is the signal's reason");
      await ask("givenUp", { hub });
    },
  },
  {
    name: "a signal ends the wait for the next attempt",
    async run({ hub, ask, connectionString }) {
      const headers = { "Retry-After": "30" };
      await ask("fault", { match: { operation: "sendToAll", hub }, action: "status", status: 503, headers });
      const controller = new AbortController();
      const client = createClient(connectionString, {
        hooks: { onRetry: () => queueMicrotask(() => controller.abort()) },
      });
      const options = { params: { path: { hub } }, ...text("never"), signal: controller.signal };
      const { attempts } = await rejection(client.POST(SEND, options), AbortedError);
      equal(attempts, 1, "Attempts");
    },
  },
  {
    name: "a closed client refuses calls; what was on its way is answered",
    async run({ hub, connectionString }) {
      const client = createClient(connectionString);
      const sending = client.POST(SEND, { params: { path: { hub } }, ...text("before") });
      await client.close();
      equal((await sending).response.status, 202, "The status of what was on its way");
      const late = client.POST(SEND, { params: { path: { hub } }, ...text("after") });
      matches((await rejection(late, InvalidInputError)).message, /^The client is closed\./, "The message");
      await client[Symbol.asyncDispose]();
    },
  },
];
