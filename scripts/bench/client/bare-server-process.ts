/** The server that clients send to, in a process of its own. Built on plain sockets, because node:http is slower than undici and the clients would wait for it. */
import { createServer } from "node:net";
import { handleCalls } from "../child-process.js";
import type { BareServer } from "./process-messages.js";

const END_OF_HEAD = "\r\n\r\n";
const LENGTH = /^content-length: *(\d+)\r?$/im;
const ACCEPTED = Buffer.from("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");

let lastRequest = "";

const server = createServer({ noDelay: true }, (socket) => {
  let unread = "";
  socket.on("data", (chunk) => {
    // Latin-1: one character per byte.
    unread += chunk.toString("latin1");
    for (let length = lengthOf(unread); length !== undefined; length = lengthOf(unread)) {
      lastRequest = unread.slice(0, length);
      unread = unread.slice(length);
      socket.write(ACCEPTED);
    }
  });
  // When a client process exits, its connections are reset.
  socket.on("error", () => socket.destroy());
});
const endpoint = await new Promise<string>((resolve) => {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) resolve(`http://127.0.0.1:${address.port}`);
  });
});
handleCalls<BareServer>({ endpoint: () => endpoint, lastRequest: () => lastRequest });

/** The length of the first request in the text; undefined while it is incomplete. */
function lengthOf(unread: string): number | undefined {
  const head = unread.indexOf(END_OF_HEAD);
  if (head < 0) return undefined;
  const declared = LENGTH.exec(unread.slice(0, head))?.[1];
  if (declared === undefined) throw new Error(`A request has no Content-Length:\n${unread.slice(0, head)}`);
  const length = head + END_OF_HEAD.length + Number(declared);
  return unread.length < length ? undefined : length;
}
