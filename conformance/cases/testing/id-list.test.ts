import { describe, expect, test } from "vitest";
import { expandIds, foldIds, idChanges } from "./id-list.js";

const ROWS = ["MUST send/text/alone", "MUST send/json/alone"];

describe("foldIds", () => {
  test("puts ids with the same steps on one line", () => {
    expect(foldIds(ROWS)).toBe("MUST send/{json,text}/alone\n");
  });

  test("writes each level on a separate line", () => {
    expect(foldIds(["MUST a/b", "SHOULD a/c"])).toBe("MUST a/b\nSHOULD a/c\n");
  });

  test("keeps an id that is the beginning of another", () => {
    const rows = ["MUST a", "MUST a/b", "MUST a/b/c"];
    expect([...expandIds(foldIds(rows))].sort()).toEqual(rows);
  });

  test("wraps long lines, which expandIds joins again", () => {
    const rows = Array.from({ length: 100 }, (_, index) => `MUST case/number-${index}/same`).sort();
    const text = foldIds(rows);
    expect(text.split("\n").length).toBeGreaterThan(5);
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(160);
    expect([...expandIds(text)].sort()).toEqual(rows);
  });

  test.for(["MUST", "MUST a,b", "MUST {a}", "MUST a b", ""])("rejects the row %j", (row) => {
    expect(() => foldIds([row])).toThrow(`"${row}" is not a row`);
  });
});

describe("idChanges", () => {
  test("returns undefined for two lists of the same rows in another order", () => {
    expect(idChanges(new Set(ROWS), new Set([...ROWS].reverse()))).toBeUndefined();
  });

  test("names the removed and added ids, and the command that accepts the change", () => {
    const after = new Set([...ROWS.slice(1), "SHOULD send/text/alone"]);
    expect(idChanges(new Set(ROWS), after)).toBe(
      `The ids or levels of cases have changed.
Gone (1):
  MUST send/text/alone
Added (1):
  SHOULD send/text/alone
Expectations and pipelines name cases by their ids: CHANGELOG.md must name an id that is gone in a section Removed.
To accept the change: UPDATE_IDS=1 npx vitest run --project unit conformance/cases/cases.test.ts`,
    );
  });
});
