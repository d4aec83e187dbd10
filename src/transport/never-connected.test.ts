import { expect, test } from "vitest";
import { neverConnected } from "./never-connected.js";

const error = (properties: object, message = "") => Object.assign(new Error(message), properties);
const refused = error({ code: "ECONNREFUSED", syscall: "connect" });
const reset = error({ code: "ECONNRESET", syscall: "read" });

test.for<[what: string, error: unknown]>([
  ["a refusal", refused],
  ["a host that is not reached", error({ code: "EHOSTUNREACH", syscall: "connect" })],
  ["a time-out of the system", error({ code: "ETIMEDOUT", syscall: "connect" })],
  ["a host that is not found", error({ code: "ENOTFOUND", syscall: "getaddrinfo" })],
  ["a time-out of undici", error({ code: "UND_ERR_CONNECT_TIMEOUT" })],
  ["the fetch of Node.js, which gives the cause", new TypeError("fetch failed", { cause: refused })],
  ["several addresses", new TypeError("fetch failed", { cause: new AggregateError([refused, refused]) })],
  ["the fetch of Bun", error({ code: "ConnectionRefused", errno: 0 })],
  ["the fetch of Bun, with the code of the system alone", error({ code: "ECONNREFUSED" })],
  ["the fetch of Bun, by another name", error({ code: "FailedToOpenSocket" })],
  [
    "the fetch of Deno",
    new TypeError(
      "error sending request for url (http://127.0.0.1:1/): client error (Connect): tcp connect error: Connection refused (os error 111)",
    ),
  ],
])("there was no connection, says %s", ([, error]) => {
  expect(neverConnected(error)).toBe(true);
});

test.for<[what: string, error: unknown]>([
  ["a reset", reset],
  ["a host that is not reached any more", error({ code: "EHOSTUNREACH", syscall: "read" })],
  ["a code alone", error({ code: "ENETUNREACH" })],
  ["the fetch of Node.js", new TypeError("fetch failed", { cause: reset })],
  ["one address of two", new AggregateError([refused, reset])],
  ["several addresses that are none", new AggregateError([])],
  ["the fetch of Bun", error({ code: "ECONNRESET" }, "The socket connection was closed unexpectedly.")],
  [
    "the fetch of Deno",
    new TypeError("error sending request for url (http://127.0.0.1:1/): client error (SendRequest): connection error"),
  ],
  ["a text", "ECONNREFUSED"],
  ["null", null],
  ["undefined", undefined],
])("there may have been one, says %s", ([, error]) => {
  expect(neverConnected(error)).toBe(false);
});
