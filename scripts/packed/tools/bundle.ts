/** What a bundler made of a program. */
export interface Bundle {
  /** By name. */
  readonly files: ReadonlyMap<string, string>;
  /** What it left for the runtime to find. */
  readonly imports: readonly string[];
  /** The paths of the files that are in it. */
  readonly modules: readonly string[];
  /** What it had to say. */
  readonly warnings: readonly string[];
}
