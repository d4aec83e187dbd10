import { createClient, getClientAccessToken, text } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";
import { entraToken } from "./entra-token.js";
import { VECTORS } from "./token-vectors.js";

type WebPubSub = ReturnType<typeof createClient>;

const { endpoint, accessKey, now, client: vector, clientToken } = VECTORS;

/** Created outside a request, where workerd allows neither requests nor random numbers. */
const createdOutside = createClient({ endpoint, accessKey, now: () => now });

/** Clients by the name that a check gives them. They outlive the requests that created them. */
const clients = new Map<string, WebPubSub>();

/** Sends with the client that the path names, which the first request creates, and returns the status of the send. */
export async function handleRequest(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const name = pathname.slice(1);
  const recorder = searchParams.get("recorder") ?? "";
  const client = clients.get(name) ?? create(name, recorder, searchParams.has("credential"));
  clients.set(name, client);
  const { response } = await client.POST("/api/hubs/{hub}/:send", {
    params: { path: { hub: name } },
    ...text("hello"),
  });
  return Response.json(response.status);
}

function create(name: string, recorder: string, withCredential: boolean): WebPubSub {
  if (!withCredential) return createClient({ endpoint: recorder, accessKey });
  const credential = {
    async getToken() {
      const response = await fetch(`${recorder}/api/hubs/${name}-token`);
      return { token: await response.text(), expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  return createClient({ endpoint: recorder, credential });
}

/** @param send sends a request to this worker, as its users do */
export function requestChecks(send: (request: Request) => Promise<Response>): Check[] {
  const status = async (url: string, signal?: AbortSignal) =>
    (await send(new Request(url, signal === undefined ? {} : { signal }))).json();
  return [
    {
      name: "creates a client outside a request",
      async run() {
        equal((await getClientAccessToken(createdOutside, vector)).token, clientToken, "The client token");
      },
    },
    {
      name: "serves concurrent and later requests with one client",
      async run({ hub, recorder }) {
        const url = `http://worker/${hub}?recorder=${recorder}`;
        equal(
          await Promise.all([1, 2, 3, 4].map(() => status(url))),
          [202, 202, 202, 202],
          "The statuses of concurrent requests",
        );
        equal(await status(url), 202, "The status of a later request");
      },
    },
    {
      name: "gets a token for other requests when the request that called the credential ends",
      async run({ hub, call, recorder }) {
        const url = `http://worker/${hub}?recorder=${recorder}&credential`;
        await call("respond", { hub: `${hub}-token`, held: true });
        const controller = new AbortController();
        const first = status(url, controller.signal).catch(() => "aborted");
        await call("recorded", { hub: `${hub}-token`, count: 1 });
        const second = status(url);
        await call("respond", { hub: `${hub}-token`, body: entraToken(Date.now() + 3_600_000), status: 200 });
        controller.abort();
        equal(await Promise.all([first, second]), ["aborted", 202], "The results of the first and the second request");
        equal(await status(url), 202, "The status of a later request");
      },
    },
  ];
}
