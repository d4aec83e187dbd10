/** The second half of `npm run lint`: Redocly over both descriptions, without its telemetry and notices. */
import { fileURLToPath } from "node:url";
import { runRedocly } from "./generate/redocly.js";

try {
  await runRedocly(fileURLToPath(new URL("..", import.meta.url)), "lint");
  console.log("The descriptions satisfy Redocly's strictest rules and ours.");
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
