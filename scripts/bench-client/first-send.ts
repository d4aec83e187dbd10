/** Loads a client, sends once, and prints how long that took since the process began, in milliseconds. */
import { SIDES, type SideName } from "./compared-clients.js";

const [, , side, endpoint = ""] = process.argv;
const send = await SIDES[side as SideName](endpoint);
await send({ kind: "groups", name: "lobby" });
console.log(performance.now());
process.exit();
