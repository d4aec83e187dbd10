import { latestApiVersion } from "../../../generated/versions.js";
import { readDocument } from "../../description/documents.js";
import type { Mutant, MutantHead } from "../mutant.js";

/** A mutant that is a Prism mock. @param document what it mocks. @default the newest description */
export function prismMock(head: MutantHead, document?: () => object | Promise<object>): Mutant {
  return {
    ...head,
    async start() {
      // Loaded here because Prism takes long to load, and listing the mutants does not need it.
      const { startPrism } = await import("../../targets/prism-target.js");
      return startPrism((await document?.()) ?? readDocument(latestApiVersion));
    },
  };
}
