import { once } from "node:events";
import { createClient, text } from "webpubsub-fetch";
import WebSocket from "ws";
import { DEFAULT_ACCESS_KEY, type Emulator, startEmulator } from "../../conformance/emulator/index.js";

/** A message as a client of the JSON subprotocol receives it. */
export type Message = readonly [dataType: string, data: unknown];

/** An emulator with a client of the hub `chat`. */
export interface MessageReceiver extends AsyncDisposable {
  readonly emulator: Emulator;
  /** The endpoint and the key, as the programs of docs/openapi-tools.md read them. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the client has received of the messages whose requests ended before this call. */
  messages(): Promise<readonly Message[]>;
}

/** Messages arrive in the order of their requests: this one marks the end. */
const END = "the end of the messages";

/** Starts an emulator, and connects a client of the JSON subprotocol. */
export async function startMessageReceiver(): Promise<MessageReceiver> {
  const emulator = await startEmulator();
  const client = createClient(emulator.connectionString, { throwOnError: true });
  const socket = new WebSocket(emulator.clientUrl("chat"), "json.webpubsub.azure.v1");
  const received: Message[] = [];
  const ended = new Promise<void>((resolve) => {
    socket.on("message", (frame) => {
      const { type, dataType, data } = JSON.parse(String(frame)) as { type: string; dataType: string; data: unknown };
      if (data === END) resolve();
      else if (type === "message") received.push([dataType, data]);
    });
  });
  await once(socket, "open");
  return {
    emulator,
    environment: { WEBPUBSUB_ENDPOINT: emulator.endpoint, WEBPUBSUB_ACCESS_KEY: DEFAULT_ACCESS_KEY },
    async messages() {
      await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...text(END) });
      await ended;
      return received;
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await emulator.close();
    },
  };
}
