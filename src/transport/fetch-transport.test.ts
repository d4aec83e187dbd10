import { describe, expect, test, vi } from "vitest";
import { startRawServer } from "../testing/raw-server.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { Cancellation } from "./cancellation.js";
import { fetchTransport } from "./fetch-transport.js";
import { platformTransport } from "./platform.fetch.js";
import { isTruncated, type OutgoingRequest, TransportError } from "./transport.js";

const SEND_URL = "https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01";

function requestOf(request: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return {
    method: "POST",
    url: SEND_URL,
    headers: {},
    body: undefined,
    maxResponseBytes: 1000,
    ...request,
  };
}

/** A transport whose `fetch` responds at once, and the requests that it received. */
function respondingTransport(response: () => Response | Promise<Response> = () => new Response(null, { status: 202 })) {
  const requests: Request[] = [];
  const transport = fetchTransport(async (url, init) => {
    requests.push(new Request(url, init));
    return response();
  });
  return { transport, requests };
}

/** Never settles. */
const never = new Promise<never>(() => {});

describe("fetchTransport", () => {
  test("passes URL and options of a request that does not follow redirects", async () => {
    const { transport, requests } = respondingTransport();
    const headers = { "content-type": "text/plain", authorization: "Bearer a" };
    const response = await transport.send(requestOf({ headers, body: "“é”" }), new Cancellation());
    expect(response.status).toBe(202);
    const [request] = requests;
    expect(request).toBeInstanceOf(Request);
    expect(request).toMatchObject({ method: "POST", url: SEND_URL, redirect: "manual" });
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      authorization: "Bearer a",
      "content-type": "text/plain",
    });
    expect(await request?.text()).toBe("“é”");
  });

  test("passes a stream as the body", async () => {
    const { transport, requests } = respondingTransport();
    await transport.send(requestOf({ body: new Blob(["a"]).stream() }), new Cancellation());
    expect(await requests[0]?.text()).toBe("a");
  });

  test("passes further options of fetch, but never redirect, method or body", async () => {
    const { transport, requests } = respondingTransport();
    const init: RequestInit = { cache: "no-store", credentials: "omit", redirect: "follow", method: "PUT", body: "b" };
    await transport.send(requestOf({ init, body: "a" }), new Cancellation());
    expect(requests[0]).toMatchObject({ cache: "no-store", credentials: "omit", redirect: "manual", method: "POST" });
    expect(await requests[0]?.text()).toBe("a");
  });

  test("resolves with the complete response, its headers and its body", async () => {
    const chunks = ["[1,", "2]"].map((text) => new TextEncoder().encode(text));
    const headers = new Headers({ "Content-Type": "application/json" });
    headers.append("Set-Cookie", "a=1");
    headers.append("Set-Cookie", "b=2");
    let left = 2;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(chunks[2 - left] ?? new Uint8Array());
        left -= 1;
        if (left === 0) controller.close();
      },
    });
    const { transport } = respondingTransport(() => new Response(body, { status: 400, statusText: "No", headers }));
    const response = await transport.send(requestOf(), new Cancellation());
    expect(left).toBe(0);
    expect(response).toMatchObject({ status: 400, statusText: "No", bodyUsed: false });
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.json()).toEqual([1, 2]);
  });

  test.for([
    ["HEAD", new Response(null, { status: 200, headers: { "Content-Length": "20" } })],
    ["PUT", new Response(null, { status: 204 })],
    ["POST", new Response(null, { status: 202 })],
  ] as const)("returns a response to %s without a body unchanged", async ([method, response]) => {
    const { transport } = respondingTransport(() => response);
    expect(await transport.send(requestOf({ method }), new Cancellation())).toBe(response);
  });

  test.for([
    ["nothing", undefined],
    ["a text", "ok"],
    ["a network error", Response.error()],
  ])("rejects %s instead of a response", async ([, response]) => {
    const { transport } = respondingTransport(() => response as Response);
    const sending = transport.send(requestOf(), new Cancellation());
    await expect(sending).rejects.toThrow(new TransportError(new TypeError("`fetch` returned no response")));
  });

  test("reads no more of a body than the maximum, and cancels the rest", async () => {
    let cancelled = false;
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(700)),
      cancel() {
        cancelled = true;
      },
    });
    const { transport } = respondingTransport(() => new Response(body, { status: 400 }));
    const response = await transport.send(requestOf({ maxResponseBytes: 1000 }), new Cancellation());
    expect((await response.arrayBuffer()).byteLength).toBe(1000);
    expect(isTruncated(response)).toBe(true);
    expect(cancelled).toBe(true);
  });

  test("reads a body of exactly the maximum as a whole", async () => {
    const { transport } = respondingTransport(() => new Response(new Uint8Array(1000), { status: 400 }));
    const response = await transport.send(requestOf({ maxResponseBytes: 1000 }), new Cancellation());
    expect((await response.arrayBuffer()).byteLength).toBe(1000);
    expect(isTruncated(response)).toBe(false);
  });

  test("returns a response that has the URL", async () => {
    await using server = await startRecordingServer(() => ({ status: 200, body: "{}" }));
    const url = `${server.origin}/a`;
    expect((await platformTransport().send(requestOf({ url }), new Cancellation())).url).toBe(url);
  });

  test("rejects with the message of the innermost cause", async () => {
    const innermost = new Error("the cable is cut");
    const thrown = new TypeError("fetch failed", { cause: new Error("socket", { cause: innermost }) });
    const { transport } = respondingTransport(() => Promise.reject(thrown));
    const cancellation = new Cancellation();
    const sending = transport.send(requestOf(), cancellation);
    await expect(sending).rejects.toThrow(TransportError);
    await expect(sending).rejects.toMatchObject({ message: "the cable is cut", cause: thrown });
    expect(cancellation.sent).toBe(true);
  });

  test.for([
    ["a string", "boom", "boom"],
    ["undefined", undefined, "undefined"],
    ["an error without a message", new RangeError(), "RangeError"],
    [
      "the errors of several addresses",
      new AggregateError([new Error("first"), new Error("second"), new Error("first")]),
      "first, second",
    ],
    [
      "a failure to connect, by its code",
      Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED", syscall: "connect" }),
      "ECONNREFUSED",
    ],
  ] as const)("rejects with a TransportError if fetch throws %s", async ([, thrown, message]) => {
    const transport = fetchTransport(() => {
      throw thrown;
    });
    const sending = transport.send(requestOf(), new Cancellation());
    await expect(sending).rejects.toThrow(TransportError);
    await expect(sending).rejects.toMatchObject({ message });
  });

  test("rejects with a TransportError if the body breaks off", async () => {
    const body = new ReadableStream({ start: (controller) => controller.error(new Error("broken off")) });
    const { transport } = respondingTransport(() => new Response(body));
    const cancellation = new Cancellation();
    await expect(transport.send(requestOf(), cancellation)).rejects.toThrow(
      new TransportError(new Error("broken off")),
    );
    expect(cancellation.sent).toBe(true);
  });

  test("reports that nothing was sent if fetch could not connect", async () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
    const { transport } = respondingTransport(() => Promise.reject(new TypeError("fetch failed", { cause: refused })));
    const cancellation = new Cancellation();
    await expect(transport.send(requestOf(), cancellation)).rejects.toThrow("ECONNREFUSED");
    expect(cancellation.sent).toBe(false);
  });

  test.for([
    ["the response", () => never],
    ["the end of the body", () => new Response(new ReadableStream({ pull: () => never }))],
  ] as const)(
    "rejects with the reason if it is cancelled while it waits for %s and fetch ignores the signal",
    async ([, response]) => {
      const { transport, requests } = respondingTransport(response);
      const cancellation = new Cancellation();
      const sending = transport.send(requestOf(), cancellation);
      await vi.waitUntil(() => requests.length === 1);
      // Lets it read what has arrived of the response.
      await new Promise((resolve) => setImmediate(resolve));
      cancellation.cancel("why");
      await expect(sending).rejects.toBe("why");
      expect(requests[0]?.signal).toMatchObject({ aborted: true, reason: "why" });
    },
  );

  test("rejects with the reason if fetch rejects with an error of its own on abort", async () => {
    const transport = fetchTransport(
      (_url, { signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
        }),
    );
    const cancellation = new Cancellation();
    const sending = transport.send(requestOf(), cancellation);
    cancellation.cancel("why");
    await expect(sending).rejects.toBe("why");
  });

  test("ignores a failure after it was cancelled", async () => {
    let fail = (_: Error) => {};
    const transport = fetchTransport(
      () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    );
    const cancellation = new Cancellation();
    const sending = transport.send(requestOf(), cancellation);
    cancellation.cancel("why");
    await expect(sending).rejects.toBe("why");
    // An unhandled rejection would fail the run.
    fail(new Error("late"));
  });

  test("looks up the platform's fetch when a request is sent", async () => {
    const transport = platformTransport();
    const fetch = vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(null, { status: 202 }));
    const response = await transport.send(requestOf(), new Cancellation());
    expect(response.status).toBe(202);
    expect(fetch.mock.calls.map(([url]) => url)).toEqual([SEND_URL]);
    fetch.mockRestore();
    await transport.close();
  });

  test("sends over a socket with the platform's fetch", async () => {
    await using server = await startRecordingServer(() => ({ status: 200, body: "{}" }));
    const request = requestOf({ url: `${server.origin}/a?b=%20`, body: new Uint8Array([1, 2, 3]).subarray(1) });
    const response = await platformTransport().send(request, new Cancellation());
    expect(await response.text()).toBe("{}");
    const { line, body } = server.onlyRequest();
    expect(line).toBe("POST /a?b=%20 HTTP/1.1");
    expect([...body]).toEqual([2, 3]);
  });

  test("reports whether the platform's fetch connected", async () => {
    const server = await startRawServer((socket) => socket.destroy());
    const url = `${server.origin}/a`;
    const first = new Cancellation();
    await expect(platformTransport().send(requestOf({ url }), first)).rejects.toThrow(TransportError);
    expect(first.sent).toBe(true);
    await server[Symbol.asyncDispose]();
    const second = new Cancellation();
    await expect(platformTransport().send(requestOf({ url }), second)).rejects.toThrow("ECONNREFUSED");
    expect(second.sent).toBe(false);
  });
});
