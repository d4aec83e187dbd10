import { expect, onTestFinished } from "vitest";
import { type Clock, type Emulator, type EmulatorOptions, type ManualClock, startEmulator } from "../../index.js";
import { TestClient } from "../../sockets/testing/test-client.js";
import { sendRequest } from "./rest-requests.js";

/** Starts an emulator with a manual clock. It closes at the end of the test. */
export async function startTestEmulator(options: Omit<EmulatorOptions, "clock"> = {}): Promise<Emulator<ManualClock>> {
  const emulator = await startEmulator({ ...options, clock: "manual" });
  onTestFinished(() => emulator.close());
  return emulator;
}

export type TestJsonClient = Awaited<ReturnType<typeof connectClient>>;

/** Connects a client of the JSON subprotocol, by default to the hub `chat`. */
export function connectClient(
  emulator: Emulator,
  { hub = "chat", ...options }: { hub?: string; userId?: string; roles?: string[]; groups?: string[] } = {},
) {
  return TestClient.connectJson(emulator.clientUrl(hub, options));
}

/** Proves that the client was sent no frame: the next one it receives is one that is sent now. */
export async function expectNoFrame(emulator: Emulator, client: TestJsonClient, hub = "chat"): Promise<void> {
  await sendRequest(emulator, `POST /api/hubs/${hub}/connections/${client.id}/:send`, {
    type: "text/plain",
    body: "barrier",
  });
  expect(await client.next()).toMatchObject({ data: "barrier" });
}

/** Lists the ids of the connections in a group, sorted. */
export async function listMembers(emulator: Emulator, group: string, hub = "chat"): Promise<string[]> {
  const { body } = await sendRequest(emulator, `GET /api/hubs/${hub}/groups/${group}/connections`);
  const { value } = JSON.parse(body) as { value: { connectionId: string }[] };
  return value.map(({ connectionId }) => connectionId).sort();
}

/** Resolves when a timer is started, as it is when a request meets a `delay`. */
export function timerStarted({ clock }: { clock: Clock }): Promise<void> {
  const { after } = clock;
  return new Promise((resolve) => {
    clock.after = (milliseconds, callback) => {
      clock.after = after;
      resolve();
      return after(milliseconds, callback);
    };
  });
}
