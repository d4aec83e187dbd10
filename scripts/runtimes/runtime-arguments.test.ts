import { expect, test } from "vitest";
import { readArguments } from "./runtime-arguments.js";
import { RUNTIME_NAMES } from "./runtime-builds.js";

test("without a choice it is all runtimes", () => {
  expect(readArguments([])).toEqual({ help: false, runtimes: RUNTIME_NAMES });
  expect(readArguments(["-h"]).help).toBe(true);
});

test("a choice is a list, may be given again, and is made in the order of the runtimes", () => {
  expect(readArguments(["--only", "bun, node-24", "--only", "node-20,bun"]).runtimes).toEqual([
    "node-20",
    "node-24",
    "bun",
  ]);
});

test.for([
  [["--only", "bun,firefox"], /--only has "firefox", which is none of node-20, node-22, node-24, bun, deno, workerd\./],
  [["--only", ""], /--only has "", which is none of/],
  [["bun"], /Unexpected argument 'bun'/],
  [["--skip", "bun"], /Unknown option '--skip'/],
] as const)("%j is refused", ([words, message]) => {
  expect(() => readArguments(words)).toThrow(message);
});
