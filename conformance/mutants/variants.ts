import type { Mutant, MutantHead } from "./mutant.js";

/** One way in which the mutants of a family are wrong. `wrong` is what makes the server, such as an interception. */
export type Variant<Wrong> = readonly [name: string, summary: string, wrong: Wrong, history?: string | undefined];

/** What the mutants of a family have in common. */
export interface Family<Wrong> extends Pick<MutantHead, "operations" | "cases"> {
  /** Variants that no case can tell from a correct server: name and reason. */
  readonly equivalent?: Readonly<Record<string, string>>;
  readonly make: (head: MutantHead, wrong: Wrong) => Mutant;
}

/**
 * Makes one mutant of each variant, with the id `family/name`.
 *
 * @param common what they have in common, or a function where that depends on the variant
 */
export function mutantsOf<Wrong>(
  family: string,
  common: Family<Wrong> | ((wrong: Wrong) => Family<Wrong>),
  variants: readonly Variant<Wrong>[],
): readonly Mutant[] {
  return variants.map(([name, summary, wrong, history]) => {
    const { equivalent, make, ...head } = typeof common === "function" ? common(wrong) : common;
    const id = `${family}/${name}`;
    return make({ ...head, id, summary, history, equivalentBecause: equivalent?.[name] }, wrong);
  });
}
