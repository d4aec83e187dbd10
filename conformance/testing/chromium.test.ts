import { afterEach, describe, expect, test, vi } from "vitest";
import { startChromium } from "./chromium.js";

afterEach(() => vi.unstubAllEnvs());

describe("startChromium", () => {
  test("says how to install Chromium if it is not on the PATH", async () => {
    vi.stubEnv("CHROMIUM", undefined);
    vi.stubEnv("PATH", "/nowhere");
    await expect(startChromium()).rejects.toThrow(
      "Chromium was not found. Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.",
    );
  });

  test("rejects a CHROMIUM that does not exist instead of using another", async () => {
    vi.stubEnv("CHROMIUM", "/nowhere/chromium");
    await expect(startChromium()).rejects.toThrow('CHROMIUM is "/nowhere/chromium", which does not exist.');
  });
});
