import { AbortedError, createClient, InvalidInputError, TimeoutError, text } from "webpubsub-fetch";
import { type Check, equal, matches, rejection } from "./check.js";

const SEND = "/api/hubs/{hub}/:send";
const GROUP = "/api/hubs/{hub}/groups/{group}";

export const limits: Check[] = [
  {
    name: "ends an attempt without a response after `timeout`, and closes its connection",
    async run({ hub, call, recorder, accessKey }) {
      await call("respond", { hub, held: true });
      const client = createClient({ endpoint: recorder, accessKey, timeout: 500, retry: false });
      const sending = client.POST(SEND, { params: { path: { hub } }, ...text("held") });
      matches((await rejection(sending, TimeoutError)).message, /within 500 ms \(`timeout`\)/, "The message");
      await call("disconnected", { hub });
    },
  },
  {
    name: "ends a call at its `deadline`, before its `timeout`",
    async run({ hub, call, recorder, accessKey }) {
      await call("respond", { hub, held: true });
      const client = createClient({ endpoint: recorder, accessKey, deadline: 100 });
      const checking = client.HEAD(GROUP, { params: { path: { hub, group: "lobby" } } });
      matches((await rejection(checking, TimeoutError)).message, /within 100 ms \(`deadline`\)/, "The message");
    },
  },
  {
    name: "ends a request in progress when its signal is aborted, and closes its connection",
    async run({ hub, call, recorder, accessKey }) {
      await call("respond", { hub, held: true });
      const controller = new AbortController();
      const reason = new Error("No longer wanted.");
      const client = createClient({ endpoint: recorder, accessKey });
      const options = { params: { path: { hub } }, ...text("held"), signal: controller.signal };
      const abortOnArrival = call("recorded", { hub, count: 1 }).then(() => controller.abort(reason));
      const [{ name, cause }] = await Promise.all([
        rejection(client.POST(SEND, options), AbortedError),
        abortOnArrival,
      ]);
      equal(
        [name, cause === reason],
        ["AbortError", true],
        "The name, and whether the cause is the reason of the signal",
      );
      await call("disconnected", { hub });
    },
  },
  {
    name: "ends the wait for the next attempt when the signal is aborted",
    async run({ hub, call, connectionString }) {
      const headers = { "Retry-After": "30" };
      await call("fault", { match: { operation: "sendToAll", hub }, action: "status", status: 503, headers });
      const controller = new AbortController();
      const client = createClient(connectionString, {
        hooks: { onRetry: () => queueMicrotask(() => controller.abort()) },
      });
      const options = { params: { path: { hub } }, ...text("never"), signal: controller.signal };
      const { attempts } = await rejection(client.POST(SEND, options), AbortedError);
      equal(attempts, 1, "The attempts");
    },
  },
  {
    name: "rejects calls of a closed client, and finishes those in progress",
    async run({ hub, connectionString }) {
      const client = createClient(connectionString);
      const sending = client.POST(SEND, { params: { path: { hub } }, ...text("before") });
      await client.close();
      equal((await sending).response.status, 202, "The status of the call in progress");
      const late = client.POST(SEND, { params: { path: { hub } }, ...text("after") });
      matches((await rejection(late, InvalidInputError)).message, /^The client is closed\./, "The message");
      await client[Symbol.asyncDispose]();
    },
  },
];
