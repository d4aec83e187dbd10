import { describe, expect, test } from "vitest";
import type { Change } from "../../description/constraints.js";
import { constraintSentence } from "./constraint-sentences.js";

function sentence(place: string, change: Change, accepted = false): string {
  const trial = { side: accepted ? "accepted" : "refused", accepted, stated: true, change };
  return constraintSentence({ place, sides: [trial.side], trials: [trial] }, trial);
}

describe("constraintSentence", () => {
  test.for([
    ["query api-version required", { without: "api-version" }, "A request without `api-version` is rejected."],
    ["token required", { token: "none" }, "A request without a token is rejected."],
    ["body required", { body: "none" }, "A request without a body is rejected."],
    [
      "body not text/plain",
      { mediaType: "text/plain", body: "hello" },
      "A body with Content-Type text/plain is rejected.",
    ],
    [
      "body application/json syntax",
      { mediaType: "application/json", body: "{" },
      "A body that is not valid JSON is rejected.",
    ],
    [
      "body application/json groups required",
      { mediaType: "application/json", body: "{}" },
      "A body without `groups` is rejected.",
    ],
    [
      "body application/json groups items type",
      { mediaType: "application/json", body: '{"groups":[1]}' },
      "A value of a wrong type for an item of `groups` is rejected: `1`.",
    ],
    [
      "query messageTtlSeconds maximum",
      { parameter: "messageTtlSeconds", in: "query", value: 301 },
      "A `messageTtlSeconds` of 301 is rejected.",
    ],
    ["path hub minLength", { parameter: "hub", in: "path", value: "" }, "An empty hub name is rejected."],
    [
      "path group pattern",
      { parameter: "group", in: "path", value: " " },
      'A group name that does not match its pattern is rejected: `" "`.',
    ],
    [
      "query group items maxLength",
      { parameter: "group", in: "query", value: ["a", "a".repeat(1025)] },
      "An item of `group` with 1,025 characters is rejected.",
    ],
  ] as const)("describes the rejection by %s", ([place, change, expected]) => {
    expect(sentence(place, change)).toBe(expected);
  });

  test("describes a value at the limit", () => {
    const change = { parameter: "hub", in: "path", value: "a".repeat(128) } as const;
    expect(sentence("path hub maxLength", change, true)).toBe("A hub name of 128 characters is accepted.");
  });

  test("names a keyword that has no sentence", () => {
    const change = { parameter: "hub", in: "path", value: "a" } as const;
    expect(() => sentence("path hub format", change)).toThrow("add one for the keyword format");
  });
});
