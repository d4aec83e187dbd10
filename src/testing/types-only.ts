import { expect } from "vitest";

/**
 * For a test with `expectTypeOf` alone: its assertions are made by the compiler. Every other test must make an assertion when
 * it runs, or vitest fails it (`expect.requireAssertions`).
 */
export function typesOnly(): void {
  expect.setState({ assertionCalls: 1 });
}
