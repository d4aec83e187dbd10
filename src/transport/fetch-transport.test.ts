import { expect, test, vi } from "vitest";
import { startRawServer } from "../testing/raw-server.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { Cancellation } from "./cancellation.js";
import { fetchTransport } from "./fetch-transport.js";
import { platformTransport } from "./platform.fetch.js";
import { type OutgoingRequest, TransportError } from "./transport.js";

const URL_OF_IT = "https://contoso.webpubsub.azure.com/api/hubs/chat/:send?api-version=2024-12-01";

function requestOf(request: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return { method: "POST", url: URL_OF_IT, headers: new Headers(), body: undefined, ...request };
}

/** A fetch that answers at once, and the requests that it saw. */
function answering(response: () => Response | Promise<Response> = () => new Response(null, { status: 202 })) {
  const requests: Request[] = [];
  const transport = fetchTransport(async (request) => {
    requests.push(request);
    return response();
  });
  return { transport, requests };
}

/** What never comes. */
const never = new Promise<never>(() => {});

test("the function gets a standard request, which does not follow redirects", async () => {
  const { transport, requests } = answering();
  const headers = new Headers({ "Content-Type": "text/plain", Authorization: "Bearer a" });
  const response = await transport.send(requestOf({ headers, body: "“é”" }), new Cancellation());
  expect(response.status).toBe(202);
  const [request] = requests;
  expect(request).toBeInstanceOf(Request);
  expect(request).toMatchObject({ method: "POST", url: URL_OF_IT, redirect: "manual" });
  expect(Object.fromEntries(request?.headers ?? [])).toEqual({
    authorization: "Bearer a",
    "content-type": "text/plain",
  });
  expect(await request?.text()).toBe("“é”");
});

test("a stream is handed on as one", async () => {
  const { transport, requests } = answering();
  await transport.send(requestOf({ body: new Blob(["a"]).stream() }), new Cancellation());
  expect(await requests[0]?.text()).toBe("a");
});

test("what else fetch is to be told is told, but not what is the client's affair", async () => {
  const { transport, requests } = answering();
  const init: RequestInit = { cache: "no-store", credentials: "omit", redirect: "follow", method: "PUT", body: "b" };
  await transport.send(requestOf({ init, body: "a" }), new Cancellation());
  expect(requests[0]).toMatchObject({ cache: "no-store", credentials: "omit", redirect: "manual", method: "POST" });
  expect(await requests[0]?.text()).toBe("a");
});

test("the response is there as a whole, with all that it has", async () => {
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
  const { transport } = answering(() => new Response(body, { status: 400, statusText: "No", headers }));
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
  ["POST", Response.error()],
] as const)("a response to %s without a body is handed back as it is", async ([method, response]) => {
  const { transport } = answering(() => response);
  expect(await transport.send(requestOf({ method }), new Cancellation())).toBe(response);
});

test("a failure is told with its cause, in the words of the innermost one", async () => {
  const deepest = new Error("the cable is cut");
  const thrown = new TypeError("fetch failed", { cause: new Error("socket", { cause: deepest }) });
  const { transport } = answering(() => Promise.reject(thrown));
  const cancellation = new Cancellation();
  const sending = transport.send(requestOf(), cancellation);
  await expect(sending).rejects.toThrow(TransportError);
  await expect(sending).rejects.toMatchObject({ message: "the cable is cut", cause: thrown });
  expect(cancellation.sent).toBe(true);
});

test.for([
  ["a text", "boom", "boom"],
  ["nothing", undefined, "undefined"],
  ["an error without words", new RangeError(), "RangeError"],
  ["the errors of several addresses", new AggregateError([new Error("first"), new Error("second")]), "first, second"],
] as const)("a function that throws %s has failed too", async ([, thrown, message]) => {
  const transport = fetchTransport(() => {
    throw thrown;
  });
  const sending = transport.send(requestOf(), new Cancellation());
  await expect(sending).rejects.toThrow(TransportError);
  await expect(sending).rejects.toMatchObject({ message });
});

test("a body that breaks off is a failure of the attempt", async () => {
  const body = new ReadableStream({ start: (controller) => controller.error(new Error("broken off")) });
  const { transport } = answering(() => new Response(body));
  const cancellation = new Cancellation();
  await expect(transport.send(requestOf(), cancellation)).rejects.toThrow(new TransportError(new Error("broken off")));
  expect(cancellation.sent).toBe(true);
});

test("nothing was sent where the function says that it got no connection", async () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  const { transport } = answering(() => Promise.reject(new TypeError("fetch failed", { cause: refused })));
  const cancellation = new Cancellation();
  await expect(transport.send(requestOf(), cancellation)).rejects.toThrow("ECONNREFUSED");
  expect(cancellation.sent).toBe(false);
});

test.for([
  ["a response that does not come", () => never],
  ["a body that does not end", () => new Response(new ReadableStream({ pull: () => never }))],
] as const)("given up while it waits for %s, it rejects with the reason, heeded or not", async ([, response]) => {
  const { transport, requests } = answering(response);
  const cancellation = new Cancellation();
  const sending = transport.send(requestOf(), cancellation);
  await vi.waitUntil(() => requests.length === 1);
  // Lets the response be read as far as it is there.
  await new Promise((resolve) => setImmediate(resolve));
  cancellation.cancel("why");
  await expect(sending).rejects.toBe("why");
  expect(requests[0]?.signal).toMatchObject({ aborted: true, reason: "why" });
});

test("the reason is what is told where the function heeds it with an error of its own", async () => {
  const transport = fetchTransport(
    (request) =>
      new Promise((_, reject) => {
        request.signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      }),
  );
  const cancellation = new Cancellation();
  const sending = transport.send(requestOf(), cancellation);
  cancellation.cancel("why");
  await expect(sending).rejects.toBe("why");
});

test("a response that comes too late, or fails then, is nobody's", async () => {
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

test("the platform's fetch is the one that there is when a request is sent", async () => {
  const transport = platformTransport();
  const fetch = vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(null, { status: 202 }));
  const response = await transport.send(requestOf(), new Cancellation());
  expect(response.status).toBe(202);
  expect(fetch.mock.calls.map(([request]) => (request as Request).url)).toEqual([URL_OF_IT]);
  fetch.mockRestore();
  await transport.close();
});

test("the platform's fetch sends over a socket", async () => {
  await using server = await startRecordingServer(() => ({ status: 200, body: "{}" }));
  const request = requestOf({ url: `${server.origin}/a?b=%20`, body: new Uint8Array([1, 2, 3]).subarray(1) });
  const response = await platformTransport().send(request, new Cancellation());
  expect(await response.text()).toBe("{}");
  const { line, body } = server.onlyRequest();
  expect(line).toBe("POST /a?b=%20 HTTP/1.1");
  expect([...body]).toEqual([2, 3]);
});

test("the platform's fetch tells whether there was a connection", async () => {
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
