import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

/**
 * Lets the server handle an upgrade request as an ordinary one, as HTTP allows. The HTTP client of Java, for example, asks
 * for `h2c` in its first request to a server.
 *
 * Once a server listens for `upgrade`, Node.js no longer parses such requests. So this writes the head again without the
 * upgrade, and gives the connection back to the server.
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
