import { DEFAULT_ACCESS_KEY, type EmulatorOptions, startEmulator } from "../emulator/index.js";
import { SERVER_CAPABILITIES, type StartedTarget } from "./target.js";

/** Shorter than for other targets: what an emulator in this process sends arrives at once. */
const TIMEOUT_MS = 2000;

/**
 * Starts the emulator in this process, on a free port of the loopback interface, with a manual clock.
 *
 * @param start @default the emulator itself; a mutant starts another one
 */
export async function startEmulatorTarget(start = startEmulator): Promise<StartedTarget> {
  const options: EmulatorOptions & { clock: "manual" } = { clock: "manual" };
  const emulator = await start(options);
  return {
    target: {
      name: "emulator",
      endpoint: emulator.endpoint,
      accessKey: DEFAULT_ACCESS_KEY,
      capabilities: [...SERVER_CAPABILITIES, "access-key", "clock", "exclusive"],
      now: emulator.clock.now,
      advance: (seconds) => emulator.clock.advance(seconds),
      startIsolated: () => startEmulatorTarget(start),
      timeoutMs: TIMEOUT_MS,
    },
    close: () => emulator.close(),
  };
}
