/** `npm run drift`: says what differs between two descriptions of the API, and whether that breaks a caller. */
import { fileURLToPath } from "node:url";
import { runDrift } from "./drift/run-drift.js";

// A reader such as `head` may have enough before the end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await runDrift(process.argv.slice(2), {
  root: fileURLToPath(new URL("..", import.meta.url)),
  // npm starts scripts in the folder of package.json; this is where the caller is.
  folder: process.env.INIT_CWD ?? process.cwd(),
  print: console.log,
  printError: console.error,
});
