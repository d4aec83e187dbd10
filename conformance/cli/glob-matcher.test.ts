import { describe, expect, test } from "vitest";
import { globMatcher } from "./glob-matcher.js";

describe("globMatcher", () => {
  test.for([
    ["*", "send-to-all/replay/202"],
    ["send-*", "send-to-all/replay/202"],
    ["*/replay/*", "send-to-all/replay/202/application-json"],
    ["*/application+json", "send-to-all/application+json"],
    ["a/*", "a/.b"],
    ["user-exists/b.c", "user-exists/b.c"],
    ["send-to-{all,user}/*", "send-to-user/json"],
    ["send-to-???/*", "send-to-all/json"],
    ["status-40[134]", "status-403"],
  ] as const)("%s matches %s", ([glob, id]) => {
    expect(globMatcher(glob)(id)).toBe(true);
  });

  test.for([
    ["", "send-to-all"],
    ["send", "send-to-all"],
    ["all", "send-to-all"],
    ["user-exists/b.c", "user-exists/bxc"],
    ["!send-to-all", "send-to-user"],
    ["send-to-{all,user}/*", "send-to-group/json"],
    ["status-40[134]", "status-402"],
  ] as const)("%j does not match %s", ([glob, id]) => {
    expect(globMatcher(glob)(id)).toBe(false);
  });
});
