import { Application, Logger, LogLevel } from "typedoc";

export interface TypeScriptPages {
  /** The module whose exports are described, relative to the project. */
  readonly entryPoint: string;
  readonly tsconfig: string;
  /** The folder to write to. */
  readonly out: string;
  /** The URL of the documentation of a type that is not exported, by the file that declares it; undefined if there is none. */
  readonly linkOf?: (file: string) => string | undefined;
  /** Types that exports refer to, but that do not help a reader. */
  readonly internal?: readonly string[];
}

/** The building blocks of the client's exported types. */
const INTERNAL = [
  "AccessToken",
  "ApiVersions",
  "LatestApiVersion",
  "BodyOf",
  "Call",
  "ClientWith",
  "DataOf",
  "FailedCall",
  "KnownPermission",
  "Method",
  "ParametersOf",
  "PathOf",
  "QueryMembers",
];

/**
 * Builds the pages of a module from its doc comments with TypeDoc.
 *
 * @param root the folder of the project
 * @returns the number of exports
 * @throws {Error} with each export without a doc comment, each broken link, each type that is neither exported nor listed as
 * internal, and every other warning of TypeDoc
 */
export async function buildTypeScriptPages(
  root: string,
  { entryPoint, tsconfig, out, linkOf = () => undefined, internal = INTERNAL }: TypeScriptPages,
): Promise<{ exports: number }> {
  const problems = new Problems();
  const app = await Application.bootstrapWithPlugins({
    basePath: root,
    entryPoints: [`${root}/${entryPoint}`],
    tsconfig: `${root}/${tsconfig}`,
    out,
    readme: `${root}/README.md`,
    // `npm run typecheck` does this.
    skipErrorChecking: true,
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    githubPages: false,
    hideGenerator: true,
    includeVersion: true,
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

/** Collects TypeDoc's warnings and errors. */
class Problems extends Logger {
  readonly #messages: string[] = [];
  readonly #levels: readonly LogLevel[] = [LogLevel.Warn, LogLevel.Error];

  override log(message: string, level: LogLevel): void {
    if (this.#levels.includes(level)) this.#messages.push(message);
  }

  throwIfAny(entryPoint: string): void {
    if (this.#messages.length === 0) return;
    throw new Error([`The pages of ${entryPoint} have problems:`, ...this.#messages].join("\n  "));
  }
}
