import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { requestsOf } from "../generated/index.js";

const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  exports: Record<string, unknown>;
};

test("package.json › exports the types of every api-version, and of no other", () => {
  const versions = Object.keys(requestsOf);
  const expected = versions.map((version) => {
    const file = `./dist/generated/${version}/types`;
    return [`./${version}`, { types: `${file}.d.ts`, default: `${file}.js` }] as const;
  });
  expect(versions).not.toHaveLength(0);
  // A missing line is in the difference: copy it into `exports`.
  expect(Object.entries(exports).filter(([name]) => /^\.\/\d/.test(name))).toEqual(expected);
});
