import { descriptions } from "../../generated/descriptions.js";
import { ASPECTS, type Aspect } from "../cases/case.js";
import type { CaseReport } from "./run-report.js";

/** The cases of an operation, by aspect. */
export interface MatrixRow {
  readonly operation: string;
  readonly cells: Readonly<Record<Aspect, readonly CaseReport[]>>;
}

/** Operations × aspects: the operations in the order of the descriptions, then what is of none. */
export function matrixOf(cases: readonly CaseReport[]): MatrixRow[] {
  const names = new Set(
    [...new Set(cases.map(({ description }) => description))].flatMap((each) => Object.keys(descriptions[each])),
  );
  for (const { operation } of cases) names.add(operation);
  const rows = new Map([...names].map((operation) => [operation, emptyCells()]));
  for (const each of cases) rows.get(each.operation)?.[each.aspect].push(each);
  return [...rows].map(([operation, cells]) => ({ operation, cells }));
}

function emptyCells(): Record<Aspect, CaseReport[]> {
  return Object.fromEntries(ASPECTS.map((aspect): [Aspect, CaseReport[]] => [aspect, []])) as Record<
    Aspect,
    CaseReport[]
  >;
}
