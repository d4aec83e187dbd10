import { expect, test } from "vitest";
import { createClient } from "webpubsub-fetch";
import { startEmulator } from "./index.js";

test("a group name of 1024 characters is taken, however many bytes it has", async () => {
  await using emulator = await startEmulator();
  const group = "👋".repeat(1024);
  const { error } = await createClient(emulator.connectionString).HEAD("/api/hubs/{hub}/groups/{group}", {
    params: { path: { hub: "chat", group } },
  });
  expect(error?.code).toBe("Warning.Group.NotExisted");
});

test("a port that is in use is an error of `listen`, and leaves nothing open", async () => {
  await using emulator = await startEmulator();
  const port = Number(new URL(emulator.endpoint).port);
  await expect(startEmulator({ port })).rejects.toThrow("EADDRINUSE");
});
