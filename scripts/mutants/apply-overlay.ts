import { fileURLToPath } from "node:url";
import type { Overlay } from "../generate/overlay.js";
import type { Description } from "../generate/read-descriptions.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
let descriptions: Promise<Description[]> | undefined;

/** The bundled description of the api-version that an overlay changes, under that overlay. */
export async function applyOverlay(overlay: Pick<Overlay, "file" | "info" | "actions">): Promise<object> {
  // Imported late, because they load Redocly, which takes a second, and few mutants need it.
  const bundling = await import("../generate/bundle-description.js");
  const { readDescriptions } = await import("../generate/read-descriptions.js");
  const { toolDocument } = await import("../generate/tool-document.js");
  descriptions ??= readDescriptions(root);
  const { document } = (await descriptions).find(({ name }) => name === overlay.info.version) ?? {};
  if (document === undefined) throw new Error(`${overlay.file}: ${overlay.info.version} is not an api-version.`);
  return toolDocument(await bundling.applyOverlay(root, document, overlay));
}
