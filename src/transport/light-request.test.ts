import createFetchClient from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { LightRequest } from "./light-request.js";

// The private contract of openapi-fetch that LightRequest leans on. If a test fails after an update, read its `coreFetch`.

const ENDPOINT = "https://contoso.webpubsub.azure.com";

/** Sends as a client does, and observes what openapi-fetch does with the request that it makes. */
async function observe(RequestClass: typeof LightRequest | undefined, method: string) {
  const made: { url: unknown; init: unknown; request: unknown }[] = [];
  const read = new Set<PropertyKey>();
  const fetched: unknown[] = [];
  class ObservedRequest extends (RequestClass ?? LightRequest) {
    constructor(url: string, init: { method: string; headers: Headers; body?: unknown }) {
      super(url, init);
      const request = new Proxy(this, {
        get(target, name) {
          read.add(name);
          return Reflect.get(target, name);
        },
      });
      made.push({ url, init, request });
      // biome-ignore lint/correctness/noConstructorReturn: only a proxy sees what is read.
      return request;
    }
  }
  const { request } = createFetchClient<Record<string, never>>({ baseUrl: ENDPOINT, headers: { "x-own": "1" } });
  const result = await (request as unknown as (method: string, path: string, init: object) => Promise<unknown>)(
    method,
    "/api/health",
    {
      Request: RequestClass && ObservedRequest,
      headers: new Headers({ "Content-Type": "text/plain" }),
      body: "hello",
      bodySerializer: (body: unknown) => body,
      parseAs: "text",
      async fetch(sent: unknown) {
        fetched.push(sent);
        return new Response("done", { status: 202 });
      },
    },
  );
  return { made, read, fetched, result };
}

describe("LightRequest", () => {
  test.for(["POST", "HEAD"])(
    "satisfies openapi-fetch, which makes one, reads only its method and hands it to fetch: %s",
    async (method) => {
      const { made, read, fetched } = await observe(LightRequest, method);
      expect([...read]).toEqual(["method"]);
      expect(made).toHaveLength(1);
      expect(fetched).toHaveLength(1);
      expect(fetched[0] === made[0]?.request).toBe(true);
    },
  );

  test("receives the URL, and method, headers and body in one object", async () => {
    const { made } = await observe(LightRequest, "POST");
    const { url, init } = made[0] ?? {};
    expect(url).toBe(`${ENDPOINT}/api/health`);
    expect(init).toMatchObject({ method: "POST", body: "hello", headers: expect.any(Headers) });
    const { headers } = init as { headers: Headers };
    expect([...headers]).toEqual([
      ["content-type", "text/plain"],
      ["x-own", "1"],
    ]);
  });

  test("yields to the platform's Request if the option is undefined, as it is with middleware", async () => {
    const { fetched } = await observe(undefined, "POST");
    expect(fetched).toEqual([expect.any(Request)]);
  });
});
