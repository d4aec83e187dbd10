import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import { readDocument } from "../../description/documents.js";
import type { Mutant } from "../mutant.js";
import { describedOperations, operationIds } from "../support/operation-groups.js";
import { mockOf } from "./changed-document.js";

/** One step of an overlay. */
export interface OverlayAction {
  readonly target: string;
  readonly description: string;
  readonly "x-evidence": string;
}
interface Overlay {
  readonly actions: readonly OverlayAction[];
}

/** Makes a document of the 2024-12-01 description by an overlay, given as an object. */
export type ApplyOverlay = (name: string, overlay: object) => Promise<object>;

/** A difference between the 2025-08-19 listing and the description: all actions that rest on one entry of the ledger. */
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

/** Entries whose actions speak of the schemas of the envelope, which are put there for them and are no difference by themselves. */
const OF_THE_ENVELOPE = ["E14", "E15"];
const envelope = overlay.actions.filter(
  (action) => action["x-evidence"] === "E12" && action.target === "$.components.schemas",
);

/** What is only said, and no answer of a mock shows. */
const EQUIVALENT: Readonly<Record<string, string>> = {
  E06: "A mock overlooks a parameter that it does not know, and role takes any text.",
  E14: "By itself it changes a schema that no answer is of: the envelope is E12.",
  E15: "Node sends no body after HEAD, whatever a mock has for one; `body-on-head` does.",
};

/** The operations that a step of the overlay can concern: those that it names, and those that refer to what it names. */
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

/** Every part of the description that an operation is made of, as references say it. */
function referencesOf(id: OperationId): ReadonlySet<string> {
  const document = readDocument("2024-12-01");
  const found = new Set<string>();
  const follow = (node: unknown): void => {
    for (const [, reference = ""] of JSON.stringify(node ?? null).matchAll(/"\$ref":"([^"]+)"/g)) {
      if (found.has(reference)) continue;
      found.add(reference);
      const [, , section = "", name = ""] = reference.split("/");
      follow(document.components[section]?.[name]);
    }
  };
  const operation = describedOperations.find((one) => one.id === id);
  const item = document.paths[operation?.path ?? ""];
  follow([item?.[operation?.method.toLowerCase() ?? ""], item?.parameters]);
  return found;
}

/** The listing, difference by difference: mocks of the description as it would be if the listing were right in one thing. */
export function overlayMutants(apply: ApplyOverlay): Mutant[] {
  return differences.map(({ entry, actions }) => {
    const base = OF_THE_ENVELOPE.includes(entry) ? envelope : [];
    const equivalentBecause = EQUIVALENT[entry];
    return mockOf(
      {
        id: `overlay/${entry}`,
        summary: actions.map(({ description }) => description).join(" "),
        history: "The listing of 2025-08-19 has it so.",
        operations: operationIds.filter((id) => actions.some((action) => concerned(action).includes(id))),
        equivalentBecause: equivalentBecause,
      },
      () => apply(entry, { ...overlay, actions: [...base, ...actions] }),
    );
  });
}
