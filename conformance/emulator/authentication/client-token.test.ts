import jwt, { type JwtPayload } from "jsonwebtoken";
import { describe, expect, expectTypeOf, test } from "vitest";
import { Authenticator, clientIdentity, signClientToken } from "./index.js";

const KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
const AUDIENCE = "http://localhost:8080/client/hubs/chat";
const NOW = 1_000_000_000;
const options = {
  accessKey: KEY,
  audience: AUDIENCE,
  roles: [],
  groups: [],
  expiresInSeconds: 3600,
  now: NOW * 1000 + 999,
};

function decode(token: string): { header: object; payload: JwtPayload } {
  const { header, payload } = jwt.decode(token, { complete: true }) ?? {};
  if (header === undefined || typeof payload !== "object") throw new Error(`Not a token: ${token}`);
  return { header, payload };
}

describe("signClientToken", () => {
  test("writes user, roles, groups, times and issuer", () => {
    const roles = ["webpubsub.sendToGroup", "webpubsub.joinLeaveGroup.a"];
    const { header, payload } = decode(signClientToken({ ...options, userId: "ann", roles, groups: ["a&b"] }));
    expect(header).toEqual({
      alg: "HS256",
      typ: "JWT",
      kid: expect.stringMatching(/^s-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
    expect(payload).toEqual({
      aud: AUDIENCE,
      exp: NOW + 3600,
      iat: NOW,
      nbf: NOW,
      sub: "ann",
      role: roles,
      "webpubsub.group": ["a&b"],
      iss: "https://webpubsub.azure.com",
    });
  });

  test.for([{}, { userId: "" }])("omits the user, the issuer and empty lists: %j", (user) => {
    const { payload } = decode(signClientToken({ ...options, ...user }));
    expect(payload).toEqual({ aud: AUDIENCE, exp: NOW + 3600, iat: NOW, nbf: NOW });
  });

  test("writes one role and one group as arrays", () => {
    const { payload } = decode(signClientToken({ ...options, roles: ["r"], groups: ["g"] }));
    expect(payload).toMatchObject({ role: ["r"], "webpubsub.group": ["g"] });
  });

  test("uses the given time, even if it is 0", () => {
    expect(decode(signClientToken({ ...options, now: 0 })).payload).toMatchObject({ iat: 0, nbf: 0, exp: 3600 });
  });

  test("derives the kid from the key, without revealing it", () => {
    const kid = (accessKey: string) =>
      (decode(signClientToken({ ...options, accessKey })).header as { kid: string }).kid;
    expect(kid(KEY)).toBe(kid(KEY));
    expect(kid("another")).not.toBe(kid(KEY));
    expect(kid(KEY)).not.toContain(KEY.slice(0, 8));
  });

  test("makes a token that is accepted for its audience until it expires", () => {
    const clock = { seconds: NOW };
    const authenticator = new Authenticator({
      accessKeys: [KEY],
      acceptUnverifiedEntraTokens: false,
      now: () => clock.seconds * 1000,
    });
    const token = signClientToken({ ...options, userId: "ann", groups: ["g"] });
    const authentication = authenticator.client(token, "localhost:8080", "/client/hubs/chat");
    if (!("principal" in authentication)) throw new Error(authentication.explanation);
    expect(clientIdentity(authentication.principal.claims)).toEqual({ userId: "ann", roles: [], groups: ["g"] });
    expect(authenticator.client(token, "localhost:8080", "/client/hubs/other")).toHaveProperty("reason");
    clock.seconds += 3901;
    expect(authenticator.client(token, "localhost:8080", "/client/hubs/chat")).toHaveProperty("reason", "expired");
  });

  test("signs with the UTF-8 bytes of the key", () => {
    const accessKey = "schlüssel-🔑-schlüssel-🔑-schlüssel";
    const token = signClientToken({ ...options, accessKey });
    const verified = jwt.verify(token, Buffer.from(accessKey, "utf8"), { clockTimestamp: NOW });
    expect(verified).toMatchObject({ aud: AUDIENCE });
  });
});

describe("clientIdentity", () => {
  test("reads roles and groups from a string or an array", () => {
    const identity = clientIdentity({ sub: "ann", role: "r", "webpubsub.group": "g" });
    expectTypeOf(identity).toEqualTypeOf<{
      readonly userId: string | null;
      readonly roles: string[];
      readonly groups: string[];
    }>();
    expect(identity).toEqual({ userId: "ann", roles: ["r"], groups: ["g"] });
    expect(clientIdentity({ role: ["r", "s"], "webpubsub.group": ["g", "h"] })).toEqual({
      userId: null,
      roles: ["r", "s"],
      groups: ["g", "h"],
    });
  });

  test.for([{}, { sub: "" }, { sub: 5, role: 5, "webpubsub.group": {} }, { sub: null, role: [null, 5, ["r"]] }])(
    "returns an anonymous client without roles and groups for %j",
    (claims) => {
      expect(clientIdentity(claims)).toEqual({ userId: null, roles: [], groups: [] });
    },
  );

  test("ignores values that are not strings and keeps unknown roles", () => {
    expect(clientIdentity({ role: ["b", 5, "a", null, "custom"] }).roles).toEqual(["b", "a", "custom"]);
  });
});
