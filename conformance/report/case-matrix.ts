import { descriptions } from "../../generated/descriptions.js";
import { ASPECTS, type Aspect } from "../cases/case.js";
import type { CaseReport } from "./run-report.js";

/** The cases of an operation, by aspect. */
export interface MatrixRow {
  readonly operation: string;
  readonly cells: Readonly<Record<Aspect, readonly CaseReport[]>>;
}

/** The cases by operation and aspect: first the operations in the order of the descriptions, then cases without one. */
export function matrixOf(cases: readonly CaseReport[]): MatrixRow[] {
  const described = new Set(cases.map(({ description }) => description));
  const operations = [...described].flatMap((description) => Object.keys(descriptions[description]));
  const rows = new Map([...operations, ...cases.map(({ operation }) => operation)].map((name) => [name, emptyCells()]));
  for (const each of cases) rows.get(each.operation)?.[each.aspect].push(each);
  return [...rows].map(([operation, cells]) => ({ operation, cells }));
}

function emptyCells(): Record<Aspect, CaseReport[]> {
  return Object.fromEntries(ASPECTS.map((aspect): [Aspect, CaseReport[]] => [aspect, []])) as Record<
    Aspect,
    CaseReport[]
  >;
}
