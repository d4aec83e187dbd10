import { describe, expect, test } from "vitest";
import { checkAudience } from "./audience.js";

const HOST = "localhost:8080";
const PATH = "/api/hubs/chat/groups/room/connections";
const ADDRESS = `http://${HOST}${PATH}`;

function check(aud: unknown, path = PATH, host = HOST): string {
  return checkAudience({ algorithm: "HS256", claims: { aud } }, { host, path })?.reason ?? "accepted";
}

function explain(aud: unknown, path = PATH, host = HOST): string {
  return checkAudience({ algorithm: "HS256", claims: { aud } }, { host, path })?.explanation ?? "accepted";
}

describe("the audience is the address of the request", () => {
  const query = "?api-version=2024-12-01&filter=a%20b";
  test.for([
    ["with the query", `${ADDRESS}${query}`, PATH + query],
    ["without the query", ADDRESS, PATH + query],
    ["with the query of another page", `${ADDRESS}?continuationToken=x`, PATH + query],
    ["with a query, and the request without", `${ADDRESS}${query}`, PATH],
    ["with a slash at the end", `${ADDRESS}/`, PATH],
    ["with a slash and the query at the end", `${ADDRESS}/${query}`, PATH + query],
    ["without the slash that the request ends with", ADDRESS, `${PATH}/${query}`],
    ["with more after a slash", `${ADDRESS}/child`, PATH],
    ["of a service that is asked for its root", `http://${HOST}`, "/"],
  ] as const)("%s", ([, aud, path]) => {
    expect(check(aud, path)).toBe("accepted");
  });

  test.for([
    ["another path", `http://${HOST}/api/hubs/chat/:send`, PATH],
    ["a path that goes on in the same part", `${ADDRESS}Suffix`, PATH],
    ["a path that stops in the middle of a part", ADDRESS.slice(0, -1), PATH],
    ["only the beginning of the path", `http://${HOST}/api/hubs/chat`, PATH],
    ["no path", `http://${HOST}`, PATH],
    ["no path and a slash", `http://${HOST}/`, PATH],
    ["another hub", `http://${HOST}/api/hubs/other/groups/room/connections`, PATH],
    ["a query that is encoded twice", `${ADDRESS}%253Fquery`, PATH],
    ["the path in the query", `http://${HOST}?${PATH}`, PATH],
  ] as const)("and not %s", ([, aud, path]) => {
    expect(check(aud, path)).toBe("audience path");
  });
});

describe("the scheme is not compared:", () => {
  test.for(["http", "https", "ws", "wss", "HTTPS"])("%s", (scheme) => {
    expect(check(`${scheme}://${HOST}${PATH}`)).toBe("accepted");
  });

  test.for(["ftp", "xhttp", "httpss", ""])("but it is one of the web, and not: %s", (scheme) => {
    expect(check(`${scheme}://${HOST}${PATH}`)).toBe("audience host");
  });
});

describe("the host", () => {
  test.for([
    ["in another letter case", "http://LocalHost:8080", "localHOST:8080"],
    ["with a port that goes without saying", "https://contoso.webpubsub.azure.com:443", "contoso.webpubsub.azure.com"],
    ["without that port, and the request with it", "http://localhost", "localhost:80"],
    ["as an IPv6 address", "http://[::1]:8080", "[::1]:8080"],
  ] as const)("%s", ([, origin, host]) => {
    expect(check(origin + PATH, PATH, host)).toBe("accepted");
  });

  test.for([
    ["is another", "http://other:8080"],
    ["has another port", "http://localhost:8081"],
    ["has no port", "http://localhost"],
    ["has the port of another scheme", "http://localhost:443"],
    ["goes on", `http://${HOST}.example.org`],
    ["is followed by no slash", `http://${HOST}api`],
    ["has a user before it", `http://user@${HOST}`],
    ["is after no scheme", HOST],
    ["is left out", ""],
  ] as const)("is refused when it %s", ([, origin]) => {
    expect(check(origin + PATH)).toBe("audience host");
  });
});

describe("letter case is not compared", () => {
  test("in a path either, since hubs are the same in any", () => {
    expect(check(`http://${HOST}/client/hubs/CHAT`, "/client/hubs/Chat")).toBe("accepted");
    expect(check(`http://${HOST}/client/hubs/%c3%89`, "/client/hubs/%C3%89")).toBe("accepted");
    expect(check(`http://${HOST}/client/hubs/A%20B`, "/client/hubs/a%2520b")).toBe("accepted");
  });
});

describe("an address is compared as it is, or percent-decoded once", () => {
  const group = (name: string) => `/api/hubs/chat/groups/${name}/connections`;

  test.for([
    ["room%20name", "room%20name"],
    ["room name", "room%20name"],
    ["room%20name", "room name"],
    ["r%C3%A4ume", "r%C3%A4ume"],
    ["räume", "r%C3%A4ume"],
    ["room%2Fpart", "room%2Fpart"],
    ["room%2fpart", "room%2Fpart"],
    ["room%252Fpart", "room%252Fpart"],
    ["room%2Fpart", "room%252Fpart"],
    ["literal%20value", "literal%2520value"],
    ["room+part", "room+part"],
    ["room?part", "room%3Fpart"],
    ["%FF%zz", "%FF%zz"],
    ["a b%2Fc", "a%20b%2Fc"],
  ] as const)("%s is accepted for %s", ([audience, requested]) => {
    expect(check(`http://${HOST}${group(audience)}`, group(requested))).toBe("accepted");
  });

  test.for([
    ["literal%2520value", "literal%20value"],
    ["literal%252520value", "literal%20value"],
    ["literal%20value", "literal%252520value"],
    ["room/part", "room%2Fpart"],
    ["room%2Fpart", "room/part"],
    ["room part", "room+part"],
    ["a%00", "a"],
  ] as const)("%s is refused for %s", ([audience, requested]) => {
    expect(check(`http://${HOST}${group(audience)}`, group(requested))).toBe("audience path");
  });
});

describe("of several audiences", () => {
  test("any may fit", () => {
    expect(check(["http://other", 5, ADDRESS])).toBe("accepted");
    expect(check([ADDRESS, "http://other"])).toBe("accepted");
  });

  test("the nearest one says what is wrong", () => {
    expect(check(["http://other", `http://${HOST}/other`])).toBe("audience path");
    expect(check(["http://other", "urn:other"])).toBe("audience host");
  });

  test("host and path have to be of the same one", () => {
    expect(check([`http://other${PATH}`, `http://${HOST}/other`])).toBe("audience path");
  });
});

test.for([undefined, null, 5, true, {}, "", [], [""], [5, null, {}], [[ADDRESS]]])(
  "an audience of %j is none",
  (aud) => {
    expect(check(aud)).toBe("no audience");
  },
);

describe("the explanation", () => {
  test("names what was expected and what was found", () => {
    expect(explain("https://other/api/x")).toBe(
      `The token's audience has another host than the request: expected ${ADDRESS}, found https://other/api/x.`,
    );
    expect(explain(`http://${HOST}/other`)).toBe(
      `The token's audience has another path than the request: expected ${ADDRESS}, found http://${HOST}/other.`,
    );
  });

  test("has no query, no user and nothing that is not an address, which may be secrets", () => {
    const aud = ["https://user:hidden@other/path?sig=hidden#hidden", "hidden"];
    const text = explain(aud, `${PATH}?access_token=hidden`);
    expect(text).toContain("https://other/path, what is not an address");
    expect(text).not.toContain("hidden");
  });

  test("is one line, and not long", () => {
    const text = explain(
      Array.from({ length: 1000 }, () => `http://other/\r\n\u2028${"x".repeat(10_000)}`),
      "/y".repeat(10_000),
    );
    expect(text).not.toMatch(/[\r\n\u2028]/);
    expect(text).toContain("and 997 more");
    expect(text.length).toBeLessThan(1200);
  });
});
