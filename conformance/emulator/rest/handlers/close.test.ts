import { expect, test } from "vitest";
import { TestClient } from "../../sockets/testing/test-client.js";
import { sendRequest } from "../testing/rest-requests.js";
import { connectClient, startTestEmulator } from "../testing/running-emulator.js";

type ClientName = "alice" | "alice2" | "bob";

test.for<[line: string, closed: ClientName[]]>([
  ["POST /api/hubs/chat/:closeConnections", ["alice", "alice2", "bob"]],
  ["POST /api/hubs/chat/:closeConnections?excluded=ALICE&excluded=BOB", ["alice2"]],
  ["POST /api/hubs/chat/:closeConnections?excluded=nobody", ["alice", "alice2", "bob"]],
  ["POST /api/hubs/chat/groups/lobby/:closeConnections", ["alice", "bob"]],
  ["POST /api/hubs/chat/groups/lobby/:closeConnections?excluded=ALICE", ["bob"]],
  ["POST /api/hubs/chat/users/alice/:closeConnections", ["alice", "alice2"]],
  ["POST /api/hubs/chat/users/alice/:closeConnections?excluded=ALICE", ["alice2"]],
  ["DELETE /api/hubs/chat/connections/BOB", ["bob"]],
  ["DELETE /api/hubs/chat/connections/BOB?excluded=BOB", ["bob"]],
])("%s › closes %j", async ([line, closed]) => {
  const emulator = await startTestEmulator();
  const clients = {
    alice: await connectClient(emulator, { userId: "alice", groups: ["lobby"] }),
    alice2: await connectClient(emulator, { userId: "alice" }),
    bob: await connectClient(emulator, { userId: "bob", groups: ["lobby"] }),
  };
  await sendRequest(emulator, line.replace("ALICE", clients.alice.id).replaceAll("BOB", clients.bob.id));
  for (const [name, client] of Object.entries(clients)) {
    const expected = closed.includes(name as ClientName) ? 404 : 200;
    // The connection is gone for the next request, even before its socket is closed.
    expect((await sendRequest(emulator, `HEAD /api/hubs/chat/connections/${client.id}`)).status).toBe(expected);
    if (expected === 404) expect(await client.closed).toEqual({ code: 1000, reason: "" });
  }
});

test.for([
  ["", /closed by the application server\.$/],
  ["?reason=", /closed by the application server\.$/],
  ["?reason=tidying%20up%20+%20more", /Reason: tidying up \+ more/],
  [`?reason=${"x".repeat(2000)}`, /Reason: x{2000}/],
] as const)("closeAllConnections › sends the reason to JSON clients before it closes: $0", async ([query, message]) => {
  const emulator = await startTestEmulator();
  const client = await connectClient(emulator);
  const simpleClient = await TestClient.connect(emulator.clientUrl("chat"));
  await sendRequest(emulator, `POST /api/hubs/chat/:closeConnections${query}`);
  expect(await client.next()).toEqual({
    type: "system",
    event: "disconnected",
    message: expect.stringMatching(message),
  });
  expect(await simpleClient.closed).toEqual({ code: 1000, reason: "" });
});
