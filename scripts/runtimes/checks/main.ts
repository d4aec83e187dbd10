/** What Node.js, Bun and Deno run: `main.js ADDRESS`. */
import { runChecks } from "./checks.js";

await runChecks(process.argv[2] ?? "");
