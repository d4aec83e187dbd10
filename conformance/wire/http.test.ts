import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import { send, sendOnce } from "./http.js";

/** A server that gives the first response to the first request, and so on; the last one from then on. */
async function serve(...responders: ((response: ServerResponse) => void)[]) {
  let requestCount = 0;
  const server = createServer((_, response) => {
    requestCount += 1;
    responders[Math.min(requestCount, responders.length) - 1]?.(response);
  });
  onTestFinished(() => void server.close().closeAllConnections());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const target: Target = { name: "x", endpoint, accessKey: "k", capabilities: [] };
  return { target, countRequests: () => requestCount };
}

const requestTo = (target: Target) => ({
  method: "GET",
  url: new URL(`${target.endpoint}/a?b=c`),
  headers: new Headers(),
  body: new Uint8Array(),
});

const throttle = (response: ServerResponse) => void response.writeHead(429, { "Retry-After": "0" }).end();

describe("send", () => {
  test("sends a throttled request again after the time in Retry-After", async () => {
    const { target, countRequests } = await serve(throttle, throttle, (response) => void response.writeHead(202).end());
    const { response } = await send(target, requestTo(target));
    expect(response.status).toBe(202);
    expect(countRequests()).toBe(3);
  });

  test("returns the fifth 429", async () => {
    const { target, countRequests } = await serve(throttle);
    expect((await send(target, requestTo(target))).response.status).toBe(429);
    expect(countRequests()).toBe(5);
  });

  test("returns at once a 429 that the request asks a mock for", async () => {
    const { target, countRequests } = await serve(throttle);
    const request = { ...requestTo(target), headers: new Headers({ Prefer: "code=429" }) };
    expect((await send(target, request)).response.status).toBe(429);
    expect(countRequests()).toBe(1);
  });

  test("returns a redirect without following it", async () => {
    const { target, countRequests } = await serve((response) => response.writeHead(302, { Location: "/b" }).end());
    expect((await send(target, requestTo(target))).response.status).toBe(302);
    expect(countRequests()).toBe(1);
  });

  test("reports that it could not connect if nothing listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((closed) => server.close(closed));
    const target: Target = { name: "x", endpoint, accessKey: "k", capabilities: [] };
    await expect(send(target, requestTo(target))).rejects.toThrow(
      new TargetUnreachableError(`Could not connect to ${endpoint} (ECONNREFUSED).`),
    );
  });

  test.for<[what: string, respond: (response: ServerResponse) => void, message: string]>([
    [
      "a reset connection",
      (response) => response.socket?.resetAndDestroy(),
      "The connection was closed without a response (ECONNRESET).",
    ],
    [
      "a connection that ends without a response",
      (response) => response.socket?.end(),
      "The connection was closed without a response (ECONNRESET).",
    ],
    [
      "half a body",
      (response) => response.writeHead(200, { "Content-Length": 100 }).write("half", () => response.socket?.destroy()),
      "The response was incomplete (ECONNRESET).",
    ],
    [
      "bytes that are not HTTP",
      (response) => response.socket?.end("SSH-2.0-x\r\n\r\n"),
      "The response is not valid HTTP (HPE_INVALID_CONSTANT).",
    ],
  ])("reports %s as a fault of the target", async ([, respond, message]) => {
    const { target } = await serve(respond);
    const error = await send(target, requestTo(target)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConformanceError);
    expect((error as ConformanceError).difference).toBe(message);
  });
});

describe("sendOnce", () => {
  test.for<[what: string, timeoutMs: number, respond: (response: ServerResponse) => void, message: string]>([
    ["no response", 50, () => {}, "No response within 0.05 s."],
    [
      "a body that does not end",
      // Long enough for the head to arrive, however busy the machine is.
      1000,
      (response) => response.writeHead(200, { "Content-Length": 100 }).write("half"),
      "The response was incomplete after 1 s.",
    ],
  ])("gives up on %s after its timeout", async ([, timeoutMs, respond, message]) => {
    const { target } = await serve(respond);
    await expect(sendOnce(requestTo(target), timeoutMs)).rejects.toMatchObject({ difference: message });
  });
});
