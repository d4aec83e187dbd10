import { expect, test } from "vitest";
import { withGeneratedBlocks } from "./generated-blocks.js";

const blocks = { list: (root: string) => `a in ${root}\n` };

test("withGeneratedBlocks › replaces the text between the markers of a block", () => {
  const text = "before\n<!-- list -->\nold\n<!-- /list -->\nafter\n";
  expect(withGeneratedBlocks(text, "/root", blocks)).toBe("before\n<!-- list -->\na in /root\n<!-- /list -->\nafter\n");
});

test("withGeneratedBlocks › leaves a document without markers unchanged", () => {
  expect(withGeneratedBlocks("list\n", "/root", blocks)).toBe("list\n");
});
