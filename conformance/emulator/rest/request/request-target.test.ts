import { expect, test } from "vitest";
import { findRoute } from "../router.js";
import { parseTarget } from "./request-target.js";

test.for([
  ["a%20b", "a b"],
  ["a+b", "a+b"],
  ["a%2Fb", "a%2Fb"],
  ["a%2fb", "a%2fb"],
  ["a%252Fb", "a%2Fb"],
  ["%F0%9F%91%8B", "👋"],
  ["%3Asend", ":send"],
] as const)("parseTarget › decodes the segment %s to %j", ([written, read]) => {
  expect(parseTarget(`/api/hubs/${written}`)?.segments).toEqual(["api", "hubs", read]);
});

test.for([
  ["/a/../b", ["b"]],
  ["/a/./b", ["a", "b"]],
  ["/a/%2e%2E/b", ["b"]],
  ["/../a", ["a"]],
  ["/a/..", [""]],
  ["/a/.", ["a", ""]],
] as const)("parseTarget › resolves dot segments: %s", ([target, segments]) => {
  expect(parseTarget(target)?.segments).toEqual(segments);
});

test.for(["/%zz", "/a%", "/%FF", "/a?b=%zz", "a", "", "*"])("parseTarget › returns undefined for %j", (target) => {
  expect(parseTarget(target)).toBeUndefined();
});

test("parseTarget › keeps plus signs in a query, and reads the absolute form", () => {
  const target = parseTarget("http://example.org/api/health?a=1+1&b=%20&A=2=3&c&&=");
  expect(target?.path).toBe("/api/health");
  expect([...(target?.query ?? [])]).toEqual([
    ["a", ["1+1", "2=3"]],
    ["b", [" "]],
    ["c", [""]],
    ["", [""]],
  ]);
});

const route = (method: string, path: string) => findRoute(method, parseTarget(path)?.segments ?? []);

test.for([
  ["POST", "/api/hubs/chat/:send", "sendToAll"],
  ["DELETE", "/api/hubs/chat/connections/:send", "closeConnection"],
  ["POST", "/api/hubs/chat/groups/:send/:send", "sendToGroup"],
  ["DELETE", "/api/hubs/chat/groups/../connections/x", "closeConnection"],
] as const)("findRoute › finds for %s %s the operation %s", ([method, path, id]) => {
  expect(route(method, path)).toMatchObject({ id });
});

test("findRoute › decodes path values", () => {
  expect(route("HEAD", "/api/hubs/chat/groups/a%20b%2Fc")).toMatchObject({
    pathValues: { hub: "chat", group: "a b%2Fc" },
  });
});

test("findRoute › returns undefined for an empty value, and the allowed methods for another method", () => {
  expect(route("HEAD", "/api/hubs/chat/groups/")).toBeUndefined();
  expect(route("GET", "/api/nothing")).toBeUndefined();
  expect(route("PATCH", "/api/hubs/chat/connections/x")).toEqual({ allow: expect.arrayContaining(["DELETE", "HEAD"]) });
});
