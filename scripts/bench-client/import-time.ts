import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Figure, median } from "../bench/result-row.js";
import { rounds } from "../bench/rounds.js";
import { versionOf } from "./installed-version.js";
import type { Bench } from "./setup.js";

const PACKAGES = { ours: "webpubsub-fetch", azure: "@azure/web-pubsub" } as const;
const PRINT = "console.log(performance.now())";
const ROUNDS = 15;

/** What a process takes longer to come so far than one that does nothing. */
export async function imports({ built, nodes, server, progress }: Bench): Promise<Figure[]> {
  const endpoint = await server.ask("endpoint");
  const figures: Figure[] = [];
  for (const { major, path } of nodes) {
    const run = async (...words: string[]) =>
      Number((await promisify(execFile)(path, words, { cwd: built.folder })).stdout);
    const runModule = (text: string) => run("--input-type=module", "--eval", text);
    const beside = `beside @azure/web-pubsub ${versionOf("@azure/web-pubsub")}, Node.js ${major}`;

    progress(`import on Node.js ${major}`);
    const loaded = await rounds(["empty", "ours", "azure"], ROUNDS, (side) =>
      runModule(side === "empty" ? PRINT : `await import("${PACKAGES[side]}"); ${PRINT}`),
    );
    figures.push({
      name: `import ${beside}`,
      unit: "ms",
      ...above(loaded),
      target: { of: "ratio", most: 1 / 3 },
    });

    progress(`import and first send on Node.js ${major}`);
    const sent = await rounds(["empty", "ours", "azure"], ROUNDS, (side) =>
      side === "empty" ? runModule(PRINT) : run(built.path("first-send"), side, endpoint),
    );
    figures.push({ name: `import and first send ${beside}`, unit: "ms", ...above(sent) });
  }
  return figures;
}

function above({ empty, ours, azure }: Record<"empty" | "ours" | "azure", readonly number[]>) {
  const nothing = median(empty);
  const without = (value: number) => value - nothing;
  return { mine: ours.map(without), peer: azure.map(without) };
}
