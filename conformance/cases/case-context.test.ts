import { describe, expect, test } from "vitest";
import type { Target } from "../targets/target.js";
import type { Exchange } from "../wire/exchange.js";
import { CaseContext, type ExpectedRejection } from "./case-context.js";

const target: Target = { name: "x", endpoint: "http://127.0.0.1", capabilities: [] };
const context = new CaseContext(target, "2024-12-01");

function rejection(contentType: string, headers: Readonly<Record<string, string>> = {}): Exchange {
  const body = { code: "Warning.User.NotExisted", message: "User `x` is not found.", target: "User" };
  return {
    request: {
      method: "PUT",
      url: new URL("http://127.0.0.1/api/hubs/h/users/x/groups/g?api-version=2024-12-01"),
      headers: new Headers(),
      body: new Uint8Array(),
    },
    response: {
      status: 404,
      headers: new Headers({ "content-type": contentType, "x-ms-error-code": body.code, ...headers }),
      body: Buffer.from(JSON.stringify({ ...body, details: null, inner: null })),
    },
  };
}

const withVersions = { "api-supported-versions": "2024-12-01" };

describe("expectEqual", () => {
  test.for([
    ["status", 200, 400, "Expected status 400, got 200."],
    ["Content-Type", "text/plain", undefined, 'Expected no Content-Type, got "text/plain".'],
    ["Content-Length", undefined, "0", 'Expected Content-Length "0", got none.'],
    ["page sizes", [2, 2], [2, 2, 2], "Expected page sizes [2,2,2], got [2,2]."],
    ["userId", "alice", null, 'Expected userId null, got "alice".'],
  ] as const)("reports a different %s: %j instead of %j", ([label, found, expected, sentence]) => {
    expect(() => context.expectEqual(label, found, expected)).toThrow(sentence);
  });

  test("accepts values that are deeply equal", () => {
    expect(context.expectEqual("body", { value: [] }, { value: [] })).toBeUndefined();
  });
});

describe("expectFrame", () => {
  test("ignores further members of a frame", () => {
    expect(context.expectFrame({ type: "message", data: 1 }, { data: 1 })).toBeUndefined();
  });

  test.for([
    [undefined, { data: 1 }, 'Expected the frame {"data":1}, got none.'],
    [{ data: 2 }, { data: 1 }, 'Expected a frame with {"data":1}, got {"data":2}.'],
    ["text", { data: 1 }, 'Expected a frame with {"data":1}, got "text".'],
    [Uint8Array.of(1), Uint8Array.of(255), "Expected the frame bytes ff, got bytes 01."],
  ] as const)("reports the frame %j instead of %j", ([frame, expected, sentence]) => {
    expect(() => context.expectFrame(frame, expected)).toThrow(sentence);
  });
});

describe("expectNothing", () => {
  test.for([
    [["a"], 'Unexpected frame for the client: "a".'],
    [["a", "b"], '2 unexpected frames for the client; the first: "a".'],
  ] as const)("reports the frames %j", ([frames, sentence]) => {
    expect(() => context.expectNothing(frames, "the client")).toThrow(sentence);
  });
});

describe("expectRejection", () => {
  const expected: ExpectedRejection = {
    status: 404,
    code: "Warning.User.NotExisted",
    target: "User",
  };

  test("accepts a rejection with the expected code and target", () => {
    const exchange = rejection("application/json", withVersions);
    expect(context.expectRejection("addUserToGroup", exchange, expected)).toBeUndefined();
  });

  test.for([
    [{ ...expected, code: "Other" }, 'Expected x-ms-error-code "Other", got "Warning.User.NotExisted".'],
    [{ ...expected, target: "Other" }, 'Expected target "Other", got "User".'],
  ] as const)("reports a difference from %j", ([other, sentence]) => {
    const exchange = rejection("application/json", withVersions);
    expect(() => context.expectRejection("addUserToGroup", exchange, other)).toThrow(sentence);
  });
});
