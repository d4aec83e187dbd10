import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, TYPESCRIPT_7 } from "./tools/compile.js";
import { root } from "./tools/npm.js";
import { packed, project } from "./tools/packed-project.js";

// The types of the packed client, for each compiler that users have. Before 5.4, openapi-fetch's own do not compile.
const OLDEST = "5.4.5";

let path: string;
let compilers: Record<string, string>;
beforeAll(async () => {
  const { client } = packed();
  path = await project([client.path, `oldest-typescript@npm:typescript@${OLDEST}`]);
  compilers = {
    [OLDEST]: join(path, "node_modules/oldest-typescript"),
    "7": TYPESCRIPT_7,
  };
  await copyFile(join(root, "scripts/packed/programs/every-export.ts"), join(path, "program.ts"));
});

describe("a program that uses all that the client exports", () => {
  const cases = [OLDEST, "7"].flatMap((version) =>
    (["bundler", "node16", "nodenext"] as const).map((resolution) => [version, resolution] as const),
  );

  test("uses all of it", () => {
    const declarations = join(path, "node_modules/webpubsub-fetch/dist/src/index.d.ts");
    const options: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, noLib: true, types: [] };
    const checker = ts.createProgram([declarations], options);
    const source = checker.getSourceFile(declarations);
    const module = source && checker.getTypeChecker().getSymbolAtLocation(source);
    const exported =
      module &&
      checker
        .getTypeChecker()
        .getExportsOfModule(module)
        .map(({ name }) => name);
    expect(exported?.length).toBeGreaterThan(0);
    expect(importedBy(join(path, "program.ts"))).toEqual(exported?.sort());
  });

  test.for(cases)(
    "type-checks with TypeScript %s and moduleResolution %s, declarations and all",
    async ([version, resolution]) => {
      const typescript = compilers[version] ?? "";
      expect(await compile(path, { resolution, typescript, lib: ["es2022", "dom"] })).toBe("");
    },
  );
});

/** What a program imports of the client, by name; that none of it goes unused is for the compiler. */
function importedBy(file: string): string[] {
  const source = ts.createSourceFile(file, ts.sys.readFile(file) ?? "", ts.ScriptTarget.Latest);
  return source.statements
    .flatMap((statement) => {
      const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
      return bindings !== undefined && ts.isNamedImports(bindings)
        ? bindings.elements.map(({ name }) => name.text)
        : [];
    })
    .sort();
}
