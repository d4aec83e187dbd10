import { createSecretKey, type KeyObject } from "node:crypto";
import type { paths } from "../../../generated/types.js";
import { latestApiVersion } from "../../../generated/versions.js";

/** Sends one JSON message. Rejects unless the status is 202. */
export type Send = (audience: Audience) => Promise<void>;

export interface Audience {
  readonly kind: "groups" | "users";
  readonly name: string;
}

export const ACCESS_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH";
export const MESSAGE = { text: "x".repeat(100) };
const HUB = "bench";

export type ClientName = keyof typeof COMPARED_CLIENTS;

/** The clients, each written as its users write it. Each loads only what it needs, because loading is measured too. */
export const COMPARED_CLIENTS = {
  async ours(endpoint: string): Promise<Send> {
    const { createClient } = await import("webpubsub-fetch");
    const client = createClient({ endpoint, accessKey: ACCESS_KEY });
    return async ({ kind, name }) => {
      const { error } =
        kind === "groups"
          ? await client.POST("/api/hubs/{hub}/groups/{group}/:send", {
              params: { path: { hub: HUB, group: name } },
              body: MESSAGE,
            })
          : await client.POST("/api/hubs/{hub}/users/{userId}/:send", {
              params: { path: { hub: HUB, userId: name } },
              body: MESSAGE,
            });
      if (error) throw new Error(error.message);
    };
  },

  /** The functions of the operations, with headers and every option that leaves the request the same. */
  async functions(endpoint: string): Promise<Send> {
    const { createClient, sendToGroup, sendToUser } = await import("webpubsub-fetch");
    const client = createClient({ endpoint, accessKey: ACCESS_KEY });
    const { signal } = new AbortController();
    return async ({ kind, name }) => {
      const options = {
        headers: { "x-ms-client-request-id": name },
        signal,
        timeout: 10_000,
        deadline: 20_000,
        retry: { maxRetries: 2 },
      };
      if (kind === "groups") await sendToGroup(client, { hub: HUB, group: name, body: MESSAGE, ...options });
      else await sendToUser(client, { hub: HUB, userId: name, body: MESSAGE, ...options });
    };
  },

  async azure(endpoint: string): Promise<Send> {
    const { WebPubSubServiceClient } = await import("@azure/web-pubsub");
    const connectionString = `Endpoint=${endpoint};AccessKey=${ACCESS_KEY};Version=1.0;`;
    const client = new WebPubSubServiceClient(connectionString, HUB, { allowInsecureConnection: true });
    return ({ kind, name }) =>
      kind === "groups" ? client.group(name).sendToAll(MESSAGE) : client.sendToUser(name, MESSAGE);
  },

  /** With the key as a KeyObject: the fast form, which few users know. */
  fetchKeyObject: (endpoint: string) => signedFetch(endpoint, createSecretKey(ACCESS_KEY, "utf8")),

  /** With the key as a string. */
  fetchString: (endpoint: string) => signedFetch(endpoint, ACCESS_KEY),

  async openapiFetch(endpoint: string): Promise<Send> {
    const { default: createClient } = await import("openapi-fetch");
    const { default: jsonwebtoken } = await import("jsonwebtoken");
    const client = createClient<paths>({ baseUrl: endpoint });
    client.use({
      onRequest({ request }) {
        const token = jsonwebtoken.sign({}, ACCESS_KEY, { audience: request.url, expiresIn: "5m" });
        request.headers.set("Authorization", `Bearer ${token}`);
      },
    });
    const query = { "api-version": latestApiVersion } as const;
    return async ({ kind, name }) => {
      const { response } =
        kind === "groups"
          ? await client.POST("/api/hubs/{hub}/groups/{group}/:send", {
              params: { path: { hub: HUB, group: name }, query },
              body: MESSAGE,
            })
          : await client.POST("/api/hubs/{hub}/users/{userId}/:send", {
              params: { path: { hub: HUB, userId: name }, query },
              body: MESSAGE,
            });
      if (!response.ok) throw new Error(`Unexpected status ${response.status}.`);
    };
  },

  /** Signs nothing: the lower bound for every client built on undici. */
  async pool(endpoint: string): Promise<Send> {
    const { Pool } = await import("undici");
    const pool = new Pool(endpoint, { connections: 64, pipelining: 1 });
    return async (audience) => {
      const { statusCode, body } = await pool.request({
        method: "POST",
        path: pathOf(audience),
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(MESSAGE),
      });
      await body.dump();
      if (statusCode !== 202) throw new Error(`Unexpected status ${statusCode}.`);
    };
  },
};

async function signedFetch(endpoint: string, key: string | KeyObject): Promise<Send> {
  const { default: jsonwebtoken } = await import("jsonwebtoken");
  return async (audience) => {
    const url = endpoint + pathOf(audience);
    const token = jsonwebtoken.sign({}, key, { audience: url, expiresIn: "5m" });
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(MESSAGE),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Unexpected status ${response.status}: ${text}`);
  };
}

function pathOf({ kind, name }: Audience): string {
  return `/api/hubs/${HUB}/${kind}/${encodeURIComponent(name)}/:send?api-version=${latestApiVersion}`;
}
