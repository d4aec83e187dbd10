import { expect, test } from "vitest";
import { TestClient } from "../../sockets/testing/test-client.js";
import { ask } from "../testing/rest-requests.js";
import { connect, running } from "../testing/running-emulator.js";

type Who = "ada" | "ada2" | "grace";

test.for<[line: string, closed: Who[]]>([
  ["POST /api/hubs/chat/:closeConnections", ["ada", "ada2", "grace"]],
  ["POST /api/hubs/chat/:closeConnections?excluded=ADA&excluded=GRACE", ["ada2"]],
  ["POST /api/hubs/chat/:closeConnections?excluded=nobody", ["ada", "ada2", "grace"]],
  ["POST /api/hubs/chat/groups/lobby/:closeConnections", ["ada", "grace"]],
  ["POST /api/hubs/chat/groups/lobby/:closeConnections?excluded=ADA", ["grace"]],
  ["POST /api/hubs/chat/users/ada/:closeConnections", ["ada", "ada2"]],
  ["POST /api/hubs/chat/users/ada/:closeConnections?excluded=ADA", ["ada2"]],
  ["DELETE /api/hubs/chat/connections/GRACE", ["grace"]],
  ["DELETE /api/hubs/chat/connections/GRACE?excluded=GRACE", ["grace"]],
])("%s closes %s", async ([line, closed]) => {
  const emulator = await running();
  const clients = {
    ada: await connect(emulator, { userId: "ada", groups: ["lobby"] }),
    ada2: await connect(emulator, { userId: "ada" }),
    grace: await connect(emulator, { userId: "grace", groups: ["lobby"] }),
  };
  await ask(emulator, line.replace("ADA", clients.ada.id).replaceAll("GRACE", clients.grace.id));
  for (const [who, client] of Object.entries(clients)) {
    const expected = closed.includes(who as Who) ? 404 : 200;
    // The next request sees it, whether or not the client has.
    expect((await ask(emulator, `HEAD /api/hubs/chat/connections/${client.id}`)).status).toBe(expected);
    if (expected === 404) expect(await client.closed).toEqual({ code: 1000, reason: "" });
  }
});

test.for([
  ["", /closed by the application server\.$/],
  ["?reason=", /closed by the application server\.$/],
  ["?reason=tidying%20up%20+%20more", /Reason: tidying up \+ more/],
  [`?reason=${"x".repeat(2000)}`, /Reason: x{2000}/],
] as const)("the reason goes to the client before it is closed: %s", async ([query, message]) => {
  const emulator = await running();
  const client = await connect(emulator);
  const raw = await TestClient.connect(emulator.clientUrl("chat"));
  await ask(emulator, `POST /api/hubs/chat/:closeConnections${query}`);
  expect(await client.next()).toEqual({
    type: "system",
    event: "disconnected",
    message: expect.stringMatching(message),
  });
  expect(await raw.closed).toEqual({ code: 1000, reason: "" });
});
