import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type Target, TargetUnreachableError } from "../targets/target.js";
import { sendBytes, sendRawHttp } from "./raw-http.js";

let server: Server | undefined;
let sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  server?.close();
});

/** A server that responds to the first bytes of each connection. */
async function serve(respond: (socket: Socket, received: string) => void): Promise<Target> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.once("data", (received) => respond(socket, received.toString()));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { name: "x", endpoint: `http://127.0.0.1:${port}`, accessKey: "key", capabilities: [] };
}

async function unreachableTarget(): Promise<Target> {
  const target = await serve(() => {});
  await new Promise((resolve) => server?.close(resolve));
  return target;
}

const TIMEOUT_MS = 300;
/** For a server that responds: longer than that takes, however busy the machine is. */
const LONG_TIMEOUT_MS = 5000;

function headRequest(target: Target) {
  const headers = new Headers({ authorization: "Bearer x" });
  return { method: "HEAD", url: new URL(`${target.endpoint}/a%20b?c=d`), headers, body: new Uint8Array() };
}

describe("sendRawHttp", () => {
  test("writes the request unchanged, and asks for the end of the connection", async () => {
    let received = "";
    const target = await serve((socket, bytes) => {
      received = bytes;
      socket.end("HTTP/1.1 200 OK\r\n\r\n");
    });
    await sendRawHttp(target, headRequest(target), LONG_TIMEOUT_MS);
    expect(received).toBe(
      `HEAD /a%20b?c=d HTTP/1.1\r\nhost: ${new URL(target.endpoint).host}\r\nconnection: close\r\nauthorization: Bearer x\r\n\r\n`,
    );
  });

  test("returns the bytes that an HTTP client hides, such as a body of a response to HEAD", async () => {
    const target = await serve((socket) => socket.end("HTTP/1.1 404 Not Found\r\nX-A: b: c\r\n\r\n{}"));
    const { response } = await sendRawHttp(target, headRequest(target), LONG_TIMEOUT_MS);
    expect(response.status).toBe(404);
    expect([...response.headers]).toEqual([["x-a", "b: c"]]);
    expect(Buffer.from(response.body).toString()).toBe("{}");
  });

  test("returns the bytes so far after its timeout if the connection stays open", async () => {
    const target = await serve((socket) => socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
    expect((await sendRawHttp(target, headRequest(target), TIMEOUT_MS)).response.status).toBe(204);
  });

  test.for([
    ["no bytes", ""],
    ["half a status line", "HTTP/1.1 200"],
    ["bytes of another protocol", "SSH-2.0-x\r\n\r\n"],
  ] as const)("rejects %s as a response", async ([, bytes]) => {
    const target = await serve((socket) => socket.end(bytes));
    await expect(sendRawHttp(target, headRequest(target), LONG_TIMEOUT_MS)).rejects.toMatchObject({
      name: "ConformanceError",
      difference: "The response is not valid HTTP: its head is incomplete.",
    });
  });

  test("reports that it could not connect if nothing listens", async () => {
    const target = await unreachableTarget();
    await expect(sendRawHttp(target, headRequest(target), LONG_TIMEOUT_MS)).rejects.toThrow(
      new TargetUnreachableError(`Could not connect to ${target.endpoint} (ECONNREFUSED).`),
    );
  });
});

describe("sendBytes", () => {
  test("returns no bytes if the target resets the connection", async () => {
    const target = await serve((socket) => socket.resetAndDestroy());
    expect(await sendBytes(target, "x", LONG_TIMEOUT_MS)).toHaveLength(0);
  });

  test("reports that it could not connect if nothing listens", async () => {
    const target = await unreachableTarget();
    await expect(sendBytes(target, "x", LONG_TIMEOUT_MS)).rejects.toThrow(
      new TargetUnreachableError(`Could not connect to ${target.endpoint} (ECONNREFUSED).`),
    );
  });
});
