import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { bundle } from "../generate/redocly.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "node_modules/.cache/mutants");
const description = join(root, "generated/2024-12-01/openapi.json");

/** Applies an overlay to the 2024-12-01 description. Results are cached: Redocly takes a second to start. */
export async function applyOverlay(name: string, overlay: object): Promise<object> {
  const text = stringify({ ...overlay, info: { title: name, version: "1" } });
  const hash = createHash("sha256")
    .update(await readFile(description))
    .update(text)
    .digest("hex")
    .slice(0, 16);
  const file = join(folder, `${name}-${hash}.json`);
  const cached = await readFile(file, "utf8").catch(() => undefined);
  if (cached !== undefined) return JSON.parse(cached) as object;
  const workFolder = await mkdtemp(join(tmpdir(), "overlay-"));
  try {
    const overlayFile = join(workFolder, "overlay.yaml");
    await writeFile(overlayFile, text);
    const document = await bundle(root, description, [overlayFile]);
    await mkdir(folder, { recursive: true });
    // Renamed into place: another process may write the same file at the same time.
    await writeFile(`${file}.${process.pid}`, JSON.stringify(document));
    await rename(`${file}.${process.pid}`, file);
    return document;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}
