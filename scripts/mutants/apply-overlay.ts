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

/** The 2024-12-01 description under an overlay. What was made once is kept: Redocly takes a second to start. */
export async function applyOverlay(name: string, overlay: object): Promise<object> {
  const text = stringify({ ...overlay, info: { title: name, version: "1" } });
  const made = createHash("sha256")
    .update(await readFile(description))
    .update(text)
    .digest("hex")
    .slice(0, 16);
  const file = join(folder, `${name}-${made}.json`);
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) return JSON.parse(kept) as object;
  const work = await mkdtemp(join(tmpdir(), "overlay-"));
  try {
    await writeFile(join(work, "overlay.yaml"), text);
    const document = await bundle(root, description, [join(work, "overlay.yaml")]);
    await mkdir(folder, { recursive: true });
    // Whoever else makes it at the same time makes the same.
    await writeFile(`${file}.${process.pid}`, JSON.stringify(document));
    await rename(`${file}.${process.pid}`, file);
    return document;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
