import { describe, expect, test } from "vitest";
import { sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { startTestEmulator } from "../testing/running-emulator.js";

const text: TestRequest = { type: "text/plain", body: "hello" };
const GROUP = "a".repeat(1024);
const HUB = `h${"0".repeat(127)}`;

const sends = (query: string) => `POST /api/hubs/chat/:send?${query}`;
const lists = (query: string) => `GET /api/hubs/chat/groups/g/connections?${query}`;
const generates = (query: string) => `POST /api/hubs/chat/:generateToken?${query}`;

describe("readParameters › rejections", () => {
  test.for<[value: string, line: string, target: string]>([
    ["a hub that begins with a digit", "POST /api/hubs/1invalid/:closeConnections", "hub"],
    ["a hub with a hyphen", "POST /api/hubs/a-b/:closeConnections", "hub"],
    ["a hub of 129 characters", `POST /api/hubs/${HUB}0/:closeConnections`, "hub"],
    ["a hub with a trailing line feed", "POST /api/hubs/chat%0A/:closeConnections", "hub"],
    ["a blank hub", "POST /api/hubs/%20/:closeConnections", "hub"],
    ["a blank group", "HEAD /api/hubs/chat/groups/%20", "group"],
    ["a group of a tab", "HEAD /api/hubs/chat/groups/%09", "group"],
    ["a group of 1025 characters", `HEAD /api/hubs/chat/groups/${GROUP}a`, "group"],
    ["a blank user", "HEAD /api/hubs/chat/users/%20", "userId"],
    ["a blank connection", "HEAD /api/hubs/chat/connections/%20%09", "connectionId"],
    ["an unknown permission", "PUT /api/hubs/chat/permissions/publish/connections/x?targetName=g", "permission"],
    ["a time to live below 0", sends("messageTtlSeconds=-1"), "messageTtlSeconds"],
    ["a time to live above 300", sends("messageTtlSeconds=301"), "messageTtlSeconds"],
    ["a time to live that is not a number", sends("messageTtlSeconds=abc"), "messageTtlSeconds"],
    ["a time to live with a fraction", sends("messageTtlSeconds=1.5"), "messageTtlSeconds"],
    ["a time to live with an exponent", sends("messageTtlSeconds=1e2"), "messageTtlSeconds"],
    ["a hexadecimal time to live", sends("messageTtlSeconds=0x10"), "messageTtlSeconds"],
    ["a time to live of 400 digits", sends(`messageTtlSeconds=${"9".repeat(400)}`), "messageTtlSeconds"],
    ["two times to live", sends("messageTtlSeconds=1&messageTtlSeconds=1"), "messageTtlSeconds"],
    ["two filters", sends("filter=true&Filter=true"), "filter"],
    ["a page size of 0", lists("maxpagesize=0"), "maxpagesize"],
    ["a page size of 201", lists("maxpagesize=201"), "maxpagesize"],
    ["a page size that is not a number", lists("maxpagesize=all"), "maxpagesize"],
    ["a top of 0", lists("top=0"), "top"],
    ["a top above 32 bits", lists("top=2147483648"), "top"],
    ["two tops", lists("top=1&top=2"), "top"],
    ["two tokens", lists("continuationToken=a&continuationToken=b"), "continuationToken"],
    ["0 minutes", generates("minutesToExpire=0"), "minutesToExpire"],
    ["minutes above 32 bits", generates("minutesToExpire=2147483648"), "minutesToExpire"],
    ["an unknown clientType", generates("clientType=carrier-pigeon"), "clientType"],
    ["a blank group in a token", generates("group=a&group=%20"), "group"],
    ["a group of 1,025 characters in a token", generates(`group=${GROUP}a`), "group"],
    ["two reasons", "POST /api/hubs/chat/:closeConnections?reason=a&reason=b", "reason"],
    [
      "two target names",
      "DELETE /api/hubs/chat/permissions/sendToGroup/connections/x?targetName=a&targetName=b",
      "targetName",
    ],
  ])("rejects %s", async ([, line, target]) => {
    const emulator = await startTestEmulator();
    const response = await sendRequest(emulator, line, line.includes(":send") ? text : {});
    expect(response.status).toBe(400);
    expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(response.headers["x-ms-error-code"]).toBe("Error.BadRequest");
    expect(response.headers["api-supported-versions"]).toBeUndefined();
    if (!line.startsWith("HEAD"))
      expect(JSON.parse(response.body)).toMatchObject({ target, errors: { [target]: [expect.any(String)] } });
    expect(emulator.log.requests.at(-1)).toMatchObject({ status: 400, principal: null });
  });
});

describe("readParameters › accepted values", () => {
  test.for<[value: string, line: string]>([
    ["a hub of 128 characters", `POST /api/hubs/${HUB}/:closeConnections`],
    ["a hub with every special character", "POST /api/hubs/A_%60,.%5B%5D9/:closeConnections"],
    ["a group of 1024 characters", `GET /api/hubs/chat/groups/${GROUP}/connections`],
    ["a group with leading and trailing spaces", "GET /api/hubs/chat/groups/%20a%20/connections"],
    ["a time to live of 300", sends("messageTtlSeconds=300")],
    ["a time to live of 0", sends("messageTtlSeconds=0")],
    ["a time to live with a sign and zeros", sends("messageTtlSeconds=+007")],
    ["parameter names in any letter case", lists("TOP=1&MaxPageSize=1")],
    ["a page size of 200", lists("maxpagesize=200")],
    ["a top of 2,147,483,647", lists("top=2147483647")],
    ["a permission in upper case", "DELETE /api/hubs/chat/permissions/SENDTOGROUP/connections/x?targetName=g"],
    ["a clientType in lower case", generates("clientType=mqtt")],
    ["2,147,483,647 minutes", generates("minutesToExpire=2147483647")],
    ["unknown query parameters", sends("colour=red&colour=blue&top=0")],
    ["a filter for an operation without one", "POST /api/hubs/chat/connections/x/:send?filter=invalid%20filter"],
    ["excluded for an operation without it", "POST /api/hubs/chat/users/u/:send?excluded=a"],
    ["empty values", sends("messageTtlSeconds=&filter=&excluded=")],
    ["empty values for a list", lists("top=&maxpagesize=&continuationToken=")],
    ["empty values for a token", generates("userId=&minutesToExpire=&clientType=&role=")],
    ["an empty reason", "POST /api/hubs/chat/:closeConnections?reason="],
    ["parameters without a value", sends("messageTtlSeconds&filter&&=")],
  ])("accepts %s", async ([, line]) => {
    const { status } = await sendRequest(await startTestEmulator(), line, line.includes(":send") ? text : {});
    expect([200, 202, 204]).toContain(status);
  });

  test("rejects an invalid value of a parameter in upper case", async () => {
    const { status } = await sendRequest(await startTestEmulator(), sends("MESSAGETTLSECONDS=301"), text);
    expect(status).toBe(400);
  });
});

describe("checkPermission, grantPermission and revokePermission", () => {
  const missing = ["", "?targetName=", "?targetName=%20", `?targetName=${GROUP}a`, "?targetName=a%0Ab"];
  test.for(["PUT", "DELETE", "HEAD"].flatMap((method) => missing.map((query) => [method, query] as const)))(
    "%s › rejects the targetName in $1",
    async ([method, query]) => {
      const line = `${method} /api/hubs/chat/permissions/sendToGroup/connections/x${query}`;
      const { status, headers, body } = await sendRequest(await startTestEmulator(), line);
      expect(status).toBe(400);
      expect(headers).toMatchObject({
        "content-type": "application/json; charset=utf-8",
        "content-length": "172",
        "x-ms-error-code": "Error.BadRequest",
        "api-supported-versions": expect.any(String),
      });
      if (method !== "HEAD") expect(JSON.parse(body)).toMatchObject({ target: "Request" });
    },
  );
});
