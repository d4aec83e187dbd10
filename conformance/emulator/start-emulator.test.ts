import { describe, expect, test } from "vitest";
import { createClient } from "webpubsub-fetch";
import { startEmulator } from "./index.js";

describe("startEmulator", () => {
  test("accepts a group name of 1,024 characters of four bytes", async () => {
    await using emulator = await startEmulator();
    const group = "👋".repeat(1024);
    const { error } = await createClient(emulator.connectionString).HEAD("/api/hubs/{hub}/groups/{group}", {
      params: { path: { hub: "chat", group } },
    });
    expect(error?.code).toBe("Warning.Group.NotExisted");
  });

  test("rejects a port that is in use with the error of `listen`", async () => {
    await using emulator = await startEmulator();
    const port = Number(new URL(emulator.endpoint).port);
    await expect(startEmulator({ port })).rejects.toThrow("EADDRINUSE");
  });
});
