import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startEmulator } from "../emulator/index.js";
import { type StartedTarget, TargetError } from "../targets/target.js";
import { redact } from "../wire/redact.js";
import { emulator, NAMED_TARGETS, prism, server } from "./target-kinds.js";

const ACCESS_KEY = "an-access-key-that-only-this-test-has-0123";

describe("prism", () => {
  let started: StartedTarget | undefined;
  // Prism takes seconds to import where the machine is busy.
  beforeAll(async () => {
    started = await prism().start("2024-12-01");
  }, 60_000);
  afterAll(() => started?.close());

  test("starts a mock of the description", async () => {
    expect(started?.target.name).toBe("prism");
    const health = `${started?.target.endpoint}/api/health?api-version=2024-12-01`;
    expect((await fetch(health, { method: "HEAD" })).status).toBe(200);
  });

  test("connects to a mock that is running", async () => {
    const url = started?.target.endpoint ?? "";
    const running = prism(url);
    expect(running).toMatchObject({ name: url, isMock: true, hasOneDescription: true });
    expect((await running.start("2024-12-01"))?.target).toMatchObject({ name: url, endpoint: url });
  });
});

describe("emulator", () => {
  test("leaves the start to each thread", async () => {
    expect(await emulator().start("2024-12-01")).toBeUndefined();
  });
});

describe("server", () => {
  test("connects with the key and keeps it out of the output", async () => {
    const running = await startEmulator({ accessKey: ACCESS_KEY });
    onTestFinished(() => running.close());
    const kind = server({ address: running.endpoint, accessKey: ACCESS_KEY });
    expect(kind).toMatchObject({ name: running.endpoint, isMock: false, threads: 1, concurrency: 2 });
    expect((await kind.start("2024-12-01"))?.target.endpoint).toBe(running.endpoint);
    expect(redact(`key ${ACCESS_KEY}`)).toBe("key $ACCESS_KEY");
  });

  test("keeps a rejected token out of the output", async () => {
    const running = await startEmulator({ accessKey: ACCESS_KEY });
    onTestFinished(() => running.close());
    await expect(server({ address: running.endpoint, token: "a-token-to-reject" }).start("2024-12-01")).rejects.toThrow(
      TargetError,
    );
    expect(redact("token a-token-to-reject")).toBe("token $TOKEN");
  });
});

describe("NAMED_TARGETS", () => {
  test("contains the kind for each value of --target", () => {
    expect(Object.entries(NAMED_TARGETS).map(([name, kind]) => [name, kind().name])).toEqual([
      ["prism", "prism"],
      ["emulator", "emulator"],
    ]);
  });
});
