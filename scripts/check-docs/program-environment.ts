import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import { DEFAULT_ACCESS_KEY, type Emulator, startEmulator } from "../../conformance/emulator/index.js";

/** The servers that the program of a document can use. */
export interface ProgramEnvironment extends AsyncDisposable {
  /** The environment variables with their addresses and keys. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Starts an emulator, a reverse proxy in front of it, and an endpoint that gives tokens to managed identities, as Azure does. In the
 * group `lobby` of the hub `chat`, alice has two connections and bob has one.
 */
export async function startProgramEnvironment(): Promise<ProgramEnvironment> {
  const emulator = await startEmulator({ acceptUnverifiedEntraTokens: true });
  const sockets = ["alice", "alice", "bob"].map(
    (userId) => new WebSocket(emulator.clientUrl("chat", { userId, groups: ["lobby"] })),
  );
  await Promise.all(sockets.map((socket) => once(socket, "open")));
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith("/identity")) sendToken(outgoing);
    else forward(emulator, incoming, outgoing);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), "check-docs-"));
  const keyFile = join(folder, "key");
  await writeFile(keyFile, `${DEFAULT_ACCESS_KEY}\n`);
  return {
    variables: {
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

/** Returns a token in the form of Microsoft Entra, without a valid signature. */
function sendToken(outgoing: ServerResponse): void {
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

function forward({ endpoint }: Emulator, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers } = incoming;
  const target = new URL(endpoint + (incoming.url ?? "").replace("/pubsub", ""));
  const forwarded = request(target, { method, headers: { ...headers, host: target.host } }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  forwarded.on("error", () => outgoing.destroy());
  incoming.pipe(forwarded);
}
