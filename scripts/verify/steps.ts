/** A check of `npm run verify`. */
export interface Step {
  readonly name: string;
  /** What it proves when it passes. */
  readonly proves: string;
  /** The program and its arguments. `node` stands for the Node.js that runs this process. */
  readonly command: readonly string[];
  /** The steps whose results it uses. It is not run if one of them fails. */
  readonly needs: readonly string[];
  /** Whether it is a project of vitest, so that its tests are counted. */
  readonly isVitest: boolean;
}

const TSX = ["node", "--import", "tsx"];

function command(name: string, proves: string, args: readonly string[], needs: readonly string[] = []): Step {
  return { name, proves, command: args, needs, isVitest: false };
}

function tests(name: string, proves: string, needs: readonly string[] = []): Step {
  const args = ["node", "node_modules/vitest/vitest.mjs", "run", "--project", name];
  return { name, proves, command: args, needs, isVitest: true };
}

/** The checks, quick ones first. */
export const STEPS: readonly Step[] = [
  command("lint", "format, lint rules, rooms, words and descriptions are right", ["npm", "run", "--silent", "lint"]),
  command("types", "the types of all modules are right", ["npm", "run", "--silent", "typecheck"]),
  command("generated", "generated/ is up to date with the description", ["npm", "run", "--silent", "check:generated"]),
  command("docs", "the documents compile, print what they say, and name what exists", [
    "npm",
    "run",
    "--silent",
    "check:docs",
  ]),
  tests("unit", "the modules behave as specified"),
  command("build", "both packages compile as they are published", ["npm", "run", "--silent", "build"]),
  command(
    "parity",
    "Prism and the emulator decide the cases as conformance/PARITY.md says",
    [...TSX, "scripts/parity.ts", "--check"],
    ["build"],
  ),
  command("mutants", "each mutant is killed, and each MUST case kills one", [...TSX, "scripts/mutants.ts"]),
  command("strangers", "no case fails on a right server that differs from ours", [...TSX, "scripts/strangers.ts"]),
  tests("packed", "the packages work as users install them"),
  tests("tools", "commands, generation and lint rules work as separate processes"),
  tests("openapi-tools", "public OpenAPI tools take the newest description as it is"),
  // Uses the tarballs that the step before leaves in the cache.
  tests("runtimes", "the client works on each runtime", ["packed"]),
  tests("browser", "reports, reference pages and bundles work in a browser"),
  tests("fuzz", "random input breaks nothing"),
];
