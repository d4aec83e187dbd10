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

describe("checkAudience › path", () => {
  const query = "?api-version=2024-12-01&filter=a%20b";
  test.for([
    ["with the query", `${ADDRESS}${query}`, PATH + query],
    ["without the query", ADDRESS, PATH + query],
    ["with the query of another page", `${ADDRESS}?continuationToken=x`, PATH + query],
    ["with a query, for a request without one", `${ADDRESS}${query}`, PATH],
    ["with a trailing slash", `${ADDRESS}/`, PATH],
    ["with a trailing slash and the query", `${ADDRESS}/${query}`, PATH + query],
    ["without the trailing slash of the request", ADDRESS, `${PATH}/${query}`],
    ["with more segments", `${ADDRESS}/child`, PATH],
    ["without a path, for a request to the root", `http://${HOST}`, "/"],
  ] as const)("accepts the URL of the request %s", ([, aud, path]) => {
    expect(check(aud, path)).toBe("accepted");
  });

  test.for([
    ["another path", `http://${HOST}/api/hubs/chat/:send`, PATH],
    ["a longer last segment", `${ADDRESS}Suffix`, PATH],
    ["a shorter last segment", ADDRESS.slice(0, -1), PATH],
    ["only the first segments", `http://${HOST}/api/hubs/chat`, PATH],
    ["no path", `http://${HOST}`, PATH],
    ["only a slash as the path", `http://${HOST}/`, PATH],
    ["another hub", `http://${HOST}/api/hubs/other/groups/room/connections`, PATH],
    ["a query that is percent-encoded twice", `${ADDRESS}%253Fquery`, PATH],
    ["the path in the query", `http://${HOST}?${PATH}`, PATH],
  ] as const)("rejects %s", ([, aud, path]) => {
    expect(check(aud, path)).toBe("audience path");
  });
});

describe("checkAudience › scheme", () => {
  test.for(["http", "https", "ws", "wss", "HTTPS"])("accepts %j", (scheme) => {
    expect(check(`${scheme}://${HOST}${PATH}`)).toBe("accepted");
  });

  test.for(["ftp", "xhttp", "httpss", ""])("rejects %j", (scheme) => {
    expect(check(`${scheme}://${HOST}${PATH}`)).toBe("audience host");
  });
});

describe("checkAudience › host", () => {
  test.for([
    ["in another letter case", "http://LocalHost:8080", "localHOST:8080"],
    ["with the default port", "https://contoso.webpubsub.azure.com:443", "contoso.webpubsub.azure.com"],
    ["without the default port, for a request with it", "http://localhost", "localhost:80"],
    ["as an IPv6 address", "http://[::1]:8080", "[::1]:8080"],
  ] as const)("accepts the host %s", ([, origin, host]) => {
    expect(check(origin + PATH, PATH, host)).toBe("accepted");
  });

  test.for([
    ["differs", "http://other:8080"],
    ["has another port", "http://localhost:8081"],
    ["has no port", "http://localhost"],
    ["has the port of another scheme", "http://localhost:443"],
    ["is longer", `http://${HOST}.example.org`],
    ["has no slash after it", `http://${HOST}api`],
    ["has a user before it", `http://user@${HOST}`],
    ["has no scheme before it", HOST],
    ["is missing", ""],
  ] as const)("rejects an audience whose host %s", ([, origin]) => {
    expect(check(origin + PATH)).toBe("audience host");
  });
});

describe("checkAudience › letter case", () => {
  test("ignores letter case in the path and in percent-encoding", () => {
    expect(check(`http://${HOST}/client/hubs/CHAT`, "/client/hubs/Chat")).toBe("accepted");
    expect(check(`http://${HOST}/client/hubs/%c3%89`, "/client/hubs/%C3%89")).toBe("accepted");
    expect(check(`http://${HOST}/client/hubs/A%20B`, "/client/hubs/a%2520b")).toBe("accepted");
  });
});

describe("checkAudience › percent-encoding", () => {
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
  ] as const)("accepts %s for %s", ([audience, requested]) => {
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
  ] as const)("rejects %s for %s", ([audience, requested]) => {
    expect(check(`http://${HOST}${group(audience)}`, group(requested))).toBe("audience path");
  });
});

describe("checkAudience › several audiences", () => {
  test("accepts a token if one of its audiences matches", () => {
    expect(check(["http://other", 5, ADDRESS])).toBe("accepted");
    expect(check([ADDRESS, "http://other"])).toBe("accepted");
  });

  test("names the reason for the closest audience", () => {
    expect(check(["http://other", `http://${HOST}/other`])).toBe("audience path");
    expect(check(["http://other", "urn:other"])).toBe("audience host");
  });

  test("rejects a token if only two audiences together match host and path", () => {
    expect(check([`http://other${PATH}`, `http://${HOST}/other`])).toBe("audience path");
  });
});

test.for([undefined, null, 5, true, {}, "", [], [""], [5, null, {}], [[ADDRESS]]])(
  "checkAudience › treats %j as a missing audience",
  (aud) => {
    expect(check(aud)).toBe("no audience");
    expect(explain(aud)).toBe("The token has no aud claim. It must be the request URL.");
  },
);

describe("checkAudience › explanation", () => {
  test("names the expected and the actual audience", () => {
    expect(explain("https://other/api/x")).toBe(
      `The token's audience has another host than the request: expected ${ADDRESS}, found https://other/api/x.`,
    );
    expect(explain(`http://${HOST}/other`)).toBe(
      `The token's audience has another path than the request: expected ${ADDRESS}, found http://${HOST}/other.`,
    );
  });

  test("omits queries, users and values that are not URLs, which may be secrets", () => {
    const aud = ["https://user:hidden@other/path?sig=hidden#hidden", "hidden"];
    const text = explain(aud, `${PATH}?access_token=hidden`);
    expect(text).toContain("https://other/path, a value that is not a URL");
    expect(text).not.toContain("hidden");
  });

  test("writes a single line of limited length", () => {
    const text = explain(
      Array.from({ length: 1000 }, () => `http://other/\r\n\u2028${"x".repeat(10_000)}`),
      "/y".repeat(10_000),
    );
    expect(text).not.toMatch(/[\r\n\u2028]/);
    expect(text).toContain("and 997 more");
    expect(text.length).toBeLessThan(1200);
  });
});
