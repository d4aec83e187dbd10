import {
  AuthenticationError,
  ConnectionError,
  createClient,
  InvalidInputError,
  json,
  WebPubSubError,
} from "webpubsub-fetch";
import { type Check, equal, Mismatch, matches, rejection } from "./check.js";

const SEND = "/api/hubs/{hub}/:send";
const MEMBERS = "/api/hubs/{hub}/groups/{group}/connections";

export const errors: Check[] = [
  {
    name: "returns a rejection as `error`, and throws a WebPubSubError with `throwOnError`",
    async run({ hub, connectionString }) {
      const client = createClient(connectionString);
      const params = { path: { hub }, query: { filter: "userId eq" } };
      const { error, data, response } = await client.POST(SEND, { params, ...json({}) });
      equal([response.status, data], [400, undefined], "The status and the data");
      const thrown = await rejection(client.POST(SEND, { params, ...json({}), throwOnError: true }), WebPubSubError);
      const { name, operation, attempts, retryable, status, code } = thrown;
      const expected = ["WebPubSubError", "sendToAll", 1, false, 400, error?.code];
      equal([name, operation, attempts, retryable, status, code], expected, "The properties of the error");
      matches(thrown.message, /^sendToAll failed with 400: \S.*/, "The message");
    },
  },
  {
    name: "explains a wrong key without showing it",
    async run({ hub, endpoint }) {
      const accessKey = "a-key-that-the-emulator-does-not-have-0123456789";
      const client = createClient({ endpoint, accessKey, throwOnError: true });
      const { message } = await rejection(
        client.POST(SEND, { params: { path: { hub } }, ...json({}) }),
        AuthenticationError,
      );
      const url = `${endpoint}/api/hubs/${hub}/:send?api-version=2024-12-01`;
      matches(message, /Audience and time match, so the key is wrong/, "The conclusion");
      for (const row of [`  audience      ${url}\n`, `  expected      ${url}\n`]) {
        if (!message.includes(row)) throw new Mismatch("The comparison lacks a row.", row, message);
      }
      equal(message.includes(accessKey), false, "Whether the message contains the key");
    },
  },
  {
    name: "rejects a path value that would lead to another operation, and sends nothing",
    async run({ hub, call, connectionString, endpoint, accessKey }) {
      const sent: string[] = [];
      const hooks = { onRequest: ({ url }: { url: string }) => sent.push(url) };
      const client = createClient({ endpoint, accessKey, hooks });
      for (const group of ["..", ".", "%2e%2e", ""]) {
        const params = { path: { hub, group, connectionId: "c" } };
        const removing = client.DELETE("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", { params });
        matches((await rejection(removing, InvalidInputError)).message, /group/, `The message for ${group}`);
      }
      equal(sent, [], "What was sent");
      await createClient(connectionString).HEAD("/api/hubs/{hub}/groups/{group}", {
        params: { path: { hub, group: "barrier" } },
      });
      equal(
        (await call("requests", { hub, count: 1 })).map(({ operation }) => operation),
        ["groupExists"],
        "What arrived",
      );
    },
  },
  {
    name: "does not follow a redirect",
    async run({ hub, call, recorder, accessKey }) {
      await call("respond", { hub, status: 307, headers: { Location: `${recorder}/api/hubs/${hub}/elsewhere?a=b` } });
      const client = createClient({ endpoint: recorder, accessKey });
      const { error, response } = await client.POST(SEND, { params: { path: { hub } }, ...json({}) });
      equal(response.status, 307, "The status");
      const to = `to ${recorder}/api/hubs/${hub}/elsewhere. Redirects are not followed`;
      if (!error?.message.includes(to))
        throw new Mismatch("The message does not name the target of the redirect.", to, error?.message ?? "");
      await call("respond", { hub, status: 202 });
      await client.POST(SEND, { params: { path: { hub } }, ...json({}) });
      const lines = (await call("recorded", { hub, count: 2 })).map(({ target }) => target.replace(/\?.*/, ""));
      equal(lines, [`/api/hubs/${hub}/:send`, `/api/hubs/${hub}/:send`], "What arrived");
    },
  },
  {
    name: "rejects a successful response whose body is not JSON",
    async run({ hub, call, recorder, accessKey }) {
      await call("respond", { hub, status: 200, headers: { "Content-Type": "text/html" }, body: "<p>hello" });
      const client = createClient({ endpoint: recorder, accessKey });
      const listing = client.GET(MEMBERS, { params: { path: { hub, group: "lobby" } } });
      matches(
        (await rejection(listing, WebPubSubError)).message,
        /body that is not JSON \(text\/html\)/,
        "The message",
      );
    },
  },
  {
    name: "rejects an incomplete response with a ConnectionError",
    async run({ hub, call, connectionString }) {
      await call("connect", { hub, groups: ["lobby"] });
      await call("fault", { match: { operation: "listConnectionsInGroup", hub }, action: "truncate" });
      const client = createClient(connectionString, { retry: false });
      const params = { path: { hub, group: "lobby" } };
      const { attempts, retryable } = await rejection(client.GET(MEMBERS, { params }), ConnectionError);
      equal([attempts, retryable], [1, true], "The attempts, and `retryable`");
    },
  },
];
