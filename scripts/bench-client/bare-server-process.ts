/** The process of the server. On bare sockets, because it must not be what the clients wait for: node:http is slower than undici. */
import { createServer } from "node:net";
import { answer } from "../bench/child-process.js";
import type { ServerProcess } from "./process-messages.js";

const END_OF_HEAD = "\r\n\r\n";
const LENGTH = /^content-length: *(\d+)\r?$/im;
const ACCEPTED = Buffer.from("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");

let last = "";

const server = createServer({ noDelay: true }, (socket) => {
  let unread = "";
  socket.on("data", (chunk) => {
    // One byte, one letter.
    unread += chunk.toString("latin1");
    for (let length = lengthOf(unread); length !== undefined; length = lengthOf(unread)) {
      last = unread.slice(0, length);
      unread = unread.slice(length);
      socket.write(ACCEPTED);
    }
  });
  // A client that ends takes its connections with it.
  socket.on("error", () => socket.destroy());
});
const endpoint = await new Promise<string>((resolve) => {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) resolve(`http://127.0.0.1:${address.port}`);
  });
});
answer<ServerProcess>({ endpoint: () => endpoint, last: () => last });

/** The length of the request that it begins with; undefined where that is not whole. */
function lengthOf(unread: string): number | undefined {
  const head = unread.indexOf(END_OF_HEAD);
  if (head < 0) return undefined;
  const declared = LENGTH.exec(unread.slice(0, head))?.[1];
  if (declared === undefined) throw new Error(`A request came without a Content-Length:\n${unread.slice(0, head)}`);
  const length = head + END_OF_HEAD.length + Number(declared);
  return unread.length < length ? undefined : length;
}
