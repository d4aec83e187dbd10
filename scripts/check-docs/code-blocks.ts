/** A piece of TypeScript in a document. */
export interface Block {
  readonly document: string;
  /** Of its first line, in the document. */
  readonly line: number;
  readonly code: string;
  readonly kind: "test" | "worker" | "program";
  /** What the document says that it prints, line by line; `…` stands for anything. */
  readonly prints: readonly string[];
}

/** The blocks of a document. What one prints stands behind its calls of `console.log`, or in the block of text after it. */
export function blocksOf(document: string, text: string): Block[] {
  return [...text.matchAll(/^```ts\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?/gms)].map(
    ({ index, 1: code = "", 2: output }) => ({
      document,
      line: text.slice(0, index).split("\n").length + 1,
      code,
      kind: kindOf(code),
      prints:
        output?.trimEnd().split("\n") ??
        [...code.matchAll(/console\.log\(.*\);? \/\/ (.+)$/gm)].map(([, said = ""]) => said),
    }),
  );
}

function kindOf(code: string): Block["kind"] {
  if (code.includes('from "vitest"')) return "test";
  return /^export default \{/m.test(code) ? "worker" : "program";
}

/** The first line that was to be printed and was not; undefined if all were, in this order. Others may stand between them. */
export function firstMissing(expected: readonly string[], printed: string): string | undefined {
  const lines = printed.split("\n").map((line) => line.trim());
  let from = 0;
  return expected.find((line) => {
    const parts = line
      .trim()
      .split("…")
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join(".*")}$`);
    const found = lines.findIndex((each, index) => index >= from && pattern.test(each));
    from = found + 1;
    return found < 0;
  });
}
