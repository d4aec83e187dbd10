import picomatch from "picomatch";

/**
 * A function that tells whether an id matches a glob: `*` stands for any text, `/` included, `?` for one character,
 * `{a,b}` for either, `[ab]` for one of these characters. The empty glob matches nothing.
 */
export function globMatcher(glob: string): (id: string) => boolean {
  // picomatch rejects an empty glob.
  if (glob === "") return () => false;
  // `bash`: without it `*` ends at a slash. `dot`: it begins at a dot too. `nonegate`: "!a" is not "all but a".
  return picomatch(glob, { bash: true, dot: true, nonegate: true });
}
