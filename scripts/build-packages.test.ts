import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test.for(["package.json", "conformance/package.json"])("%s › names no api-version: generated/ has the list", (file) => {
  const manifest = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  expect(manifest).toContain('"exports"');
  expect(manifest).not.toMatch(/\d{4}-\d{2}-\d{2}/);
});
