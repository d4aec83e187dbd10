import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import { send } from "./http.js";

/** A server that answers one request after the other as it is told. */
async function serve(...answers: ((response: ServerResponse) => void)[]): Promise<{ target: Target; times: number[] }> {
  const times: number[] = [];
  const server: Server = createServer((_, response) => {
    times.push(performance.now());
    answers[Math.min(times.length, answers.length) - 1]?.(response);
  });
  onTestFinished(() => void server.close().closeAllConnections());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { target: { name: "x", endpoint, accessKey: "k", capabilities: [] }, times };
}

const request = (target: Target) => ({
  method: "GET",
  url: new URL(`${target.endpoint}/a?b=c`),
  headers: new Headers(),
  body: new Uint8Array(),
});

test("a request that is throttled is sent again when the target says", async () => {
  const throttle = (response: ServerResponse) => response.writeHead(429, { "Retry-After": "0" }).end();
  const { target, times } = await serve(throttle, throttle, (response) => response.writeHead(202).end());
  const { response } = await send(target, request(target));
  expect(response.status).toBe(202);
  expect(times).toHaveLength(3);
});

test("a target that goes on throttling is taken at its word in the end", async () => {
  const { target, times } = await serve((response) => response.writeHead(429, { "Retry-After": "0" }).end());
  expect((await send(target, request(target))).response.status).toBe(429);
  expect(times).toHaveLength(5);
});

test("redirects are answers, and are not followed", async () => {
  const { target, times } = await serve((response) => response.writeHead(302, { Location: "/b" }).end());
  expect((await send(target, request(target))).response.status).toBe(302);
  expect(times).toHaveLength(1);
});

test("where there is no connection, nothing was decided", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise((closed) => server.close(closed));
  const gone: Target = { name: "x", endpoint, accessKey: "k", capabilities: [] };
  await expect(send(gone, request(gone))).rejects.toThrow(TargetUnreachableError);
  await expect(send(gone, request(gone))).rejects.toThrow(`Nothing answers at ${endpoint} (ECONNREFUSED).`);
});

test.for([
  ["is reset", (response: ServerResponse) => response.socket?.resetAndDestroy()],
  ["ends without an answer", (response: ServerResponse) => response.socket?.end()],
  [
    "ends in the middle of an answer",
    (response: ServerResponse) =>
      response.writeHead(200, { "Content-Length": 100 }).write("half", () => response.socket?.destroy()),
  ],
] as const)("a connection that %s is the target's fault", async ([, answer]) => {
  const { target } = await serve(answer);
  await expect(send(target, request(target))).rejects.toThrow(ConformanceError);
  await expect(send(target, request(target))).rejects.toThrow(/^The request got no whole answer: /);
});
