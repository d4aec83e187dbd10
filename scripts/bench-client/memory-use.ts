import { Process } from "../bench/child-process.js";
import type { Figure } from "../bench/result-row.js";
import type { Audiences, ClientProcess, Memory } from "./process-messages.js";
import type { Bench } from "./setup.js";

const STEPS = 10;
/** Until then caches fill, and what is compiled has a place. */
const SETTLED = 2;
/** What it differs by from one look to the next, in megabytes. To keep a number of each of a million sends takes eight. */
const NOISE = 0.5;
const AUDIENCES: Record<Audiences, string> = { few: "ten groups", many: "as many users" };

/** What the process grows by, send by send. */
export async function memory({ built, server, sends, progress }: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const audiences of ["few", "many"] as const) {
    const client = new Process<ClientProcess>(built.path("client-process"), { nodeOptions: ["--expose-gc"] });
    await client.ask("start", { side: "ours", endpoint: await server.ask("endpoint") });
    const seen: Memory[] = [];
    for (let step = 1; step <= STEPS; step += 1) {
      await client.ask("sendTo", { count: sends / STEPS, audiences });
      const now = await client.ask("memory");
      seen.push(now);
      progress(
        `memory, ${AUDIENCES[audiences]}: ${shown((step * sends) / STEPS)} sends, heap ${megabytes(now.heap)}, resident ${megabytes(now.resident)}`,
      );
    }
    await client.end();
    const settled = seen.slice(SETTLED - 1);
    const grown = (what: keyof Memory) => (slope(settled.map((each) => each[what])) * (settled.length - 1)) / 1e6;
    const name = `from ${shown((SETTLED * sends) / STEPS)} to ${shown(sends)} sends to ${AUDIENCES[audiences]}`;
    figures.push(
      { name: `growth of the heap ${name}`, unit: "MB", mine: [grown("heap")], target: { of: "value", most: NOISE } },
      { name: `growth of the resident memory ${name}`, unit: "MB", mine: [grown("resident")] },
    );
  }
  return figures;
}

/** By how much values grow from one to the next: of the line that is nearest to them, by least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let together = 0;
  let apart = 0;
  for (const [index, value] of values.entries()) {
    together += (index - middle) * (value - mean);
    apart += (index - middle) ** 2;
  }
  return together / apart;
}

function shown(sends: number): string {
  return sends.toLocaleString("en");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
