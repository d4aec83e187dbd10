import type { Fact } from "../report/facts.js";
import type { Target } from "../targets/target.js";

declare module "vitest" {
  interface ProvidedContext {
    targets: { [description: string]: Target };
  }
  interface TaskMeta {
    operation?: string;
    exercised?: Fact[];
    undecidable?: readonly Fact[];
  }
}
