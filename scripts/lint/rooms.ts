import { readFileSync } from "node:fs";
import { posix as path } from "node:path";
import ts from "typescript";
import { listFiles } from "../repository/list-files.js";

/** The rooms of each package, from the top down: a room imports only from those below it, and from itself. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  src: ["index.ts", "helpers", "client", "retry", "transport", "auth", "response", "request", "shared"],
  conformance: [
    "index.ts",
    "cli",
    "report",
    "runner",
    "mutants",
    "strangers",
    "cases",
    "description",
    "wire",
    "targets",
    "emulator",
  ],
};

/** The folders that the modules of a folder may import from, besides their own; scripts/ may import anything. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  src: ["generated"],
  conformance: ["generated"],
  spec: [],
};

/** Folders that may have more than {@link MAX_MODULES} modules, each with the reason. */
const LARGE_FOLDERS = new Map([["conformance/cases/operations", "one module per operation"]]);
const MAX_MODULES = 15;

const OWN_FOLDERS = ["src", "generated", "conformance", "scripts", "spec"];

/** The two npm packages, by the path of a module. */
const PACKAGES = [/^conformance\//, /^(src|scripts|spec)\//];

/** A module with what it imports: relative paths resolved from the root of the repository, and names of packages. */
export interface Module {
  readonly file: string;
  readonly imports: readonly string[];
}

/** The modules of the repository: no tests, benchmarks or fixtures, which may import from anywhere. */
export function readModules(root: string): Module[] {
  return listFiles(root)
    .filter((file) => /^(src|conformance|scripts|spec)\/.*\.(ts|mjs)$/.test(file))
    .filter((file) => !/\.(test|bench)\.ts$|\/testing\//.test(file))
    .map((file) => ({ file, imports: importsOf(file, readFileSync(path.join(root, file), "utf8")) }));
}

/** What a module imports, type imports and `import()` included. */
export function importsOf(file: string, text: string): string[] {
  return ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => fileName)
    .map((name) => (name.startsWith(".") ? path.join(path.dirname(file), name) : name));
}

/** @returns a sentence for each import that is not allowed, each name that two modules share, and each crowded folder */
export function roomProblems(modules: readonly Module[]): string[] {
  return [
    ...modules.flatMap(foreignImports),
    ...modules.flatMap(upwardImports),
    ...sharedNames(modules),
    ...crowdedFolders(modules),
  ];
}

function foreignImports({ file, imports }: Module): string[] {
  const [top = ""] = file.split("/");
  const allowed = FOLDERS[top];
  if (allowed === undefined) return [];
  const isForeign = (imported: string) => {
    const [other = ""] = imported.split("/");
    // The client is below the suite: it is what the suite imports by name.
    if (other === "webpubsub-conformance") return top !== "conformance";
    return OWN_FOLDERS.includes(other) && other !== top && !allowed.includes(other);
  };
  const others = [...allowed.map((each) => `${each}/`), "packages"].join(" and ");
  return imports
    .filter(isForeign)
    .map((imported) => `${file} imports ${imported}: besides its own modules, ${top}/ imports ${others} only.`);
}

function upwardImports({ file, imports }: Module): string[] {
  const [top = "", room = ""] = file.split("/");
  const rooms = ROOMS[top];
  if (rooms === undefined) return [];
  const floor = rooms.indexOf(room);
  if (floor < 0) return [`${file} is in no room of ${top}/. Its rooms are, from the top down: ${rooms.join(", ")}.`];
  return imports.flatMap((imported) => {
    const [otherTop, other = ""] = imported.split("/");
    if (otherTop !== top) return [];
    const otherRoom = rooms.find((each) => each.replace(/\.ts$/, ".js") === other || each === other);
    if (otherRoom === undefined || rooms.indexOf(otherRoom) >= floor) return [];
    return [
      `${file} imports ${imported}: ${top}/${room} must not import from ${top}/${otherRoom}, which is above it. Move what both need to the lower room, or pass it in.`,
    ];
  });
}

function sharedNames(modules: readonly Module[]): string[] {
  return PACKAGES.flatMap((ofPackage) => {
    const byName = new Map<string, string[]>();
    for (const { file } of modules.filter((each) => ofPackage.test(each.file))) {
      const name = path.basename(file);
      if (name !== "index.ts") byName.set(name, [...(byName.get(name) ?? []), file]);
    }
    return [...byName.values()]
      .filter((files) => files.length > 1)
      .map((files) => `${files.join(" and ")} have the same name. Give each module of a package a name of its own.`);
  });
}

function crowdedFolders(modules: readonly Module[]): string[] {
  const counts = new Map<string, number>();
  for (const { file } of modules) counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([folder, count]) => count > MAX_MODULES && !LARGE_FOLDERS.has(folder))
    .map(([folder, count]) => `${folder} has ${count} modules beside each other, more than ${MAX_MODULES}. Divide it.`);
}
