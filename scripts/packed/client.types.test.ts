import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, TYPESCRIPT_7 } from "./tools/compile.js";
import { root } from "./tools/npm.js";
import { installedProject, packedPackages } from "./tools/packed-project.js";

// The types of the packed client under each compiler that it supports. The types of openapi-fetch need TypeScript 5.4.
const OLDEST = "5.4.5";

let path: string;
let compilers: Record<string, string>;
beforeAll(async () => {
  const { client } = packedPackages();
  path = await installedProject([client.path, `oldest-typescript@npm:typescript@${OLDEST}`]);
  compilers = {
    [OLDEST]: join(path, "node_modules/oldest-typescript"),
    "7": TYPESCRIPT_7,
  };
  await copyFile(join(root, "scripts/packed/programs/every-export.ts"), join(path, "program.ts"));
});

describe("every-export.ts", () => {
  const cases = [OLDEST, "7"].flatMap((version) =>
    (["bundler", "node16", "nodenext"] as const).map((resolution) => [version, resolution] as const),
  );

  test("imports every export of the client", () => {
    const declarations = join(path, "node_modules/webpubsub-fetch/dist/src/index.d.ts");
    const options: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, noLib: true, types: [] };
    const program = ts.createProgram([declarations], options);
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(declarations);
    const module = source && checker.getSymbolAtLocation(source);
    const exported = module && checker.getExportsOfModule(module).map(({ name }) => name);
    expect(exported).toContain("createClient");
    expect(importedBy(join(path, "program.ts"))).toEqual(exported?.sort());
  });

  test.for(cases)(
    "type-checks with TypeScript %s and moduleResolution %s, including the declarations of the client",
    async ([version, resolution]) => {
      const typescript = compilers[version] ?? "";
      expect(await compile(path, { resolution, typescript, lib: ["es2022", "dom"] })).toBe("");
    },
  );
});

/** The sorted names that a program imports. The compiler reports those that it does not use. */
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
