/** Loads a client, sends once, and prints the milliseconds since the process started. */
import { type ClientName, COMPARED_CLIENTS } from "./compared-clients.js";

const [, , client, endpoint = ""] = process.argv;
const send = await COMPARED_CLIENTS[client as ClientName](endpoint);
await send({ kind: "groups", name: "lobby" });
console.log(performance.now());
process.exit();
