import createFetchClient from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { responseOf } from "./any-response.js";
import { LightResponse } from "./light-response.js";

const HEADERS = { "content-length": "0", "x-twice": ["a", "b"] };

describe("LightResponse", () => {
  test("makes the response when it is read, once", () => {
    let made = 0;
    const light = new LightResponse(202, HEADERS, () => {
      made += 1;
      return new Response(null, { status: 202 });
    });
    expect(made).toBe(0);
    expect(responseOf(light)).toBeInstanceOf(Response);
    expect(responseOf(light) === light.response).toBe(true);
    expect(made).toBe(1);
  });

  test.for([
    ["Content-Length", "0"],
    ["X-Twice", "a,b"],
    ["Transfer-Encoding", null],
  ] as const)("has the header %s without making the response", ([name, value]) => {
    const light = new LightResponse(202, HEADERS, () => expect.fail("made"));
    expect(light.headers.get(name)).toBe(value);
  });

  test("has a result with data and response as its own members", () => {
    const made = new Response(null, { status: 202 });
    const { result } = new LightResponse(202, HEADERS, () => made);
    expect({ ...result }).toEqual({ data: undefined, response: made });
    expect(Object.keys(result)).toEqual(["data", "response"]);
    expect(result.response === made).toBe(true);
  });

  test.for<[string, Record<string, string>]>([
    ["Content-Length: 0", { "content-length": "0" }],
    ["neither a length nor a body", {}],
  ])("satisfies openapi-fetch with %s", async ([, headers]) => {
    const light = new LightResponse(202, headers, () => expect.fail("made"));
    const { request } = createFetchClient<Record<string, never>>({ baseUrl: "https://contoso.webpubsub.azure.com" });
    const send = request as unknown as (method: string, path: string, init: object) => Promise<{ response: unknown }>;
    const result = await send("POST", "/api/health", { parseAs: "text", fetch: async () => light });
    expect(result.response === light).toBe(true);
  });
});

test("responseOf leaves a response as it is", () => {
  const response = new Response();
  expect(responseOf(response)).toBe(response);
});
