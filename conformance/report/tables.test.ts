import { describe, expect, test } from "vitest";
import { markdownTable, textTable } from "./tables.js";

const rows = [
  ["operation", "cases", "kinds"],
  ["sendToAll", "7", "a|b"],
  ["userExists", "12", ""],
];

describe("textTable", () => {
  test("aligns the first column left and the others right", () => {
    expect(textTable(rows)).toEqual(["operation   cases  kinds", "sendToAll       7    a|b", "userExists     12"]);
  });

  test("aligns columns as given, without trailing spaces", () => {
    expect(textTable(rows, ["right", "left", "left"])).toEqual([
      " operation  cases  kinds",
      " sendToAll  7      a|b",
      "userExists  12",
    ]);
  });

  test("returns no lines for no rows", () => {
    expect(textTable([])).toEqual([]);
  });
});

describe("markdownTable", () => {
  test("takes the first row as the head and escapes bars", () => {
    expect(markdownTable(rows)).toBe(
      "| operation | cases | kinds |\n| --- | --: | --: |\n| sendToAll | 7 | a\\|b |\n| userExists | 12 |  |",
    );
  });

  test("aligns columns as given and keeps a cell on one line", () => {
    expect(
      markdownTable(
        [
          ["a", "b"],
          ["1\n2", "3"],
        ],
        ["right", "left"],
      ),
    ).toBe("| a | b |\n| --: | --- |\n| 1 2 | 3 |");
  });
});
