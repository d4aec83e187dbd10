/** The output of a bundler for a program. */
export interface Bundle {
  /** The text of each output file, by name. */
  readonly files: ReadonlyMap<string, string>;
  /** The imports that are left for the runtime to resolve. */
  readonly imports: readonly string[];
  /** The paths of the bundled modules. */
  readonly modules: readonly string[];
  readonly warnings: readonly string[];
}
