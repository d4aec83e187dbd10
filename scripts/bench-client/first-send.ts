/** Loads a client, sends once, and prints how long that took since the process began, in milliseconds. */
import { COMPARED_CLIENTS, type SideName } from "./compared-clients.js";

const [, , side, endpoint = ""] = process.argv;
const send = await COMPARED_CLIENTS[side as SideName](endpoint);
await send({ kind: "groups", name: "lobby" });
console.log(performance.now());
process.exit();
