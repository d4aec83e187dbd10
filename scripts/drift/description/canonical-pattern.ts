/** A regular expression in one spelling: `\x60` as the character, and no escape that a character class does not need. */
export function canonicalPattern(pattern: string): string {
  const SYNTAX = /[\\^$.*+?()[\]{}|/-]/;
  return pattern
    .replaceAll(/\\x([\da-f]{2})/gi, (written: string, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return SYNTAX.test(character) ? written : character;
    })
    .replaceAll(
      /\[(?:\\.|[^\]\\])*\]/g,
      (characterClass) => `[${characterClass.slice(1).replaceAll(/\\([[.*+?(){}|$/])/g, "$1")}`,
    );
}
