/** A TypeScript block of a document. */
export interface Block {
  readonly document: string;
  /** The number of its first line in the document. */
  readonly line: number;
  readonly code: string;
  readonly kind: "test" | "worker" | "program";
  /** The lines that it must print, as the document says; `…` stands for any text. */
  readonly prints: readonly string[];
}

/**
 * The TypeScript blocks of a document. The expected output of a block is the `text` block that follows it, or else the comments
 * after its `console.log` calls.
 */
export function codeBlocks(document: string, text: string): Block[] {
  return [...text.matchAll(/^```ts\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?/gms)].map(
    ({ index, 1: code = "", 2: output }) => ({
      document,
      line: text.slice(0, index).split("\n").length + 1,
      code,
      kind: kindOf(code),
      prints:
        output?.trimEnd().split("\n") ??
        [...code.matchAll(/console\.log\(.*\);? \/\/ (.+)$/gm)].map(([, line = ""]) => line),
    }),
  );
}

function kindOf(code: string): Block["kind"] {
  if (code.includes('from "vitest"')) return "test";
  return /^export default \{/m.test(code) ? "worker" : "program";
}

/**
 * The first expected line that the output lacks; undefined if it has all of them in this order. Other lines may come between
 * them.
 */
export function firstMissingLine(expected: readonly string[], output: string): string | undefined {
  const lines = output.split("\n").map((line) => line.trim());
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
