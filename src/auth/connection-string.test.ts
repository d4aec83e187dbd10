import { inspect } from "node:util";
import { describe, expect, expectTypeOf, test } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type ConnectionString, parseConnectionString, parseEndpoint } from "./connection-string.js";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF+/AA==";
const SERVICE = "https://contoso.webpubsub.azure.com";

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

/** Everything that a log could contain of an error. */
function loggedOf(error: unknown): string {
  const { message, stack } = error as Error;
  return [message, stack, JSON.stringify(error), inspect(error, { depth: null, showHidden: true })].join("\n");
}

function expectNoPiece(text: string, secret: string): void {
  // In lower case, because URLs have their host in lower case.
  const written = text.toLowerCase();
  const pieces = Array.from({ length: secret.length - 7 }, (_, start) => secret.slice(start, start + 8).toLowerCase());
  expect(pieces.filter((piece) => written.includes(piece))).toEqual([]);
}

describe("parseConnectionString", () => {
  test.for([
    ["as the portal shows it", `Endpoint=${SERVICE};AccessKey=${KEY};Version=1.0;`],
    ["in another order", `Version=1.0;AccessKey=${KEY};Endpoint=${SERVICE}`],
    ["in other letter case", `ENDPOINT=${SERVICE};accesskey=${KEY}`],
    ["with white space around its parts", ` Endpoint = ${SERVICE} ; AccessKey = ${KEY} ;\n`],
    ["with a slash at the end of the endpoint", `Endpoint=${SERVICE}/;AccessKey=${KEY}`],
    ["without a scheme", `Endpoint=contoso.webpubsub.azure.com;AccessKey=${KEY}`],
    ["with an unknown part", `Endpoint=${SERVICE};AccessKey=${KEY};Colour=blue`],
    ["with an empty part", `;;Endpoint=${SERVICE};;AccessKey=${KEY};;`],
  ] as const)("reads endpoint and key of a string %s", ([, text]) => {
    const parsed = parseConnectionString(text);
    expectTypeOf(parsed).toEqualTypeOf<ConnectionString>();
    expect(parsed).toEqual({ endpoint: SERVICE, accessKey: KEY });
  });

  test.for(["a=", "a==", "=a", "a=b=c", "=="])("keeps every = of the key %s", (key) => {
    expect(parseConnectionString(`AccessKey=${key};Endpoint=${SERVICE}`).accessKey).toBe(key);
  });

  test("keeps the letter case of the key", () => {
    expect(parseConnectionString(`accesskey=AbC;endpoint=${SERVICE}`).accessKey).toBe("AbC");
  });

  test.for([
    ["http://localhost", "8080", "http://localhost:8080"],
    ["http://localhost", "1", "http://localhost:1"],
    ["http://localhost", "65535", "http://localhost:65535"],
    ["http://localhost", "80", "http://localhost"],
    ["http://localhost", " 8080 ", "http://localhost:8080"],
    ["http://localhost/", "8080", "http://localhost:8080"],
    ["http://localhost:1234", "8080", "http://localhost:8080"],
    ["https://example.org/pubsub", "8443", "https://example.org:8443/pubsub"],
    ["http://[::1]", "8080", "http://[::1]:8080"],
  ] as const)("adds the port to %s: Port=%s gives %s", ([endpoint, port, expected]) => {
    const connectionString = `Endpoint=${endpoint};AccessKey=${KEY};Port=${port}`;
    expect(parseConnectionString(connectionString).endpoint).toBe(expected);
  });
});

describe("parseConnectionString, for an invalid string", () => {
  test.for([
    ["is empty", "", "The connection string is empty. Is the environment variable set?"],
    ["is blank", " \n", "The connection string is empty. Is the environment variable set?"],
    ["is undefined", undefined as unknown as string, "The connection string is empty."],
    ["is in quotes", `"Endpoint=${SERVICE};AccessKey=${KEY};Version=1.0;"`, "in quotes. Remove them."],
    ["is in apostrophes", `'Endpoint=${SERVICE};AccessKey=${KEY};Version=1.0;'`, "in quotes. Remove them."],
    ["has no Endpoint", `AccessKey=${KEY};Version=1.0;`, "Endpoint"],
    ["has an empty Endpoint", `Endpoint=;AccessKey=${KEY}`, "Endpoint"],
    ["has no AccessKey", `Endpoint=${SERVICE};Version=1.0;`, "AccessKey"],
    ["has an empty AccessKey", `Endpoint=${SERVICE};AccessKey=`, "AccessKey"],
    ["has a blank AccessKey", `Endpoint=${SERVICE};AccessKey=  ;`, "AccessKey"],
    ["has a key without its name", `Endpoint=${SERVICE};${KEY}`, "AccessKey"],
    ["has a comma where a semicolon belongs", `Endpoint=${SERVICE},AccessKey=${KEY}`, "AccessKey"],
    ["has two endpoints", `Endpoint=${SERVICE};AccessKey=${KEY};endpoint=${SERVICE}`, "Endpoint twice"],
    ["has two keys", `AccessKey=${KEY};Endpoint=${SERVICE};ACCESSKEY=${KEY}`, "AccessKey twice"],
    ["has two ports", `Endpoint=${SERVICE};AccessKey=${KEY};Port=1;Port=2`, "Port twice"],
    ["has a key without its name twice", `Endpoint=${SERVICE};${KEY};${KEY}`, "a part twice"],
    ["has a part named like a property of every object twice", "constructor=1;constructor=2", "a part twice"],
    ["has a part without =", `Endpoint=${SERVICE};${KEY.replaceAll("=", "")}`, "not Name=value"],
    ["has a part without a name", `Endpoint=${SERVICE};=${KEY}`, "not Name=value"],
    ["has the Port 0", `Endpoint=http://localhost;AccessKey=${KEY};Port=0`, "Port=0;"],
    ["has the Port 65536", `Endpoint=http://localhost;AccessKey=${KEY};Port=65536`, "Port=65536;"],
    ["has a negative Port", `Endpoint=http://localhost;AccessKey=${KEY};Port=-1`, "Port=-1;"],
    ["has a Port with a fraction", `Endpoint=http://localhost;AccessKey=${KEY};Port=80.5`, "Port=80.5;"],
    ["has a Port in hexadecimal", `Endpoint=http://localhost;AccessKey=${KEY};Port=0x50`, "Port=0x50;"],
    ["has a Port in words", `Endpoint=http://localhost;AccessKey=${KEY};Port=http`, "Port=http;"],
    ["has an empty Port", `Endpoint=http://localhost;AccessKey=${KEY};Port=`, "Port=;"],
    ["has its key as Port", `Endpoint=http://localhost;AccessKey=${KEY};Port=${KEY}`, "Port"],
    ["has an Endpoint that is not a URL", `Endpoint=not a url;AccessKey=${KEY}`, 'endpoint "not a url"'],
    ["has an Endpoint for ftp", `Endpoint=ftp://contoso;AccessKey=${KEY}`, 'endpoint "ftp://contoso"'],
    ["has an Endpoint for wss", `Endpoint=wss://contoso;AccessKey=${KEY}`, 'endpoint "wss://contoso"'],
    ["has an Endpoint with a query", `Endpoint=${SERVICE}?a=b;AccessKey=${KEY}`, "endpoint is not"],
    ["has an Endpoint with the key in its query", `Endpoint=${SERVICE}?k=${KEY};AccessKey=${KEY}`, "endpoint"],
    ["has an Endpoint with a lone question mark", `Endpoint=${SERVICE}?;AccessKey=${KEY}`, "endpoint"],
    ["has an Endpoint with a fragment", `Endpoint=${SERVICE}#a;AccessKey=${KEY}`, "endpoint"],
    ["has an Endpoint with the key in its fragment", `Endpoint=${SERVICE}#${KEY};AccessKey=${KEY}`, "endpoint"],
    ["has an Endpoint with a user", `Endpoint=https://user@contoso;AccessKey=${KEY}`, "endpoint"],
    ["has an Endpoint with a password", `Endpoint=https://user:${KEY}@contoso;AccessKey=${KEY}`, "endpoint"],
    ["has a broken Endpoint with a password", `Endpoint=https://u:${KEY}@no host;AccessKey=${KEY}`, "endpoint"],
    ["has the URL of a client as Endpoint", `Endpoint=${SERVICE}/client/hubs/chat;AccessKey=${KEY}`, "endpoint"],
    ["has an Endpoint with a placeholder", `Endpoint=https://{name}.example.org;AccessKey=${KEY}`, "endpoint"],
  ] as const)("names the invalid part, and never the key, when it %s", ([, text, named]) => {
    const error = thrownBy(() => parseConnectionString(text));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as Error).message).toContain(named);
    expectNoPiece(loggedOf(error), KEY);
  });
});

describe("parseEndpoint", () => {
  test.for([
    ["https://Contoso.WebPubSub.azure.com", SERVICE],
    ["https://contoso.webpubsub.azure.com:443/", SERVICE],
    ["localhost:8080", "https://localhost:8080"],
    ["http://localhost:8080//", "http://localhost:8080"],
    ["http://localhost:8080/a//b//", "http://localhost:8080/a//b"],
    ["https://example.org/pubsub/", "https://example.org/pubsub"],
    ["https://example.org/pub sub", "https://example.org/pub%20sub"],
  ] as const)("reads %s as %s", ([given, expected]) => {
    expect(parseEndpoint(given)).toBe(expected);
  });

  test.for([
    "https://https://contoso.webpubsub.azure.com",
    "https://http://contoso.webpubsub.azure.com",
    "https:/contoso.webpubsub.azure.com",
    "https//contoso.webpubsub.azure.com",
    String.raw`https:\/\/contoso.webpubsub.azure.com`,
    String.raw`https:\\contoso.webpubsub.azure.com`,
    "https://",
  ])("rejects %s, whose host would be another one", (endpoint) => {
    expect(() => parseEndpoint(endpoint)).toThrow(InvalidInputError);
  });

  test("rejects an endpoint with a secret without repeating the secret", () => {
    const secret = "s3cr3t-s3cr3t-s3cr3t";
    for (const endpoint of [
      `https://u:${secret}@contoso`,
      `${SERVICE}?sig=${secret}`,
      `u:${secret}@a b`,
      `Endpoint=${SERVICE};AccessKey=${secret};Version=1.0;`,
      `AccessKey=${secret};Endpoint=${SERVICE}`,
      `${SERVICE};AccessKey=${secret}`,
      `${SERVICE}/;AccessKey=${secret};Version=1.0;`,
      `${SERVICE}/AccessKey=${secret}`,
      `contoso.webpubsub.azure.com;AccessKey=${secret}`,
    ]) {
      const error = thrownBy(() => parseEndpoint(endpoint));
      expect(error).toBeInstanceOf(InvalidInputError);
      expectNoPiece(loggedOf(error), secret);
    }
  });
});

describe("parseEndpoint, for a long endpoint", () => {
  test("reads one with 100,000 slashes in less than a second", () => {
    const path = `${"/".repeat(100_000)}x`;
    const start = performance.now();
    expect(parseEndpoint(`http://localhost${path}`)).toBe(`http://localhost${path}`);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("expectNoPiece, the check of these tests", () => {
  test("finds a piece of a key", () => {
    expect(() => expectNoPiece(loggedOf(new InvalidInputError(`key ${KEY.slice(5, 13)}`)), KEY)).toThrow();
    expect(() => expectNoPiece(loggedOf(new InvalidInputError("a", { cause: KEY })), KEY)).toThrow();
  });
});
