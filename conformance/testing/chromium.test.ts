import { afterEach, expect, test, vi } from "vitest";
import { startChromium } from "./chromium.js";

afterEach(() => vi.unstubAllEnvs());

test("says how to get a Chromium where there is none", async () => {
  vi.stubEnv("CHROMIUM", undefined);
  vi.stubEnv("PATH", "/nowhere");
  await expect(startChromium()).rejects.toThrow(
    "There is no Chromium in PATH: run `apt-get install chromium`, or say in CHROMIUM where it is.",
  );
});

test("says so where CHROMIUM leads nowhere, and uses no other", async () => {
  vi.stubEnv("CHROMIUM", "/nowhere/chromium");
  await expect(startChromium()).rejects.toThrow("There is no Chromium at /nowhere/chromium: run");
});
