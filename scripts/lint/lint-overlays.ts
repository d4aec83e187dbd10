import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { actionName, readOverlays } from "../generate/overlay.js";
import { OVERLAYS, VERSIONS } from "../generate/read-descriptions.js";

/** A sentence for each action of an overlay that cites no entry of the ledger, or one that does not exist or is withdrawn. */
export async function lintOverlays(root: string): Promise<string[]> {
  const ledger = parse(await readFile(join(root, "spec/evidence.yaml"), "utf8")) as {
    entries: Record<string, { withdrawn?: unknown }>;
  };
  const overlays = [...(await readOverlays(root, VERSIONS)), ...(await readOverlays(root, OVERLAYS))];
  return overlays.flatMap((overlay) =>
    overlay.actions.flatMap(({ "x-evidence": id }, index) => {
      const name = actionName(overlay, index);
      if (id === undefined) return [`${name}: it must have \`x-evidence\`, an entry of spec/evidence.yaml.`];
      const entry = ledger.entries[id];
      if (entry !== undefined && entry.withdrawn === undefined) return [];
      const state = entry === undefined ? "does not exist" : "is withdrawn";
      return [`${name}: \`x-evidence\` names ${id}, which ${state} in spec/evidence.yaml.`];
    }),
  );
}
