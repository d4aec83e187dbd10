/** A check of `npm run verify`. */
export interface Step {
  readonly name: string;
  /** What a success proves. */
  readonly proves: string;
  /** The program and its arguments. `node` is the one that runs this. */
  readonly command: readonly string[];
  /** The steps whose results it uses. It is not run where one of them fails. */
  readonly needs: readonly string[];
  /** Whether it is a project of vitest, whose tests are counted. */
  readonly isVitest: boolean;
}

const TSX = ["node", "--import", "tsx"];

function command(name: string, proves: string, words: readonly string[], needs: readonly string[] = []): Step {
  return { name, proves, command: words, needs, isVitest: false };
}

function tests(name: string, proves: string, needs: readonly string[] = []): Step {
  const words = ["node", "node_modules/vitest/vitest.mjs", "run", "--project", name];
  return { name, proves, command: words, needs, isVitest: true };
}

/** The checks, quick ones first. */
export const STEPS: readonly Step[] = [
  command("lint", "format, lint rules, rooms, words and descriptions", ["npm", "run", "--silent", "lint"]),
  command("types", "types of all modules", ["npm", "run", "--silent", "typecheck"]),
  command("generated", "generated/ is what the description makes", ["npm", "run", "--silent", "check:generated"]),
  command("docs", "what the documents show and name is true", ["npm", "run", "--silent", "check:docs"]),
  tests("unit", "behaviour, in this process"),
  command("build", "both packages compile as they are published", ["npm", "run", "--silent", "build"]),
  command(
    "parity",
    "Prism and the emulator decide the cases as conformance/PARITY.md says",
    [...TSX, "scripts/parity.ts", "--check"],
    ["build"],
  ),
  command("mutants", "each mutant is killed, and each MUST case kills one", [...TSX, "scripts/mutants.ts"]),
  tests("packed", "the packages work as users install them"),
  tests("tools", "commands, generation and rules, each in a process of its own"),
  // It uses the tarballs that the tests of the packages leave in the cache.
  tests("runtimes", "the client works on each runtime", ["packed"]),
  tests("browser", "reports, reference pages and bundles work in a browser"),
  tests("fuzz", "random input breaks nothing"),
];
