import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { OperationId } from "../../../generated/operations.js";
import { latestApiVersion } from "../../../generated/versions.js";
import { readDocument, referencesIn } from "../../description/documents.js";
import type { Mutant } from "../mutant.js";
import { describedOperations, operationIds } from "../support/operation-groups.js";
import { prismMock } from "./prism-mock.js";

/** One action of an overlay. */
export interface OverlayAction {
  readonly target: string;
  readonly description: string;
  readonly "x-evidence": string;
}
interface Overlay {
  /** What errors call it. */
  readonly file: string;
  /** The api-version that it changes. */
  readonly info: { readonly version: string };
  readonly actions: readonly OverlayAction[];
}

/** Applies an overlay to the description of its api-version. @returns the changed description */
export type ApplyOverlay = (overlay: Overlay) => Promise<object>;

/** A difference between the listing of 2025-08-19 and the description: the actions that rest on one entry of the ledger. */
export interface Difference {
  readonly entry: string;
  readonly actions: readonly OverlayAction[];
}

const NAME = "published-2025-08-19";
const overlay = parse(readFileSync(new URL(`../../../spec/overlays/${NAME}.yaml`, import.meta.url), "utf8")) as Overlay;

export const overlayActions = overlay.actions;

const entries = [...new Set(overlay.actions.map((action) => action["x-evidence"]))];

export const differences: readonly Difference[] = entries.map((entry) => ({
  entry,
  actions: overlay.actions.filter((action) => action["x-evidence"] === entry),
}));

/** Entries whose actions change the schemas of the error envelope, which exist only once `envelope` was applied. */
const OF_THE_ENVELOPE = ["E14", "E15"];
const envelope = overlay.actions.filter(
  (action) => action["x-evidence"] === "E12" && action.target === "$.components.schemas",
);

/** Differences that no response of a mock shows. */
const EQUIVALENT: Readonly<Record<string, string>> = {
  E06: "A mock ignores parameters that it does not know, and role accepts any text.",
  E08: "A mock ignores parameters that it does not know, and clientType accepts any text.",
  E14: "It changes a schema that no response has by itself: the envelope is E12.",
  E15: "Node.js sends no body in the response to HEAD, even if the mock has one; `body-on-head` sends it.",
};

/** The operations that an action concerns: those that it names, and those that refer to what it names. */
function concerned({ target }: OverlayAction): readonly OperationId[] {
  const named = [...target.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  if (target.startsWith("$.paths")) {
    const method = /\.(get|put|post|delete|head)\b/.exec(target)?.[1];
    const paths = named.filter((name) => name?.startsWith("/"));
    const isNamed = (path: string) => paths.length === 0 || paths.includes(path);
    return describedOperations
      .filter((op) => isNamed(op.path) && (method ?? op.method.toLowerCase()) === op.method.toLowerCase())
      .map(({ id }) => id);
  }
  const [, section = "", name] = /^\$\.components\.(\w+)(?:\.(\w+))?/.exec(target) ?? [];
  const isMeant = (reference: string) =>
    target.includes("[*]")
      ? reference.startsWith(`#/components/${section}/`)
      : [...named, name].some((one) => reference === `#/components/${section}/${one}`);
  return operationIds.filter((id) => [...referencesOf(id)].some(isMeant));
}

/** Every part of the description that an operation refers to, directly or not, as JSON pointers. */
function referencesOf(id: OperationId): ReadonlySet<string> {
  const document = readDocument(latestApiVersion);
  const operation = describedOperations.find((one) => one.id === id);
  const item = document.paths[operation?.path ?? ""];
  return referencesIn(document, [item?.[operation?.method.toLowerCase() ?? ""], item?.parameters]);
}

/** One mock for each difference: of the description as it would be if the listing were right in that point. */
export function overlayMutants(apply: ApplyOverlay): readonly Mutant[] {
  return differences.map(({ entry, actions }) => {
    const base = OF_THE_ENVELOPE.includes(entry) ? envelope : [];
    const equivalentBecause = EQUIVALENT[entry];
    return prismMock(
      {
        id: `overlay/${entry}`,
        summary: actions.map(({ description }) => description).join(" "),
        history: "The listing of 2025-08-19 has it so.",
        operations: operationIds.filter((id) => actions.some((action) => concerned(action).includes(id))),
        equivalentBecause,
      },
      () => apply({ ...overlay, file: entry, actions: [...base, ...actions] }),
    );
  });
}
