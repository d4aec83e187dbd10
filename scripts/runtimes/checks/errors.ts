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
    name: "a refusal is an `error`, and with `throwOnError` a WebPubSubError",
    async run({ hub, connectionString }) {
      const client = createClient(connectionString);
      const params = { path: { hub }, query: { filter: "userId eq" } };
      const { error, data, response } = await client.POST(SEND, { params, ...json({}) });
      equal([response.status, data], [400, undefined], "The status, and the data");
      const thrown = await rejection(client.POST(SEND, { params, ...json({}), throwOnError: true }), WebPubSubError);
      const { name, operation, attempts, retryable, status, code } = thrown;
      const expected = ["WebPubSubError", "sendToAll", 1, false, 400, error?.code];
      equal([name, operation, attempts, retryable, status, code], expected, "What is known of the error");
      matches(thrown.message, /^sendToAll failed with 400: \S.*/, "The message");
    },
  },
  {
    name: "a wrong key is explained, and never shown",
    async run({ hub, endpoint }) {
      const accessKey = "another-key-than-the-emulator-has-0123456789";
      const client = createClient({ endpoint, accessKey, throwOnError: true });
      const { message } = await rejection(
        client.POST(SEND, { params: { path: { hub } }, ...json({}) }),
        AuthenticationError,
      );
      const url = `${endpoint}/api/hubs/${hub}/:send?api-version=2024-12-01`;
      matches(message, /Audience and time match, so the key is wrong/, "The conclusion");
      for (const row of [`  audience      ${url}\n`, `  expected      ${url}\n`]) {
        if (!message.includes(row)) throw new Mismatch("The comparison has no such row.", row, message);
      }
      equal(message.includes(accessKey), false, "Whether the message has the key in it");
    },
  },
  {
    name: "a path value that would name another operation is refused before anything is sent",
    async run({ hub, ask, connectionString, endpoint, accessKey }) {
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
        (await ask("requests", { hub, count: 1 })).map(({ operation }) => operation),
        ["groupExists"],
        "What arrived",
      );
    },
  },
  {
    name: "a redirect is not followed",
    async run({ hub, ask, recorder, accessKey }) {
      await ask("answer", { hub, status: 307, headers: { Location: `${recorder}/api/hubs/${hub}/elsewhere?a=b` } });
      const client = createClient({ endpoint: recorder, accessKey });
      const { error, response } = await client.POST(SEND, { params: { path: { hub } }, ...json({}) });
      equal(response.status, 307, "The status");
      const to = `to ${recorder}/api/hubs/${hub}/elsewhere. Redirects are not followed`;
      if (!error?.message.includes(to)) throw new Mismatch("The message says nothing of it.", to, error?.message ?? "");
      await ask("answer", { hub, status: 202 });
      await client.POST(SEND, { params: { path: { hub } }, ...json({}) });
      const lines = (await ask("recorded", { hub, count: 2 })).map(({ target }) => target.replace(/\?.*/, ""));
      equal(lines, [`/api/hubs/${hub}/:send`, `/api/hubs/${hub}/:send`], "What arrived");
    },
  },
  {
    name: "a success that is no JSON is an error",
    async run({ hub, ask, recorder, accessKey }) {
      await ask("answer", { hub, status: 200, headers: { "Content-Type": "text/html" }, body: "<p>hello" });
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
    name: "an answer that breaks off is a failure of the connection",
    async run({ hub, ask, connectionString }) {
      await ask("connect", { hub, groups: ["lobby"] });
      await ask("fault", { match: { operation: "listConnectionsInGroup", hub }, action: "truncate" });
      const client = createClient(connectionString, { retry: false });
      const params = { path: { hub, group: "lobby" } };
      const { attempts, retryable } = await rejection(client.GET(MEMBERS, { params }), ConnectionError);
      equal([attempts, retryable], [1, true], "Attempts, and whether it may be made again");
    },
  },
];
