import { describe, expect, test } from "vitest";
import { neverConnected } from "./never-connected.js";

const error = (properties: object, message = "") => Object.assign(new Error(message), properties);
const refused = error({ code: "ECONNREFUSED", syscall: "connect" });
const reset = error({ code: "ECONNRESET", syscall: "read" });

describe("neverConnected", () => {
  test.for<[what: string, error: unknown]>([
    ["a refused connection", refused],
    ["an unreachable host", error({ code: "EHOSTUNREACH", syscall: "connect" })],
    ["a timeout of the system", error({ code: "ETIMEDOUT", syscall: "connect" })],
    ["an unknown host", error({ code: "ENOTFOUND", syscall: "getaddrinfo" })],
    ["a connect timeout of undici", error({ code: "UND_ERR_CONNECT_TIMEOUT" })],
    ["the fetch of Node.js, by its cause", new TypeError("fetch failed", { cause: refused })],
    ["several addresses", new TypeError("fetch failed", { cause: new AggregateError([refused, refused]) })],
    ["the fetch of Bun", error({ code: "ConnectionRefused", errno: 0 })],
    ["the fetch of Bun, by the system's code alone", error({ code: "ECONNREFUSED" })],
    ["the fetch of Bun, by another code", error({ code: "FailedToOpenSocket" })],
    [
      "the fetch of Deno",
      new TypeError(
        "error sending request for url (http://127.0.0.1:1/): client error (Connect): tcp connect error: Connection refused (os error 111)",
      ),
    ],
  ])("returns true for %s", ([, error]) => {
    expect(neverConnected(error)).toBe(true);
  });

  test.for<[what: string, error: unknown]>([
    ["a reset connection", reset],
    ["a host that became unreachable", error({ code: "EHOSTUNREACH", syscall: "read" })],
    ["an ambiguous code alone", error({ code: "ENETUNREACH" })],
    ["the fetch of Node.js", new TypeError("fetch failed", { cause: reset })],
    ["one address of two", new AggregateError([refused, reset])],
    ["an empty list of addresses", new AggregateError([])],
    ["the fetch of Bun", error({ code: "ECONNRESET" }, "The socket connection was closed unexpectedly.")],
    [
      "the fetch of Deno",
      new TypeError(
        "error sending request for url (http://127.0.0.1:1/): client error (SendRequest): connection error",
      ),
    ],
    ["a string", "ECONNREFUSED"],
    ["null", null],
    ["undefined", undefined],
  ])("returns false for %s", ([, error]) => {
    expect(neverConnected(error)).toBe(false);
  });
});
