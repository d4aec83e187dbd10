import { type DescriptionName, descriptions } from "../../generated/descriptions.js";
import { type Fact, KINDS, type Kind, statedFacts } from "../description/coverage-items.js";
import type { Uncovered } from "./expectations.js";

/** How much of what a description states was exercised, by operation. */
export interface Coverage {
  readonly description: DescriptionName;
  readonly operations: Readonly<Record<string, Readonly<Record<Kind, Count>>>>;
  readonly total: Readonly<Record<Kind, Count>>;
  /** Stated, not exercised, though the target could have decided it. */
  readonly missing: readonly Named[];
  /** Stated, and not to be decided on this target. */
  readonly undecidable: readonly Named[];
  /** Stated, and not to be exercised on this target, as its expectations say and why. */
  readonly excepted: readonly (Named & { readonly reason: string })[];
  /** What the expectations say that cannot be exercised, and was. */
  readonly outdated: readonly Named[];
}

export interface Count {
  readonly exercised: number;
  readonly stated: number;
}

export interface Named extends Fact {
  readonly operation: string;
}

export interface CoverageSettings {
  /** Whether the target answers with the examples of the description: no other server can. */
  readonly isMock: boolean;
  readonly uncovered: readonly Uncovered[];
}

/** Collects what the cases of a run exercised, and holds it against what the description states. */
export class CoverageCounter {
  readonly #description: DescriptionName;
  readonly #settings: CoverageSettings;
  readonly #exercised = new Set<string>();
  readonly #undecidable = new Set<string>();

  constructor(description: DescriptionName, settings: CoverageSettings) {
    this.#description = description;
    this.#settings = settings;
  }

  add(operation: string, exercised: readonly Fact[], undecidable: readonly Fact[]): void {
    for (const fact of exercised) this.#exercised.add(key(operation, fact));
    for (const fact of undecidable) this.#undecidable.add(key(operation, fact));
  }

  count(): Coverage {
    const missing: Named[] = [];
    const undecidable: Named[] = [];
    const excepted: (Named & { reason: string })[] = [];
    const outdated: Named[] = [];
    const operations: Record<string, Record<Kind, Count>> = {};
    for (const [operation, described] of Object.entries(descriptions[this.#description])) {
      const stated = statedFacts(described);
      operations[operation] = byKind((kind) => {
        const ofKind = stated.filter((fact) => fact.kind === kind);
        return {
          stated: ofKind.length,
          exercised: ofKind.filter((fact) => this.#exercised.has(key(operation, fact))).length,
        };
      });
      for (const fact of stated) {
        const exercised = this.#exercised.has(key(operation, fact));
        const exception = this.#exception(operation, fact);
        if (exercised) {
          if (exception?.operation === operation) outdated.push({ operation, ...fact });
        } else if (exception !== undefined) {
          excepted.push({ operation, ...fact, reason: exception.reason });
        } else {
          const isUndecidable =
            this.#undecidable.has(key(operation, fact)) || (isMockExample(fact) && !this.#settings.isMock);
          (isUndecidable ? undecidable : missing).push({ operation, ...fact });
        }
      }
    }
    const total = byKind((kind) => {
      const counts = Object.values(operations).map((each) => each[kind]);
      return { stated: sum(counts.map((each) => each.stated)), exercised: sum(counts.map((each) => each.exercised)) };
    });
    return { description: this.#description, operations, total, missing, undecidable, excepted, outdated };
  }

  #exception(operation: string, { kind, name }: Fact): Uncovered | undefined {
    return this.#settings.uncovered.find(
      (each) => [operation, "*"].includes(each.operation) && each.fact === `${kind}: ${name}`,
    );
  }
}

/** A server answers with what it has, and is asked in a hub and about connections of the run's own. */
function isMockExample({ kind, name }: Fact): boolean {
  return kind === "examples" && /^(response |path (hub|connectionId) )/.test(name);
}

function key(operation: string, { kind, name }: Fact): string {
  return `${operation}\n${kind}\n${name}`;
}

function byKind<T>(value: (kind: Kind) => T): Record<Kind, T> {
  return Object.fromEntries(KINDS.map((kind) => [kind, value(kind)])) as Record<Kind, T>;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
