import { createClient, getClientAccessToken, text } from "webpubsub-fetch";
import { type Check, equal } from "./check.js";
import { entraToken } from "./entra-token.js";
import { VECTORS } from "./token-vectors.js";

type Kept = ReturnType<typeof createClient>;

const { endpoint, accessKey, now, client: vector } = VECTORS;

/** Made where nothing can be sent, and no random number be drawn. */
const madeOutside = createClient({ endpoint, accessKey, now: () => now });

/** By the name that a check gives them. They outlive the requests that they were made in. */
const kept = new Map<string, Kept>();

/** What the worker answers a request with: the status of a send by a client that was kept, or made now. */
export async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const name = pathname.slice(1);
  const recorder = searchParams.get("recorder") ?? "";
  const client = kept.get(name) ?? make(name, recorder, searchParams.has("credential"));
  kept.set(name, client);
  const { response } = await client.POST("/api/hubs/{hub}/:send", {
    params: { path: { hub: name } },
    ...text("hello"),
  });
  return Response.json(response.status);
}

function make(name: string, recorder: string, byCredential: boolean): Kept {
  if (!byCredential) return createClient({ endpoint: recorder, accessKey });
  const credential = {
    async getToken() {
      const response = await fetch(`${recorder}/api/hubs/${name}-token`);
      return { token: await response.text(), expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  return createClient({ endpoint: recorder, credential });
}

/** @param send asks this worker, as its users do */
export function requestChecks(send: (request: Request) => Promise<Response>): Check[] {
  const status = async (url: string, signal?: AbortSignal) =>
    (await send(new Request(url, signal === undefined ? {} : { signal }))).json();
  return [
    {
      name: "a client can be made outside of a request",
      async run() {
        equal((await getClientAccessToken(madeOutside, vector)).token, vector.token, "The client's token");
      },
    },
    {
      name: "a client that is kept serves many requests, at a time and one after the other",
      async run({ hub, recorder }) {
        const url = `http://worker/${hub}?recorder=${recorder}`;
        equal(await Promise.all([1, 2, 3, 4].map(() => status(url))), [202, 202, 202, 202], "The statuses at a time");
        equal(await status(url), 202, "The status afterwards");
      },
    },
    {
      name: "a request that ends while the credential is asked leaves the others theirs",
      async run({ hub, ask, recorder }) {
        const url = `http://worker/${hub}?recorder=${recorder}&credential`;
        await ask("answer", { hub: `${hub}-token`, held: true });
        const controller = new AbortController();
        const first = status(url, controller.signal).catch(() => "aborted");
        await ask("recorded", { hub: `${hub}-token`, count: 1 });
        const second = status(url);
        await ask("answer", { hub: `${hub}-token`, body: entraToken(Date.now() + 3_600_000), status: 200 });
        controller.abort();
        equal(await Promise.all([first, second]), ["aborted", 202], "What came of the first and the second");
        equal(await status(url), 202, "The status afterwards");
      },
    },
  ];
}
