import { expect, onTestFinished } from "vitest";
import { type Clock, type Emulator, type EmulatorOptions, type ManualClock, startEmulator } from "../../index.js";
import { TestClient } from "../../sockets/testing/test-client.js";
import { sendRequest } from "./rest-requests.js";

/** An emulator whose time stands still, closed when the test is over. */
export async function startTestEmulator(options: Omit<EmulatorOptions, "clock"> = {}): Promise<Emulator<ManualClock>> {
  const emulator = await startEmulator({ ...options, clock: "manual" });
  onTestFinished(() => emulator.close());
  return emulator;
}

export type TestJsonClient = Awaited<ReturnType<typeof connectClient>>;

/** A client of the JSON subprotocol, in the hub `chat` unless told otherwise. */
export function connectClient(
  emulator: Emulator,
  { hub = "chat", ...options }: { hub?: string; userId?: string; roles?: string[]; groups?: string[] } = {},
) {
  return TestClient.connectJson(emulator.clientUrl(hub, options));
}

/** Proves that a client was sent nothing: its next frame is one that is sent now. */
export async function expectNoFrame(emulator: Emulator, client: TestJsonClient, hub = "chat"): Promise<void> {
  await sendRequest(emulator, `POST /api/hubs/${hub}/connections/${client.id}/:send`, {
    type: "text/plain",
    body: "barrier",
  });
  expect(await client.next()).toMatchObject({ data: "barrier" });
}

/** The connections of a group, in order of their ids. */
export async function listMembers(emulator: Emulator, group: string, hub = "chat"): Promise<string[]> {
  const { body } = await sendRequest(emulator, `GET /api/hubs/${hub}/groups/${group}/connections`);
  const { value } = JSON.parse(body) as { value: { connectionId: string }[] };
  return value.map(({ connectionId }) => connectionId).sort();
}

/** Resolves when something has been left to the clock: a request that meets a `delay` has arrived. */
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
