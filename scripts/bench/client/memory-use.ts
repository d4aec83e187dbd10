import { Process } from "../child-process.js";
import type { Measurement } from "../measurement.js";
import type { Audiences, ClientProcess, Memory } from "./process-messages.js";
import type { ClientBenchmark } from "./setup.js";

const STEPS = 10;
/** The steps before the first that counts: caches fill and code is compiled. */
const WARM_UP_STEPS = 2;
/** How much two readings differ anyway. A leak of one number per send would be 8 MB in a million sends. */
const NOISE_MB = 0.5;
const AUDIENCES: Record<Audiences, string> = { few: "ten groups", many: "as many users" };

/** How much the process grows while it sends. */
export async function memory({ built, server, sends, progress }: ClientBenchmark): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const audiences of ["few", "many"] as const) {
    const client = new Process<ClientProcess>(built.path("client-process"), { nodeOptions: ["--expose-gc"] });
    await client.call("start", { client: "ours", endpoint: await server.call("endpoint") });
    const readings: Memory[] = [];
    for (let step = 1; step <= STEPS; step += 1) {
      await client.call("sendTo", { count: sends / STEPS, audiences });
      const reading = await client.call("memory");
      readings.push(reading);
      progress(
        `memory, ${AUDIENCES[audiences]}: ${formatCount((step * sends) / STEPS)} sends, heap ${megabytes(reading.heap)}, resident ${megabytes(reading.resident)}`,
      );
    }
    await client.end();
    const settled = readings.slice(WARM_UP_STEPS - 1);
    const growth = (what: keyof Memory) => (slope(settled.map((each) => each[what])) * (settled.length - 1)) / 1e6;
    const name = `from ${formatCount((WARM_UP_STEPS * sends) / STEPS)} to ${formatCount(sends)} sends to ${AUDIENCES[audiences]}`;
    measurements.push(
      {
        name: `growth of the heap ${name}`,
        unit: "MB",
        ours: [growth("heap")],
        target: { of: "value", max: NOISE_MB },
      },
      { name: `growth of the resident memory ${name}`, unit: "MB", ours: [growth("resident")] },
    );
  }
  return measurements;
}

/** The slope of the least-squares line through the values. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let covariance = 0;
  let variance = 0;
  for (const [index, value] of values.entries()) {
    covariance += (index - middle) * (value - mean);
    variance += (index - middle) ** 2;
  }
  return covariance / variance;
}

function formatCount(sends: number): string {
  return sends.toLocaleString("en");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
