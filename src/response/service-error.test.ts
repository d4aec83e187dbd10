import { describe, expect, expectTypeOf, test } from "vitest";
import { type ServiceError, serviceError } from "./service-error.js";

interface FailedResponse {
  status?: number;
  statusText?: string;
  /** The header `x-ms-error-code`. */
  code?: string;
}

function failedResponse({ status = 404, statusText = "Not Found", code }: FailedResponse = {}): Response {
  return new Response(null, { status, statusText, headers: code === undefined ? {} : { "x-ms-error-code": code } });
}

describe("serviceError", () => {
  describe("the error", () => {
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
        "flat with both, of which inner wins",
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
            "only text",
            null,
          ],
        },
        {
          code: "A",
          message: "a",
          details: [
            { code: "B", message: "b", target: "t", inner: { code: "C" }, details: [{ code: "D", message: "d" }] },
            { code: "", message: "only a message" },
            { code: "", message: "only text" },
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
        "a validation problem with messages that are not arrays of strings",
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
      ["flat with unknown members", { code: "A", message: "a", traceId: "t" }, { code: "A", message: "a" }],
    ])("reads the error of a body that is %s", ([, body, expected]) => {
      const error = serviceError(failedResponse({ code: "Header.Code" }), body);
      expectTypeOf(error).toEqualTypeOf<ServiceError>();
      // Strictly: a member that is undefined must be left out.
      expect(error).toStrictEqual(expected);
    });
  });

  describe("the code", () => {
    test.for<[what: string, body: unknown, header: string | undefined, code: string]>([
      ["the body", { code: "Body.Code" }, "Header.Code", "Body.Code"],
      ["the envelope", { code: "outside", error: { code: "Body.Code" } }, "Header.Code", "Body.Code"],
      ["the header if the body has none", { message: "a" }, "Header.Code", "Header.Code"],
      ["the header if the envelope has none", { error: {} }, "Header.Code", "Header.Code"],
      ["the header if the body's is empty", { code: "" }, "Header.Code", "Header.Code"],
      ["the header if the body's is not a string", { code: 5 }, "Header.Code", "Header.Code"],
      ["the header if `error` is a string", { error: "invalid_request" }, "Header.Code", "Header.Code"],
      ["the header if there is no body", undefined, "Header.Code", "Header.Code"],
      ["the status if there is neither body nor header", undefined, undefined, "Http.404"],
      ["the status if body and header are empty", { code: "" }, "", "Http.404"],
      ["the status if the body has none and there is no header", {}, undefined, "Http.404"],
    ])("takes the code from %s", ([, body, header, code]) => {
      expect(serviceError(failedResponse(header === undefined ? {} : { code: header }), body).code).toBe(code);
    });
  });

  describe("the message", () => {
    test.for<[what: string, body: unknown, message: string]>([
      ["the body", { message: "It broke." }, "It broke."],
      ["the envelope", { error: { message: "It broke." } }, "It broke."],
      ["a body that is text, trimmed", "  upstream timed out\n", "upstream timed out"],
      ["the first 500 characters of an HTML page", `<html>${"x".repeat(1000)}`, `<html>${"x".repeat(494)}`],
      ["the status text if the body is empty", "", "404 Not Found"],
      ["the status text if the body is blank", " \n", "404 Not Found"],
      ["the status text if there is no body", undefined, "404 Not Found"],
      ["the status text if the message is empty", { message: "" }, "404 Not Found"],
      ["the status text if the message is not a string", { message: ["a"] }, "404 Not Found"],
      ["the detail of a problem", { title: "Bad Request", detail: "The hub is closed." }, "The hub is closed."],
      [
        "the first text of a validation problem (recorded 2022)",
        { errors: { hub: ["The field hub must match.", "More"] }, title: "One or more validation errors occurred." },
        "The field hub must match.",
      ],
      ["the title of a problem", { title: "Bad Request", status: 400 }, "Bad Request"],
      ["an OAuth error", { error: "invalid_token", error_description: "It expired." }, "It expired."],
      ["`error` if it is text", { error: "invalid_token" }, "invalid_token"],
      ["`Message`, as older gateways write", { Message: "No." }, "No."],
      ["the body on one line", { message: "ok\n2026-01-01 FATAL forged\u001b[31m" }, "ok 2026-01-01 FATAL forged [31m"],
      ["the body without controls of direction", { message: "a\u202eb" }, "a b"],
      ["the first 500 characters of the body", { message: "x".repeat(40_000) }, "x".repeat(500)],
    ])("takes the message from %s", ([, body, message]) => {
      expect(serviceError(failedResponse(), body).message).toBe(message);
    });

    test("takes the bare status as the message if there is no status text, as over HTTP/2", () => {
      expect(serviceError(failedResponse({ status: 503, statusText: "" }), undefined).message).toBe("503");
    });
  });

  describe("any JSON as the body", () => {
    test.for([
      [null],
      [undefined],
      [0],
      [404],
      [true],
      [[]],
      [[{ code: "A" }]],
      [{}],
      [{ error: null }],
      [""],
    ] as const)("makes an error from the headers for the body %j", ([body]) => {
      const response = failedResponse({ status: 500, statusText: "Internal Server Error", code: "Header.Code" });
      expect(serviceError(response, body)).toStrictEqual({ code: "Header.Code", message: "500 Internal Server Error" });
    });
  });

  test("makes an error for 401 without a body", () => {
    const response = failedResponse({ status: 401, statusText: "Unauthorized" });
    expect(serviceError(response, undefined)).toStrictEqual({ code: "Http.401", message: "401 Unauthorized" });
  });

  test("replaces the token of the request and its signature in every text", () => {
    const [token, echo] = ["head.claims.signature", "got Bearer head.claims.signature, signature"];
    const texts = { code: echo, message: echo, target: echo };
    const body = { ...texts, inner: { code: echo }, details: [texts], errors: { a: [echo] } };
    const error = serviceError(failedResponse({ code: echo }), body, token);
    const replaced = "got Bearer …, …";
    const expected = { code: replaced, message: replaced, target: replaced };
    expect(error).toEqual({ ...expected, inner: { code: replaced }, details: [expected], errors: { a: [replaced] } });
  });

  test("follows inner causes at most 20 levels deep", () => {
    const nested = (levels: number): unknown => JSON.parse(`${'{"inner":'.repeat(levels)}{}${"}".repeat(levels)}`);
    const error = serviceError(new Response(null, { status: 500 }), { code: "a", message: "b", inner: nested(5000) });
    const depth = (inner: typeof error.inner): number => (inner === undefined ? 0 : 1 + depth(inner.inner));
    expect(depth(error.inner)).toBe(20);
  });
});
