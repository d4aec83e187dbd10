import { waitForEntry } from "../../testing/log-entries.js";
import { RELIABLE_V1, TestClient } from "./test-client.js";
import type { TestEndpoint } from "./test-endpoint.js";

type Reliable = Awaited<ReturnType<typeof TestClient.connectJson>>;

/** Cuts the socket of the client and waits until the endpoint has noticed. */
export async function cutSocket(endpoint: TestEndpoint, client: Reliable): Promise<void> {
  const suspended = countOf(endpoint, "suspended");
  client.socket.terminate();
  await waitForEntry(endpoint, () => countOf(endpoint, "suspended") > suspended);
}

/** Counts the log entries with a connection event. */
export function countOf({ log }: TestEndpoint, event: string): number {
  return log.entries.filter((entry) => entry.kind === "connection" && entry.event === event).length;
}

export const recoveryUrl = (endpoint: TestEndpoint, { id, token }: { id: string; token: string }) =>
  `ws://${endpoint.host}/client/hubs/chat?awps_connection_id=${id}&awps_reconnection_token=${token}`;

export const recoverClient = (endpoint: TestEndpoint, client: Reliable) =>
  TestClient.connectJson(recoveryUrl(endpoint, client), RELIABLE_V1);
