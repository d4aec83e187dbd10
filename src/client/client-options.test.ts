import { describe, expect, expectTypeOf, test } from "vitest";
import { apiVersions, latestApiVersion } from "../../generated/versions.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type ClientOptions, readOptions, type Settings } from "./client-options.js";

const ENDPOINT = "https://contoso.webpubsub.azure.com";
const KEY = "a-key";
const minimal = { endpoint: ENDPOINT, accessKey: KEY };

describe("readOptions", () => {
  test.for<[what: string, options: string | ClientOptions]>([
    ["a connection string", `Endpoint=${ENDPOINT};AccessKey=${KEY};Version=1.0;`],
    ["an endpoint and an access key", minimal],
    ["an endpoint and a credential", { endpoint: ENDPOINT, credential: { getToken: async () => null } }],
  ])("reads %s, with the newest api-version", ([, options]) => {
    const settings = readOptions(options);
    expectTypeOf(settings).toEqualTypeOf<Settings>();
    expect(settings).toMatchObject({ apiVersion: latestApiVersion, baseUrl: ENDPOINT, headers: {}, fetch: undefined });
  });

  test("reads further options beside a connection string", () => {
    const fetch = async () => new Response();
    const headers = { "x-own": "1" };
    const settings = readOptions(`Endpoint=${ENDPOINT};AccessKey=${KEY}`, { apiVersion: "2023-07-01", fetch, headers });
    expect(settings).toMatchObject({ apiVersion: "2023-07-01", baseUrl: ENDPOINT, fetch, headers });
  });

  test.for<[what: string, options: unknown, message: string]>([
    ["undefined, as from an environment variable that is not set", undefined, "Pass an `endpoint`, such as"],
    ["null", null, "Pass an `endpoint`, such as"],
    ["an empty string", "", "The connection string has no AccessKey"],
    ["a key without an endpoint", { accessKey: KEY }, "Pass an `endpoint`, such as"],
    ["an endpoint that is a URL object", { ...minimal, endpoint: new URL(ENDPOINT) }, "Pass an `endpoint`, such as"],
    ["an invalid endpoint", { ...minimal, endpoint: "ftp://contoso" }, 'endpoint "ftp://contoso"'],
    [
      "an invalid proxy",
      { ...minimal, reverseProxyEndpoint: "https://proxy?a" },
      "The endpoint is not an http or https URL.",
    ],
    ["neither key nor credential", { endpoint: ENDPOINT }, "Pass either `accessKey` or `credential`: one of the two."],
    [
      "both key and credential",
      { ...minimal, credential: { getToken: async () => null } },
      "Pass either `accessKey` or `credential`: one of the two.",
    ],
    ["an empty key", { endpoint: ENDPOINT, accessKey: "" }, "access key must be text"],
    [
      "a connection string as the key",
      { endpoint: ENDPOINT, accessKey: "Endpoint=https://a;AccessKey=k" },
      "access key must be text",
    ],
    [
      "a key in an object",
      { endpoint: ENDPOINT, accessKey: { key: "k" } as unknown as string },
      "access key must be text",
    ],
    [
      "an unknown api-version",
      { ...minimal, apiVersion: "2021-08-01" },
      `\`apiVersion\` is "2021-08-01"; it must be one of ${apiVersions.join(", ")}.`,
    ],
    [
      "an api-version named like a property of every object",
      { ...minimal, apiVersion: "toString" },
      '`apiVersion` is "toString"',
    ],
  ])("rejects %s", ([, options, message]) => {
    const read = () => readOptions(options as ClientOptions);
    expect(read).toThrow(InvalidInputError);
    expect(read).toThrow(message);
  });
});

describe("readOptions, for the audience", () => {
  test("returns the URL of the request", () => {
    const { audienceOf } = readOptions(minimal);
    expect(audienceOf(`${ENDPOINT}/api/health?a=b`)).toBe(`${ENDPOINT}/api/health?a=b`);
  });

  test.for([
    ["https://proxy.example.org", "https://proxy.example.org/api/health?a=b", `${ENDPOINT}/api/health?a=b`],
    ["https://Proxy.example.org:443/", "https://proxy.example.org/api/health", `${ENDPOINT}/api/health`],
    ["https://proxy.example.org/pub/sub/", "https://proxy.example.org/pub/sub/api/health", `${ENDPOINT}/api/health`],
    // Requests that middleware sends elsewhere do not go to the service.
    ["https://proxy.example.org/pub", "https://proxy.example.org/public", "https://proxy.example.org/public"],
    ["https://proxy.example.org", "https://proxy.example.org.evil/", "https://proxy.example.org.evil/"],
  ] as const)("maps behind the reverse proxy %s the URL %s to %s", ([reverseProxyEndpoint, url, audience]) => {
    const settings = readOptions({ ...minimal, reverseProxyEndpoint });
    expect(url.startsWith(settings.baseUrl)).toBe(true);
    expect(settings.audienceOf(url)).toBe(audience);
  });
});
