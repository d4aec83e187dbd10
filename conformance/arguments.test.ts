import { expect, test } from "vitest";
import { readArguments } from "./arguments.js";

test("without arguments, both api-versions are replayed and nothing is written", () => {
  expect(readArguments([])).toEqual({
    help: false,
    descriptions: ["2024-12-01", "2023-07-01"],
    url: undefined,
    reports: {},
  });
});

test("descriptions, an address and reports are taken as they are given", () => {
  const words = [
    "--api",
    "published-2025-08-19",
    "--url",
    "http://127.0.0.1:4010",
    "--report",
    "junit=a.xml,json=b=c.json",
  ];
  expect(readArguments(words)).toEqual({
    help: false,
    descriptions: ["published-2025-08-19"],
    url: "http://127.0.0.1:4010",
    reports: { junit: "a.xml", json: "b=c.json" },
  });
});

test.for([
  ["an option that there is not", ["--colour"], /--colour/],
  ["a word that belongs to no option", ["prism"], /prism/],
  [
    "an api-version that is not described",
    ["--api", "2020-01-01"],
    /--api is "2020-01-01".*2024-12-01, 2023-07-01, published-2025-08-19/,
  ],
  ["an address that is none", ["--url", "localhost", "--api", "2024-12-01"], /--url is "localhost"/],
  ["an address without one description", ["--url", "http://127.0.0.1:1"], /needs one --api/],
  ["a report of no kind", ["--report", "pdf=a.pdf"], /"pdf=a.pdf"/],
  ["a report without a file", ["--report", "json="], /"json="/],
] as const)("%s is refused, and the message names it", ([, words, message]) => {
  expect(() => readArguments(words)).toThrow(message);
});
