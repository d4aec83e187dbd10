import { Application, Logger, type LogLevel, OptionDefaults } from "typedoc";

export interface TypeScriptPages {
  /** The file whose exports are described. */
  readonly entryPoint: string;
  readonly tsconfig: string;
  /** The folder for the pages. */
  readonly out: string;
  /** Where a type that is not exported is described, by the file that it is in; undefined: nowhere. */
  readonly linkOf?: (file: string) => string | undefined;
  /** Types that are named in what is exported, and are of no use to a reader. */
  readonly internal?: readonly string[];
  /** Exports whose names say everything. */
  readonly obvious?: readonly string[];
}

/** Of the exports of the client: what its types are put together from. */
const INTERNAL = [
  "AccessToken",
  "Action",
  "ApiVersions",
  "BodyOf",
  "Call",
  "DataOf",
  "FailedCall",
  "LatestApiVersion",
  "Method",
  "PERMISSION",
  "ParametersOf",
  "Paths",
];
const OBVIOUS = ["latestApiVersion"];

/**
 * Builds the pages of a module from its doc comments, by TypeDoc.
 *
 * @param root what paths are relative to
 * @throws {Error} with each export that has no doc comment, each link that leads nowhere, each type that is neither exported
 * nor known to be internal, and whatever else TypeDoc warns of
 */
export async function buildTypeScriptPages(
  root: string,
  { entryPoint, tsconfig, out, linkOf = () => undefined, internal = INTERNAL, obvious = OBVIOUS }: TypeScriptPages,
): Promise<{ exports: number }> {
  const problems = new Problems();
  const app = await Application.bootstrapWithPlugins({
    basePath: root,
    entryPoints: [`${root}/${entryPoint}`],
    tsconfig: `${root}/${tsconfig}`,
    out,
    readme: `${root}/README.md`,
    // What openapi-typescript writes.
    blockTags: [...OptionDefaults.blockTags, "@description"],
    // The compiler has a step of its own.
    skipErrorChecking: true,
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    githubPages: false,
    hideGenerator: true,
    includeVersion: true,
    intentionallyNotDocumented: [...obvious],
    intentionallyNotExported: [...internal],
    requiredToBeDocumented: [
      "Accessor",
      "Class",
      "Enum",
      "Function",
      "Interface",
      "Method",
      "Namespace",
      "TypeAlias",
      "Variable",
    ],
    validation: {
      invalidLink: true,
      invalidPath: true,
      notDocumented: true,
      notExported: true,
      rewrittenLink: true,
      unusedMergeModuleWith: true,
    },
  });
  app.logger = problems;
  app.converter.addUnknownSymbolResolver((_declaration, _reflection, _part, symbol) =>
    linkOf(symbol?.packagePath ?? ""),
  );
  const project = await app.convert();
  if (project !== undefined) {
    app.validate(project);
    await app.generateOutputs(project);
  }
  problems.throwIfAny(entryPoint);
  return { exports: project?.children?.length ?? 0 };
}

/** Keeps what TypeDoc complains of. */
class Problems extends Logger {
  readonly #found: string[] = [];
  readonly #kept: readonly LogLevel[] = [2, 3];

  override log(message: string, level: LogLevel): void {
    if (this.#kept.includes(level)) this.#found.push(message);
  }

  throwIfAny(what: string): void {
    if (this.#found.length > 0) throw new Error([`The pages of ${what} have problems:`, ...this.#found].join("\n  "));
  }
}
