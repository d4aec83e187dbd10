import { describe, expect, test } from "vitest";
import { PermissionSet } from "./permission-set.js";

describe("PermissionSet › roles", () => {
  test.for<[role: string, group: string, allowed: boolean]>([
    ["webpubsub.sendToGroup", "any.group", true],
    ["webpubsub.sendToGroup.room", "room", true],
    ["webpubsub.sendToGroup.room", "Room", false],
    ["webpubsub.sendToGroup.*", "*", true],
    ["webpubsub.sendToGroup.*", "room", false],
    ["webpubsub.sendToGroups.chat-*", "chat-1", true],
    ["webpubsub.sendToGroups.chat-*", "chat-", true],
    ["webpubsub.sendToGroups.chat-*", "chat.1", false],
    ["webpubsub.sendToGroups.chat-*", "xchat-1", false],
    ["webpubsub.sendToGroups.a.*", "a.b", true],
    ["webpubsub.sendToGroups.a.*", "a.b.c", false],
    ["webpubsub.sendToGroups.a.**", "a.b.c", true],
    ["webpubsub.sendToGroups.a.?1", "a.b1", true],
    ["webpubsub.sendToGroups.a.?1", "a.1", false],
    ["webpubsub.sendToGroups.a.?1", "a...1", false],
    ["webpubsub.sendToGroups.a\\*b", "a*b", true],
    ["webpubsub.sendToGroups.a\\*b", "aXb", false],
    ["webpubsub.sendToGroups.a\\b", "ab", false],
    ["webpubsub.sendToGroups.(a+)", "(a+)", true],
    ["webpubsub.sendToGroups.(a+)", "aa", false],
    ["webpubsub.sendToGroups.*****", "anything", true],
    ["webpubsub.sendToGroups.******", "anything", false],
    ["webpubsub.sendToGroups.?", "👋", true],
    ["WebPubSub.sendToGroup", "room", false],
    ["webpubsub.joinLeaveGroup", "room", false],
    ["something.else", "room", false],
  ])("%s for sendToGroup to %j: %s", ([role, group, allowed]) => {
    expect(new PermissionSet([role]).allows("sendToGroup", group)).toBe(allowed);
  });

  test("ignores a pattern of 1,025 characters", () => {
    const allows = (length: number) =>
      new PermissionSet([`webpubsub.sendToGroups.${"a".repeat(length)}`]).allows("sendToGroup", "a".repeat(length));
    expect(allows(1024)).toBe(true);
    expect(allows(1025)).toBe(false);
  });

  test("ignores patterns after the tenth", () => {
    const roles = Array.from({ length: 11 }, (_, index) => `webpubsub.joinLeaveGroups.p${index}-*`);
    const permissions = new PermissionSet(roles);
    expect(permissions.allows("joinLeaveGroup", "p9-a")).toBe(true);
    expect(permissions.allows("joinLeaveGroup", "p10-a")).toBe(false);
  });
});

describe("PermissionSet › grant and revoke", () => {
  test("take precedence over roles, for one name and one permission", () => {
    const permissions = new PermissionSet(["webpubsub.sendToGroup"]);
    permissions.revoke("sendToGroup", "a");
    expect(permissions.allows("sendToGroup", "a")).toBe(false);
    expect(permissions.allows("sendToGroup", "b")).toBe(true);
    expect(permissions.allows("joinLeaveGroup", "a")).toBe(false);
    permissions.grant("sendToGroup", "a");
    permissions.grant("joinLeaveGroup", "*");
    expect(permissions.allows("sendToGroup", "a")).toBe(true);
    expect(permissions.allows("joinLeaveGroup", "a")).toBe(false);
    expect(permissions.allows("joinLeaveGroup", "*")).toBe(true);
  });

  test("return false beyond 1,000 rules of both permissions together", () => {
    const permissions = new PermissionSet([]);
    for (let index = 0; index < 500; index++) {
      expect(permissions.grant("sendToGroup", `g${index}`)).toBe(true);
      expect(permissions.grant("joinLeaveGroup", `g${index}`)).toBe(true);
    }
    expect(permissions.grant("sendToGroup", "one more")).toBe(false);
    expect(permissions.revoke("sendToGroup", "g1")).toBe(true);
  });
});
