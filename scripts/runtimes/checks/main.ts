/** The program that Node.js, Bun and Deno run: `main.js ADDRESS`, with the address of the check server. */
import { runChecks } from "./checks.js";

await runChecks(process.argv[2] ?? "");
