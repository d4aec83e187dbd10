import { fileURLToPath } from "node:url";
import { bundleDescription } from "../generate/bundle-description.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The bundled 2024-12-01 description under an overlay. */
export function applyOverlay(name: string, overlay: object): Promise<object> {
  const document = { ...overlay, info: { title: name, version: "1" } };
  return bundleDescription(root, "generated/2024-12-01/openapi.json", [document]);
}
