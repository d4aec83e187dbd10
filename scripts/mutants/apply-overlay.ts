import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The bundled 2024-12-01 description under an overlay. */
export async function applyOverlay(name: string, overlay: object): Promise<object> {
  // Imported late, because it loads Redocly, which takes a second, and few mutants need it.
  const { bundleDescription } = await import("../generate/bundle-description.js");
  const document = { ...overlay, info: { title: name, version: "1" } };
  return bundleDescription(root, "generated/2024-12-01/openapi.json", [document]);
}
