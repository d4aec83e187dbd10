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
    ["undefined", undefined, "The connection string is empty. Is the environment variable set?"],
    ["null", null, "The connection string is empty. Is the environment variable set?"],
    ["a number", 5, "The connection string has a part that is not Name=value."],
    ["a clock that is not a function", { ...minimal, now: 5 }, "`now` must be a function."],
    ["a fetch that is not a function", { ...minimal, fetch: 5 }, "`fetch` must be a function."],
    ["a symbol", Symbol("endpoint"), "The connection string has a part that is not Name=value."],
    ["the URL of a client as the endpoint", { ...minimal, endpoint: `${ENDPOINT}/client/hubs/chat` }, "is not an http"],
    ["an empty string", "", "The connection string is empty. Is the environment variable set?"],
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
    [
      "an AzureKeyCredential as the credential",
      { endpoint: ENDPOINT, credential: { key: "k" } },
      "`credential` has no `getToken`. Pass a key as `accessKey`.",
    ],
    [
      "a header beyond Latin-1",
      { ...minimal, headers: { "X-A": "日" } },
      "`headers` has an invalid `X-A`; a value must be",
    ],
    ["an empty key", { endpoint: ENDPOINT, accessKey: "" }, "access key must be text without white space"],
    [
      "a connection string as the key",
      { endpoint: ENDPOINT, accessKey: "Endpoint=https://a;AccessKey=k" },
      "access key must be text without white space",
    ],
    [
      "a key in an object",
      { endpoint: ENDPOINT, accessKey: { key: "k" } as unknown as string },
      "access key must be text without white space",
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

describe("readOptions, for an http URL", () => {
  const INSECURE = [
    "http://contoso.webpubsub.azure.com",
    "http://contoso.webpubsub.azure.com:8080/part",
    "http://localhost.example.org",
    "http://example.org/.localhost/a",
    "http://evil-localhost",
    "http://example.org/.localhost",
    "http://127.0.0.1.example.org",
    "http://128.0.0.1",
    "http://0.0.0.0:8080",
    "http://[::2]",
    "http://emulator:8080",
  ];
  const LOOPBACK = [
    "http://localhost",
    "HTTP://LOCALHOST:8080",
    "http://a.b.localhost:8080/part",
    "http://127.0.0.1:8080",
    "http://127.255.255.254/part",
    "http://127.1",
    "http://[::1]",
    "http://[0:0:0:0:0:0:0:1]:8080",
  ];

  test.for(INSECURE)("rejects the endpoint %s, and names the option", (endpoint) => {
    const shown = `\`endpoint\` is "${endpoint}`;
    for (const allowInsecureConnection of [undefined, false, "false" as unknown as boolean]) {
      const read = () => readOptions({ ...minimal, endpoint, allowInsecureConnection });
      expect(read).toThrow(InvalidInputError);
      expect(read).toThrow(shown);
      expect(read).toThrow("it must be https, unless it is this machine or `allowInsecureConnection` is true.");
    }
  });

  test.for(INSECURE)("rejects the reverse proxy %s, and names the option", (reverseProxyEndpoint) => {
    const read = () => readOptions({ ...minimal, reverseProxyEndpoint });
    expect(read).toThrow(InvalidInputError);
    expect(read).toThrow(`\`reverseProxyEndpoint\` is "${reverseProxyEndpoint}`);
    expect(read).toThrow("`allowInsecureConnection`");
  });

  test("rejects a connection string for http, without repeating the key", () => {
    const read = () => readOptions("Endpoint=http://contoso.webpubsub.azure.com;AccessKey=SECRET;Version=1.0;");
    expect(read).toThrow("`allowInsecureConnection`");
    expect(read).not.toThrow("SECRET");
  });

  test.for(INSECURE)("reads %s with allowInsecureConnection", (address) => {
    const settings = readOptions({ ...minimal, endpoint: address, allowInsecureConnection: true });
    expect(address).toContain(settings.endpoint);
    const behind = readOptions({ ...minimal, reverseProxyEndpoint: address, allowInsecureConnection: true });
    expect(address).toContain(behind.baseUrl);
  });

  test.for(LOOPBACK)("reads %s, which is this machine", (address) => {
    expect(() => readOptions({ ...minimal, endpoint: address, reverseProxyEndpoint: address })).not.toThrow();
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
