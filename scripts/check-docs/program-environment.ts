import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import { DEFAULT_ACCESS_KEY, type Emulator, startEmulator } from "../../conformance/emulator/index.js";

/** What the programs of the documents find around them. */
export interface Surroundings extends AsyncDisposable {
  /** What they read from the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts what a program of the documents talks to: an emulator, where alice has two connections and bob one, all in the group
 * `lobby` of the hub `chat`; a reverse proxy before it; and what Azure gives managed identities their tokens by.
 */
export async function startSurroundings(): Promise<Surroundings> {
  const emulator = await startEmulator({ acceptUnverifiedEntraTokens: true });
  const sockets = ["alice", "alice", "bob"].map(
    (userId) => new WebSocket(emulator.clientUrl("chat", { userId, groups: ["lobby"] })),
  );
  await Promise.all(sockets.map((socket) => once(socket, "open")));
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith("/identity")) giveToken(outgoing);
    else passOn(emulator, incoming, outgoing);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), "check-docs-"));
  const keyFile = join(folder, "key");
  await writeFile(keyFile, `${DEFAULT_ACCESS_KEY}\n`);
  return {
    environment: {
      WEBPUBSUB_CONNECTION_STRING: emulator.connectionString,
      WEBPUBSUB_ENDPOINT: emulator.endpoint,
      WEBPUBSUB_ACCESS_KEY: DEFAULT_ACCESS_KEY,
      WEBPUBSUB_ACCESS_KEY_FILE: keyFile,
      WEBPUBSUB_PROXY: `${origin}/pubsub`,
      IDENTITY_ENDPOINT: `${origin}/identity`,
      IDENTITY_HEADER: "any",
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await Promise.all([emulator.close(), new Promise((resolve) => server.close(resolve))]);
      await rm(folder, { recursive: true });
    },
  };
}

/** Of the form of Microsoft Entra's, which nobody signed. */
function giveToken(outgoing: ServerResponse): void {
  const expires = Math.floor(Date.now() / 1000) + 3600;
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { aud: "https://webpubsub.azure.com", exp: expires },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const token = [...parts, "c2lnbmF0dXJl"].join(".");
  outgoing.setHeader("Content-Type", "application/json").end(
    JSON.stringify({
      access_token: token,
      expires_on: String(expires),
      resource: "https://webpubsub.azure.com",
      token_type: "Bearer",
    }),
  );
}

function passOn({ endpoint }: Emulator, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers } = incoming;
  const target = new URL(endpoint + (incoming.url ?? "").replace("/pubsub", ""));
  const passed = request(target, { method, headers: { ...headers, host: target.host } }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on("error", () => outgoing.destroy());
  incoming.pipe(passed);
}
