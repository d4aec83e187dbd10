import { describe, expect, expectTypeOf, test } from "vitest";
import { type ServiceError, serviceError } from "./service-error.js";

interface Failed {
  status?: number;
  statusText?: string;
  /** The header `x-ms-error-code`. */
  code?: string;
}

function failed({ status = 404, statusText = "Not Found", code }: Failed = {}): Response {
  return new Response(null, { status, statusText, headers: code === undefined ? {} : { "x-ms-error-code": code } });
}

describe("the error of a failure whose body is", () => {
  test.for<[what: string, body: unknown, error: ServiceError]>([
    [
      "flat, with members that are null (recorded 2026)",
      {
        code: "Warning.User.NotExisted",
        message: "User `fake-user` is not found.",
        target: "User",
        details: null,
        inner: null,
      },
      { code: "Warning.User.NotExisted", message: "User `fake-user` is not found.", target: "User" },
    ],
    [
      "flat with inner causes",
      { code: "A", message: "a", inner: { code: "B", inner: { code: "C", inner: null } } },
      { code: "A", message: "a", inner: { code: "B", inner: { code: "C" } } },
    ],
    [
      "flat with innererror (recorded 2021)",
      { code: "A", message: "a", target: null, innererror: { code: "B", innererror: { code: "C" } }, details: [] },
      { code: "A", message: "a", inner: { code: "B", inner: { code: "C" } }, details: [] },
    ],
    [
      "flat with both, of which inner is the newer",
      { code: "A", message: "a", inner: { code: "new" }, innererror: { code: "old" } },
      { code: "A", message: "a", inner: { code: "new" } },
    ],
    [
      "flat with an inner cause without a code",
      { code: "A", message: "a", inner: {} },
      { code: "A", message: "a", inner: {} },
    ],
    [
      "flat with details",
      {
        code: "A",
        message: "a",
        details: [
          { code: "B", message: "b", target: "t", inner: { code: "C" }, details: [{ code: "D", message: "d" }] },
          { message: "only a message" },
          "only a text",
          null,
        ],
      },
      {
        code: "A",
        message: "a",
        details: [
          { code: "B", message: "b", target: "t", inner: { code: "C" }, details: [{ code: "D", message: "d" }] },
          { code: "", message: "only a message" },
          { code: "", message: "only a text" },
          { code: "", message: "" },
        ],
      },
    ],
    [
      "a validation problem (recorded 2026)",
      {
        code: "Error.BadRequest",
        message: "Invalid syntax",
        target: "filter",
        errors: { filter: ["Invalid syntax", "And more"] },
        type: null,
        title: "One or more validation errors occurred.",
        status: 400,
        detail: null,
        instance: null,
        extensions: {},
      },
      {
        code: "Error.BadRequest",
        message: "Invalid syntax",
        target: "filter",
        errors: { filter: ["Invalid syntax", "And more"] },
      },
    ],
    [
      "a validation problem with messages that are no array, or no text",
      { code: "A", message: "a", errors: { one: "message", mixed: ["text", 5, null], none: null } },
      { code: "A", message: "a", errors: { one: ["message"], mixed: ["text"], none: [] } },
    ],
    [
      "enveloped (published 2025-08-19)",
      { error: { code: "A", message: "a", target: "t", details: [], innererror: { code: "B" } } },
      { code: "A", message: "a", target: "t", details: [], inner: { code: "B" } },
    ],
    [
      "flat with members of a wrong type, which are left out",
      { code: "A", message: "a", target: 5, details: {}, inner: "x", errors: ["y"] },
      { code: "A", message: "a" },
    ],
    ["flat with members that nobody knows", { code: "A", message: "a", traceId: "t" }, { code: "A", message: "a" }],
  ])("%s", ([, body, expected]) => {
    const error = serviceError(failed({ code: "Header.Code" }), body);
    expectTypeOf(error).toEqualTypeOf<ServiceError>();
    // Strictly: a member that is there, but undefined, is one too many.
    expect(error).toStrictEqual(expected);
  });
});

describe("the code is", () => {
  test.for<[what: string, body: unknown, header: string | undefined, code: string]>([
    ["the body's", { code: "Body.Code" }, "Header.Code", "Body.Code"],
    ["the envelope's", { code: "outside", error: { code: "Body.Code" } }, "Header.Code", "Body.Code"],
    ["the header's, when the body has none", { message: "a" }, "Header.Code", "Header.Code"],
    ["the header's, when the envelope has none", { error: {} }, "Header.Code", "Header.Code"],
    ["the header's, when the body's is empty", { code: "" }, "Header.Code", "Header.Code"],
    ["the header's, when the body's is no text", { code: 5 }, "Header.Code", "Header.Code"],
    ["the header's, when `error` is a text", { error: "invalid_request" }, "Header.Code", "Header.Code"],
    ["the header's, when there is no body", undefined, "Header.Code", "Header.Code"],
    ["the status, when there is no body and no header", undefined, undefined, "Http.404"],
    ["the status, when body and header are empty", { code: "" }, "", "Http.404"],
    ["the status, when the body has none and there is no header", {}, undefined, "Http.404"],
  ])("%s", ([, body, header, code]) => {
    expect(serviceError(failed(header === undefined ? {} : { code: header }), body).code).toBe(code);
  });
});

describe("the message is", () => {
  test.for<[what: string, body: unknown, message: string]>([
    ["the body's", { message: "It broke." }, "It broke."],
    ["the envelope's", { error: { message: "It broke." } }, "It broke."],
    ["the text, when the body is one", "  upstream timed out\n", "upstream timed out"],
    ["the first 500 characters of a page", `<html>${"x".repeat(1000)}`, `<html>${"x".repeat(494)}`],
    ["the status in words, when the body is empty", "", "404 Not Found"],
    ["the status in words, when the body is blank", " \n", "404 Not Found"],
    ["the status in words, when there is no body", undefined, "404 Not Found"],
    ["the status in words, when the message is empty", { message: "" }, "404 Not Found"],
    ["the status in words, when the message is no text", { message: ["a"] }, "404 Not Found"],
  ])("%s", ([, body, message]) => {
    expect(serviceError(failed(), body).message).toBe(message);
  });

  test("the bare status, when that has no words, as over HTTP/2", () => {
    expect(serviceError(failed({ status: 503, statusText: "" }), undefined).message).toBe("503");
  });
});

describe("the body may be any JSON:", () => {
  test.for([[null], [undefined], [0], [404], [true], [[]], [[{ code: "A" }]], [{}], [{ error: null }], [""]] as const)(
    "%j gives an error that is made from the headers",
    ([body]) => {
      const response = failed({ status: 500, statusText: "Internal Server Error", code: "Header.Code" });
      expect(serviceError(response, body)).toStrictEqual({ code: "Header.Code", message: "500 Internal Server Error" });
    },
  );
});

test("an empty 401 gives an error", () => {
  const response = failed({ status: 401, statusText: "Unauthorized" });
  expect(serviceError(response, undefined)).toStrictEqual({ code: "Http.401", message: "401 Unauthorized" });
});

test("causes that nest without end are followed only so far", () => {
  const nested = (levels: number): unknown => JSON.parse(`${'{"inner":'.repeat(levels)}{}${"}".repeat(levels)}`);
  const error = serviceError(new Response(null, { status: 500 }), { code: "a", message: "b", inner: nested(5000) });
  const depth = (inner: typeof error.inner): number => (inner === undefined ? 0 : 1 + depth(inner.inner));
  expect(depth(error.inner)).toBe(20);
});
