import { type AddressInfo, createServer, type Socket } from "node:net";

export interface RawServer extends AsyncDisposable {
  /** `http://127.0.0.1` and the port. */
  origin: string;
  /** The heads of the requests, in the order in which they arrived. */
  heads: string[];
  /** The connections, in the order in which they were opened. */
  sockets: Socket[];
}

/**
 * Starts a server that returns raw bytes, for responses that no HTTP server would send. It treats the head of a request as
 * the whole request.
 *
 * @param response sent after each request, or called with it
 */
export async function startRawServer(response: string | ((socket: Socket, head: string) => void)): Promise<RawServer> {
  const tcp = createServer((socket) => {
    let read = "";
    server.sockets.push(socket);
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      read += bytes.toString("latin1");
      for (let end = read.indexOf("\r\n\r\n"); end >= 0; end = read.indexOf("\r\n\r\n")) {
        const head = read.slice(0, end);
        read = read.slice(end + 4);
        server.heads.push(head);
        if (typeof response === "string") socket.write(response, "latin1");
        else response(socket, head);
      }
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
  const server: RawServer = {
    origin: `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`,
    heads: [],
    sockets: [],
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        tcp.close(() => resolve());
        for (const socket of server.sockets) socket.destroy();
      }),
  };
  return server;
}
