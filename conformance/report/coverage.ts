import { type DescriptionName, descriptions } from "../../generated/descriptions.js";
import { COVERAGE_KINDS, type CoverageItem, type CoverageKind, describedItems } from "../description/coverage-items.js";
import type { ExcludedItem } from "./expectations.js";

/** How much of a description a run exercised, by operation. */
export interface Coverage {
  readonly description: DescriptionName;
  readonly operations: Readonly<Record<string, Readonly<Record<CoverageKind, Count>>>>;
  readonly total: Readonly<Record<CoverageKind, Count>>;
  /** Not exercised, though the target can decide it. */
  readonly missing: readonly NamedItem[];
  /** Not exercised, because the target cannot decide it. */
  readonly undecidable: readonly NamedItem[];
  /** Not exercised, because the expectations list it as impossible on the target. */
  readonly excluded: readonly (NamedItem & { readonly reason: string })[];
  /** Exercised, though the expectations list it as impossible. */
  readonly unexpectedlyExercised: readonly NamedItem[];
}

export interface Count {
  readonly exercised: number;
  readonly described: number;
}

export interface NamedItem extends CoverageItem {
  readonly operation: string;
}

/** The result of an item in a run. */
type Classification = "exercised" | "unexpectedly exercised" | "excluded" | "undecidable" | "missing";

export interface CoverageSettings {
  /** Whether the target returns the examples of the description: only a mock does. */
  readonly isMock: boolean;
  /** The items that the expectations list as impossible. */
  readonly uncovered: readonly ExcludedItem[];
}

/** Collects what the cases of a run exercise, and compares it with the description. */
export class CoverageCounter {
  readonly #description: DescriptionName;
  readonly #settings: CoverageSettings;
  readonly #exercised = new Set<string>();
  readonly #undecidable = new Set<string>();

  constructor(description: DescriptionName, settings: CoverageSettings) {
    this.#description = description;
    this.#settings = settings;
  }

  /**
   * @param exercised items that a case exercised
   * @param undecidable items that a case would have exercised on a target with more capabilities
   */
  add(operation: string, exercised: readonly CoverageItem[], undecidable: readonly CoverageItem[]): void {
    for (const item of exercised) this.#exercised.add(key(operation, item));
    for (const item of undecidable) this.#undecidable.add(key(operation, item));
  }

  count(): Coverage {
    const named = Object.entries(descriptions[this.#description]).flatMap(([operation, described]) =>
      describedItems(described).map((item) => ({ operation, ...item })),
    );
    const operations = Object.fromEntries(
      Object.keys(descriptions[this.#description]).map((operation) => [
        operation,
        this.#countByKind(named.filter((item) => item.operation === operation)),
      ]),
    );
    const itemsThatAre = (classification: Classification) =>
      named.filter((item) => this.#classify(item) === classification);
    return {
      description: this.#description,
      operations,
      total: this.#countByKind(named),
      missing: itemsThatAre("missing"),
      undecidable: itemsThatAre("undecidable"),
      excluded: itemsThatAre("excluded").map((item) => ({ ...item, reason: this.#exclusion(item)?.reason ?? "" })),
      unexpectedlyExercised: itemsThatAre("unexpectedly exercised"),
    };
  }

  #countByKind(items: readonly NamedItem[]): Record<CoverageKind, Count> {
    return byKind((kind) => {
      const ofKind = items.filter((item) => item.kind === kind);
      return { described: ofKind.length, exercised: ofKind.filter((item) => this.#isExercised(item)).length };
    });
  }

  #classify(item: NamedItem): Classification {
    const exclusion = this.#exclusion(item);
    if (this.#isExercised(item)) {
      // An item that is excluded for every operation may be exercised for one.
      return exclusion?.operation === item.operation ? "unexpectedly exercised" : "exercised";
    }
    if (exclusion !== undefined) return "excluded";
    if (isMockExample(item) && !this.#settings.isMock) return "undecidable";
    return this.#undecidable.has(key(item.operation, item)) ? "undecidable" : "missing";
  }

  #isExercised(item: NamedItem): boolean {
    return this.#exercised.has(key(item.operation, item));
  }

  #exclusion({ operation, kind, name }: NamedItem): ExcludedItem | undefined {
    return this.#settings.uncovered.find(
      (each) => [operation, "*"].includes(each.operation) && each.item === `${kind}: ${name}`,
    );
  }
}

/** Only a mock returns the values of examples. Requests to a server name hubs and connections of the run, not of examples. */
function isMockExample({ kind, name }: CoverageItem): boolean {
  return kind === "examples" && /^(response |path (hub|connectionId) )/.test(name);
}

function key(operation: string, { kind, name }: CoverageItem): string {
  return `${operation}\n${kind}\n${name}`;
}

function byKind<T>(value: (kind: CoverageKind) => T): Record<CoverageKind, T> {
  return Object.fromEntries(COVERAGE_KINDS.map((kind) => [kind, value(kind)])) as Record<CoverageKind, T>;
}
