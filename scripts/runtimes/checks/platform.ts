import { createClient, getClientAccessToken, text } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";
import { VECTORS } from "./token-vectors.js";

const SEND = "/api/hubs/{hub}/:send";
export const platform: Check[] = [
  {
    name: "the same claims and key give the same token, byte for byte",
    async run({ hub, ask, recorder }) {
      const { endpoint, accessKey, now, request, client: asked } = VECTORS;
      // The audience stays the endpoint's, so that it is the same wherever the requests go.
      const reverseProxyEndpoint = `${recorder}/api/hubs/${hub}`;
      const client = createClient({ endpoint, accessKey, now: () => now, reverseProxyEndpoint });
      await client.POST(SEND, { params: { path: { hub: "chat" } }, ...text("hello") });
      const [arrived] = await ask("recorded", { hub, count: 1 });
      equal(arrived?.headers.authorization, `Bearer ${request}`, "The Authorization header that arrived");
      equal((await getClientAccessToken(client, asked)).token, asked.token, "The client's token");
    },
  },
  {
    name: "requests are sent by what this platform is meant to send them by, over connections that are used again",
    async run({ hub, ask, recorder, accessKey, expected }) {
      await ask("answer", { hub, status: 200 });
      const client = createClient({ endpoint: recorder, accessKey });
      const platformFetch = globalThis.fetch;
      let fetched = 0;
      globalThis.fetch = (...values: Parameters<typeof fetch>) => {
        fetched += 1;
        return platformFetch(...values);
      };
      try {
        for (let sent = 0; sent < 6; sent += 1) {
          await client.HEAD("/api/hubs/{hub}/groups/{group}", { params: { path: { hub, group: "lobby" } } });
        }
      } finally {
        globalThis.fetch = platformFetch;
      }
      equal(fetched, expected.transport === "fetch" ? 6 : 0, "How many requests the platform's fetch sent");
      const connections = new Set((await ask("recorded", { hub, count: 6 })).map(({ connection }) => connection));
      equal(connections.size <= 2, true, `Whether ${connections.size} connections for 6 HEAD requests are at most 2`);
    },
  },
  {
    name: "tokens are signed by what this platform is meant to sign by",
    async run({ hub, recorder, accessKey, expected }) {
      const { subtle } = globalThis.crypto;
      const sign = subtle.sign;
      let signed = 0;
      subtle.sign = (...values: Parameters<typeof sign>) => {
        signed += 1;
        return sign.apply(subtle, values);
      };
      try {
        const client = createClient({ endpoint: recorder, accessKey });
        await client.POST(SEND, { params: { path: { hub } }, ...text("hello") });
      } finally {
        subtle.sign = sign;
      }
      equal(signed, expected.signer === "web" ? 1 : 0, "How many tokens WebCrypto signed");
    },
  },
  {
    name: "middleware sees a standard Request and Response",
    async run({ hub, ask, recorder, accessKey }) {
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
      equal(seen, [true, "hello 🎈", true], "What the middleware saw");
      const [arrived] = await ask("recorded", { hub, count: 1 });
      equal([arrived?.body, arrived?.headers["x-own"]], ["hello 🎈", "1"], "What arrived");
    },
  },
  {
    name: "a fetch of one's own sends in place of the platform's",
    async run({ hub, ask, recorder, accessKey }) {
      const seen: string[] = [];
      const own = async (request: Request) => {
        seen.push(`${request.method} ${await request.text()}`);
        return new Response(null, { status: 202 });
      };
      const client = createClient({ endpoint: recorder, accessKey, fetch: own });
      const { response } = await client.POST(SEND, { params: { path: { hub } }, ...text("hello") });
      equal([response.status, seen], [202, ["POST hello"]], "The status, and what the fetch was given");
      equal(await ask("recorded", { hub, count: 0 }), [], "What arrived");
    },
  },
];
