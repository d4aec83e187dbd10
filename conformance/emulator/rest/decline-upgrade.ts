import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

/**
 * Lets a server answer a request as if it had not asked for another protocol, which a server may always do. Java's client
 * asks every server that it is new to for `h2c`.
 *
 * Node.js takes every request that asks away from HTTP as soon as there is anybody who listens to upgrades. So the head is
 * written anew without the wish, and read once more.
 */
export function declineUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    const kept = name.toLowerCase() === "connection" ? withoutUpgrade(value) : value;
    if (name.toLowerCase() !== "upgrade" && kept !== "") text += `${name}: ${kept}\r\n`;
  }
  socket.unshift(Buffer.concat([Buffer.from(`${text}\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}

function withoutUpgrade(connection: string): string {
  const options = connection.split(",").map((option) => option.trim());
  return options.filter((option) => option.toLowerCase() !== "upgrade").join(", ");
}
