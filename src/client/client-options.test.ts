import { describe, expect, expectTypeOf, test } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type ClientOptions, readOptions, type Settings } from "./client-options.js";

const ENDPOINT = "https://contoso.webpubsub.azure.com";
const KEY = "a-key";
const given = { endpoint: ENDPOINT, accessKey: KEY };

describe("a client", () => {
  test.for<[what: string, options: string | ClientOptions]>([
    ["a connection string", `Endpoint=${ENDPOINT};AccessKey=${KEY};Version=1.0;`],
    ["an endpoint and an access key", given],
    ["an endpoint and a credential", { endpoint: ENDPOINT, credential: { getToken: async () => null } }],
  ])("is made from %s, and speaks the newest api-version", ([, options]) => {
    const settings = readOptions(options);
    expectTypeOf(settings).toEqualTypeOf<Settings>();
    expect(settings).toMatchObject({ apiVersion: "2024-12-01", baseUrl: ENDPOINT, headers: {}, fetch: undefined });
  });

  test("takes its other options beside a connection string, which alone says where and with what key", () => {
    const fetch = async () => new Response();
    const headers = { "x-own": "1" };
    const settings = readOptions(`Endpoint=${ENDPOINT};AccessKey=${KEY}`, { apiVersion: "2023-07-01", fetch, headers });
    expect(settings).toMatchObject({ apiVersion: "2023-07-01", baseUrl: ENDPOINT, fetch, headers });
  });

  test.for<[what: string, options: unknown, said: string]>([
    ["nothing, as from a variable that is not set", undefined, "needs an `endpoint`"],
    ["null", null, "needs an `endpoint`"],
    ["an empty text", "", "The connection string has no AccessKey"],
    ["a key without an endpoint", { accessKey: KEY }, "needs an `endpoint`"],
    ["an endpoint that is a URL object", { ...given, endpoint: new URL(ENDPOINT) }, "needs an `endpoint`"],
    ["an unusable endpoint", { ...given, endpoint: "ftp://contoso" }, 'endpoint "ftp://contoso"'],
    ["an unusable proxy", { ...given, reverseProxyEndpoint: "https://proxy?a" }, 'endpoint "https://proxy…"'],
    ["neither key nor credential", { endpoint: ENDPOINT }, "either an `accessKey` or a `credential`"],
    ["both", { ...given, credential: { getToken: async () => null } }, "either an `accessKey` or a `credential`"],
    ["an empty key", { endpoint: ENDPOINT, accessKey: "" }, "access key is empty"],
    ["an api-version that is not described", { ...given, apiVersion: "2021-10-01" }, 'api-version "2021-10-01"'],
    ["an api-version named as what every object has", { ...given, apiVersion: "toString" }, 'api-version "toString"'],
  ])("is not made from %s", ([, options, said]) => {
    const read = () => readOptions(options as ClientOptions);
    expect(read).toThrow(InvalidInputError);
    expect(read).toThrow(said);
  });

  test("says which api-versions there are", () => {
    const read = () => readOptions({ ...given, apiVersion: "2021-10-01" as "2024-12-01" });
    expect(read).toThrow("Choose one of 2024-12-01, 2023-07-01.");
  });
});

describe("the audience", () => {
  test("is the address of the request", () => {
    const { audienceOf } = readOptions(given);
    expect(audienceOf(`${ENDPOINT}/api/health?a=b`)).toBe(`${ENDPOINT}/api/health?a=b`);
  });

  test.for([
    ["https://proxy.example.org", "https://proxy.example.org/api/health?a=b", `${ENDPOINT}/api/health?a=b`],
    ["https://Proxy.example.org:443/", "https://proxy.example.org/api/health", `${ENDPOINT}/api/health`],
    ["https://proxy.example.org/pub/sub/", "https://proxy.example.org/pub/sub/api/health", `${ENDPOINT}/api/health`],
    // What middleware sent elsewhere is not for the service.
    ["https://proxy.example.org/pub", "https://proxy.example.org/public", "https://proxy.example.org/public"],
    ["https://proxy.example.org", "https://proxy.example.org.evil/", "https://proxy.example.org.evil/"],
  ] as const)("behind the reverse proxy %s, of %s, is %s", ([reverseProxyEndpoint, url, audience]) => {
    const settings = readOptions({ ...given, reverseProxyEndpoint });
    expect(url.startsWith(settings.baseUrl)).toBe(true);
    expect(settings.audienceOf(url)).toBe(audience);
  });
});
