import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Measurement, median } from "../measurement.js";
import { rounds } from "../rounds.js";
import { installedVersion } from "./installed-version.js";
import type { ClientBenchmark } from "./setup.js";

const PACKAGES = { ours: "webpubsub-fetch", azure: "@azure/web-pubsub" } as const;
const PRINT = "console.log(performance.now())";
const ROUNDS = 15;

/** The time a process takes longer than an empty one to import a package, and to send once with it. */
export async function imports({ built, nodes, server, progress }: ClientBenchmark): Promise<Measurement[]> {
  const endpoint = await server.call("endpoint");
  const measurements: Measurement[] = [];
  for (const { major, path } of nodes) {
    const run = async (...args: string[]) =>
      Number((await promisify(execFile)(path, args, { cwd: built.folder })).stdout);
    const runModule = (text: string) => run("--input-type=module", "--eval", text);
    const comparison = `compared with @azure/web-pubsub ${installedVersion("@azure/web-pubsub")}, Node.js ${major}`;

    progress(`import on Node.js ${major}`);
    const loaded = await rounds(["empty", "ours", "azure"], ROUNDS, (client) =>
      runModule(client === "empty" ? PRINT : `await import("${PACKAGES[client]}"); ${PRINT}`),
    );
    measurements.push({
      name: `import ${comparison}`,
      unit: "ms",
      ...overEmpty(loaded),
      target: { of: "ratio", max: 1 / 3 },
    });

    progress(`import and first send on Node.js ${major}`);
    const sent = await rounds(["empty", "ours", "azure"], ROUNDS, (client) =>
      client === "empty" ? runModule(PRINT) : run(built.path("first-send"), client, endpoint),
    );
    measurements.push({ name: `import and first send ${comparison}`, unit: "ms", ...overEmpty(sent) });
  }
  return measurements;
}

/** Without what an empty process takes. */
function overEmpty({ empty, ours, azure }: Record<"empty" | "ours" | "azure", readonly number[]>) {
  const startUp = median(empty);
  const overStartUp = (value: number) => value - startUp;
  return { ours: ours.map(overStartUp), reference: azure.map(overStartUp) };
}
