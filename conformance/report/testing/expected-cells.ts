import type { CaseReport } from "../run-report.js";
import { SIGNS } from "../statuses.js";

/** What the cells of the matrix must show of these cases, by title: counted apart from the code under test. */
export function expectedCells(cases: readonly CaseReport[]): Record<string, string> {
  const groups = new Map<string, CaseReport[]>();
  for (const each of cases) {
    const { operation, aspect } = each;
    for (const title of [`${operation}: ${aspect}`, operation, aspect, "All cases"])
      groups.set(title, [...(groups.get(title) ?? []), each]);
  }
  return Object.fromEntries(
    [...groups].map(([title, members]) => {
      const passed = members.filter(({ status }) => status === "passed").length;
      return [title, `${passed}/${members.length} ${expectedSign(members, passed)}`];
    }),
  );
}

function expectedSign(cases: readonly CaseReport[], passed: number): string {
  const some = (status: string) => cases.some((each) => each.status === status);
  if (some("failed") || some("unexpected pass")) return SIGNS.failed;
  if (some("warning")) return SIGNS.warning;
  if (some("expected failure")) return SIGNS["expected failure"];
  if (passed === cases.length) return SIGNS.passed;
  return passed > 0 ? SIGNS["partly decided"] : SIGNS.undecidable;
}
