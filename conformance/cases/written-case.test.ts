import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { casesOf } from "./written-case.js";

const run = async () => {};

describe("casesOf", () => {
  const { must, should, may, atLevel } = casesOf("userExists", { aspect: "effects", needs: ["state"] });

  test("puts the operation before the id", () => {
    expect(must("unknown-user", "A user exists.", "operation", run)).toEqual({
      id: "user-exists/unknown-user",
      operation: "userExists",
      aspect: "effects",
      level: "MUST",
      requirement: "A user exists.",
      source: "operation",
      needs: ["state"],
      run,
    });
  });

  test("gives each function its level", () => {
    const cases = [must, should, may].map((write) => write("a", "A.", "operation", run));
    expect(cases.map(({ level }) => level)).toEqual(["MUST", "SHOULD", "MAY"]);
    expect(atLevel("MAY", "a", "A.", "operation", run)).toEqual(may("a", "A.", "operation", run));
  });

  test("lets a case override the options of its list", () => {
    const overrides = { aspect: "rejections", needs: [], uses: ["listConnectionsInGroup"] } as const;
    expect(should("a", "A.", "operation", run, overrides)).toMatchObject(overrides);
  });

  test("puts a topic before the id, and takes the operation from the case", () => {
    const topic = casesOf("errors", { aspect: "responses", needs: [] });
    const written = topic.must("a", "A.", "operation", run, { operation: "sendToAll" });
    expect(written).toMatchObject({ id: "errors/a", operation: "sendToAll" });
  });

  test("rejects a topic's case without an operation at compile time", () => {
    const topic = casesOf("errors", { aspect: "responses", needs: [] });
    // @ts-expect-error: the operation is missing
    expect(topic.must("a", "A.", "operation", run)).toMatchObject({ id: "errors/a" });
  });
});

test("README.md › quotes its example from operations/user-exists.ts", () => {
  const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
  const [, example = ""] = /^```js\n(.*?)\n```$/ms.exec(textOf("README.md")) ?? [];
  expect(example).not.toBe("");
  expect(textOf("operations/user-exists.ts")).toContain(example);
});
