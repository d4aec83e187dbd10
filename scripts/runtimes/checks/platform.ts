import { createClient, getClientAccessToken, text } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";
import { VECTORS } from "./token-vectors.js";

const SEND = "/api/hubs/{hub}/:send";
export const platform: Check[] = [
  {
    name: "signs the same token, byte for byte, as every other runtime",
    async run({ hub, call, recorder }) {
      const { endpoint, accessKey, now, request, client: input, clientToken } = VECTORS;
      // The audience is a URL of the endpoint, so the token does not depend on the port of the recorder.
      const reverseProxyEndpoint = `${recorder}/api/hubs/${hub}`;
      const client = createClient({ endpoint, accessKey, now: () => now, reverseProxyEndpoint });
      await client.POST(SEND, { params: { path: { hub: "chat" } }, ...text("hello") });
      const [arrived] = await call("recorded", { hub, count: 1 });
      equal(arrived?.headers.authorization, `Bearer ${request}`, "The Authorization header that arrived");
      equal((await getClientAccessToken(client, input)).token, clientToken, "The client token");
    },
  },
  {
    name: "sends with the transport of this platform, and reuses connections",
    async run({ hub, call, recorder, accessKey, expected }) {
      await call("respond", { hub, status: 200 });
      const client = createClient({ endpoint: recorder, accessKey });
      const platformFetch = globalThis.fetch;
      let fetched = 0;
      globalThis.fetch = (...args: Parameters<typeof fetch>) => {
        fetched += 1;
        return platformFetch(...args);
      };
      try {
        for (let sent = 0; sent < 6; sent += 1) {
          await client.HEAD("/api/hubs/{hub}/groups/{group}", { params: { path: { hub, group: "lobby" } } });
        }
      } finally {
        globalThis.fetch = platformFetch;
      }
      equal(fetched, expected.transport === "fetch" ? 6 : 0, "The number of requests sent by the platform's fetch");
      const connections = new Set((await call("recorded", { hub, count: 6 })).map(({ connection }) => connection));
      const question = `Whether 6 HEAD requests use at most 2 connections, not ${connections.size}`;
      equal(connections.size <= 2, expected.reusesAfterHead, question);
    },
  },
  {
    name: "signs with the crypto of this platform",
    async run({ hub, recorder, accessKey, expected }) {
      const { subtle } = globalThis.crypto;
      const sign = subtle.sign;
      let signed = 0;
      subtle.sign = (...args: Parameters<typeof sign>) => {
        signed += 1;
        return sign.apply(subtle, args);
      };
      try {
        const client = createClient({ endpoint: recorder, accessKey });
        await client.POST(SEND, { params: { path: { hub } }, ...text("hello") });
      } finally {
        subtle.sign = sign;
      }
      equal(signed, expected.signer === "web" ? 1 : 0, "The number of tokens signed by WebCrypto");
    },
  },
  {
    name: "passes a standard Request and Response to middleware",
    async run({ hub, call, recorder, accessKey }) {
      const client = createClient({ endpoint: recorder, accessKey });
      const seen: unknown[] = [];
      client.use({
        async onRequest({ request }) {
          seen.push(request instanceof Request, await request.clone().text());
          return new Request(request, { headers: { "Content-Type": "text/plain", "x-own": "1" } });
        },
        onResponse: ({ response }) => void seen.push(response instanceof Response),
      });
      await client.POST(SEND, { params: { path: { hub } }, ...text("hello 🎈") });
      equal(seen, [true, "hello 🎈", true], "What the middleware was passed");
      const [arrived] = await call("recorded", { hub, count: 1 });
      equal([arrived?.body, arrived?.headers["x-own"]], ["hello 🎈", "1"], "What arrived");
    },
  },
  {
    name: "sends with the `fetch` of the options",
    async run({ hub, call, recorder, accessKey }) {
      const seen: string[] = [];
      const ownFetch = async (_url: string, { method, body }: RequestInit) => {
        seen.push(`${method} ${await new Response(body).text()}`);
        return new Response(null, { status: 202 });
      };
      const client = createClient({ endpoint: recorder, accessKey, fetch: ownFetch });
      const { response } = await client.POST(SEND, { params: { path: { hub } }, ...text("hello") });
      equal([response.status, seen], [202, ["POST hello"]], "The status, and the requests passed to fetch");
      equal(await call("recorded", { hub, count: 0 }), [], "What arrived");
    },
  },
];
