import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { VECTORS } from "./checks/token-vectors.js";

const { endpoint, accessKey, now, request, client, clientToken } = VECTORS;

/** Signs as RFC 7515 says, without the code of the client. */
function sign(claims: object): string {
  const parts = [{ alg: "HS256", typ: "JWT" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${parts.join(".")}.${createHmac("sha256", accessKey).update(parts.join(".")).digest("base64url")}`;
}

test("VECTORS › contains a request token for the URL of the request, valid for five minutes", () => {
  const aud = `${endpoint}/api/hubs/chat/:send?api-version=2024-12-01`;
  expect(request).toBe(sign({ aud, exp: Math.floor(now / 1000) + 300 }));
});

test("VECTORS › contains a client token with user, roles and groups, valid for an hour", () => {
  const { userId: sub, roles: role, groups } = client;
  const aud = `${endpoint}/client/hubs/chat`;
  const claims = { aud, exp: Math.floor(now / 1000) + 3600, sub, role, "webpubsub.group": groups };
  expect(clientToken).toBe(sign(claims));
});
