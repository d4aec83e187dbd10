import { describe, expect, expectTypeOf, test } from "vitest";
import { type ConnectionString, parseConnectionString } from "./connection-string.js";
import { InvalidInputError } from "./invalid-input.js";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF+/AA==";

describe("a connection string", () => {
  test.for([
    ["as the portal shows it", `Endpoint=https://contoso.webpubsub.azure.com;AccessKey=${KEY};Version=1.0;`],
    ["in another order", `Version=1.0;AccessKey=${KEY};Endpoint=https://contoso.webpubsub.azure.com`],
    ["in other letter case", `ENDPOINT=https://contoso.webpubsub.azure.com;accesskey=${KEY}`],
    ["with white space around its parts", ` Endpoint = https://contoso.webpubsub.azure.com ; AccessKey = ${KEY} ;\n`],
    ["with a slash at the end of the endpoint", `Endpoint=https://contoso.webpubsub.azure.com/;AccessKey=${KEY}`],
    ["without a scheme", `Endpoint=contoso.webpubsub.azure.com;AccessKey=${KEY}`],
    ["with a part that nobody knows", `Endpoint=https://contoso.webpubsub.azure.com;AccessKey=${KEY};Colour=blue`],
  ] as const)("%s gives the endpoint and the key", ([, text]) => {
    const parsed = parseConnectionString(text);
    expectTypeOf(parsed).toEqualTypeOf<ConnectionString>();
    expect(parsed).toEqual({ endpoint: "https://contoso.webpubsub.azure.com", accessKey: KEY });
  });
});
expectTypeOf(InvalidInputError).toBeConstructibleWith("x");
