import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import { sendBytes, sendRawHttp } from "./raw-http.js";

let server: Server | undefined;
let sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  server?.close();
});

/** A server that answers every connection in its own way, once it has heard something. */
async function targetThat(answer: (socket: Socket, heard: string) => void): Promise<Target> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.once("data", (heard) => answer(socket, heard.toString()));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return targetAt((server.address() as AddressInfo).port);
}

function targetAt(port: number): Target {
  return { name: "x", endpoint: `http://127.0.0.1:${port}`, accessKey: "key", capabilities: [] };
}

const TIMEOUT_MS = 300;

function head(target: Target) {
  const headers = new Headers({ authorization: "Bearer x" });
  return { method: "HEAD", url: new URL(`${target.endpoint}/a%20b?c=d`), headers, body: new Uint8Array() };
}

describe("a request on the wire", () => {
  test("is written as it is, and asks for the end of the connection", async () => {
    let heard = "";
    const target = await targetThat((socket, text) => {
      heard = text;
      socket.end("HTTP/1.1 200 OK\r\n\r\n");
    });
    await sendRawHttp(target, head(target), TIMEOUT_MS);
    expect(heard).toBe(
      `HEAD /a%20b?c=d HTTP/1.1\r\nhost: ${new URL(target.endpoint).host}\r\nconnection: close\r\nauthorization: Bearer x\r\n\r\n`,
    );
  });

  test("shows the bytes that no client shows: a body to HEAD", async () => {
    const target = await targetThat((socket) => socket.end("HTTP/1.1 404 Not Found\r\nX-A: b: c\r\n\r\n{}"));
    const { response } = await sendRawHttp(target, head(target), TIMEOUT_MS);
    expect(response.status).toBe(404);
    expect([...response.headers]).toEqual([["x-a", "b: c"]]);
    expect(Buffer.from(response.body).toString()).toBe("{}");
  });

  test("has what came, where the connection stays open", async () => {
    const target = await targetThat((socket) => socket.write("HTTP/1.1 204 No Content\r\n\r\n"));
    expect((await sendRawHttp(target, head(target), TIMEOUT_MS)).response.status).toBe(204);
  });

  test("fails where there is no response", async () => {
    for (const answer of ["", "HTTP/1.1 200", "SSH-2.0-x\r\n\r\n"]) {
      const target = await targetThat((socket) => socket.end(answer));
      await expect(sendRawHttp(target, head(target), TIMEOUT_MS), answer).rejects.toThrow(ConformanceError);
    }
  });
});

describe("bytes", () => {
  test("come to nothing where the other side just ends the connection", async () => {
    const target = await targetThat((socket) => socket.resetAndDestroy());
    expect(await sendBytes(target, "x", TIMEOUT_MS)).toHaveLength(0);
  });

  test("decide nothing where nobody listens", async () => {
    const target = await targetThat(() => {});
    await new Promise((resolve) => server?.close(resolve));
    await expect(sendBytes(target, "x", TIMEOUT_MS)).rejects.toThrow(TargetUnreachableError);
  });
});
