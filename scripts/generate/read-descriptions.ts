import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { applyOverlay, bundleDescription, type Overlay } from "./bundle-description.js";
import type { Document, ParameterObject } from "./openapi-document.js";

/** The file that describes the newest api-version. */
export const BASE = "spec/openapi.yaml";
/** An overlay for each older api-version: what its successor added is taken away. */
export const VERSIONS = "spec/versions";
/** Documents that others published, as overlays of the api-version in their `info.version`. */
export const OVERLAYS = "spec/overlays";

/** A description as one document. */
export interface Description {
  /** The api-version, or the name of the overlay. */
  readonly name: string;
  readonly isApiVersion: boolean;
  readonly document: Document;
}

/**
 * Reads every description: the api-versions, newest first, then the published documents. The files are the list: no other
 * place names the api-versions.
 *
 * @param root the folder that has redocly.yaml and `spec/`
 * @throws {Error} with the file, and the line where it is known, if a description or an overlay has a mistake
 */
export async function readDescriptions(root: string): Promise<Description[]> {
  const base = await bundleDescription(root, BASE);
  if (base.paths === undefined) throw new Error(`${BASE}: the description has no \`paths\`.`);
  const descriptions = [{ name: base.info.version, isApiVersion: true, document: base }];
  for (const overlay of (await readOverlays(root, VERSIONS)).toReversed()) {
    const { name } = overlay;
    const previous = descriptions.at(-1) as Description;
    if (overlay.info.version !== name || name >= previous.name) {
      throw new Error(
        `${overlay.file}: \`info.version\` is ${overlay.info.version}; it must be the name of the file, and older than ${previous.name}.`,
      );
    }
    descriptions.push({ name, isApiVersion: true, document: await applyOverlay(root, previous.document, overlay) });
  }
  for (const overlay of await readOverlays(root, OVERLAYS)) {
    const changed = descriptions.find(({ name }) => name === overlay.info.version);
    if (changed === undefined) {
      const versions = descriptions.map(({ name }) => name).join(", ");
      throw new Error(
        `${overlay.file}: \`info.version\` is ${overlay.info.version}; it must be one of the api-versions ${versions}.`,
      );
    }
    const document = await applyOverlay(root, changed.document, overlay);
    descriptions.push({ name: overlay.name, isApiVersion: false, document });
  }
  for (const { name, isApiVersion, document } of descriptions) {
    setApiVersion(document, isApiVersion ? name : document.info.version);
  }
  return descriptions;
}

/** The overlays of a folder, by name. */
async function readOverlays(root: string, folder: string): Promise<(Overlay & { readonly name: string })[]> {
  const files = (await readdir(join(root, folder)).catch(() => [])).filter((file) => file.endsWith(".yaml")).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = `${folder}/${name}`;
      const overlay = await readYaml<Partial<Overlay> | null>(root, file);
      if (overlay?.info?.version === undefined || !Array.isArray(overlay.actions)) {
        throw new Error(`${file} is not an overlay: it must have \`info.version\`, an api-version, and \`actions\`.`);
      }
      return { ...(overlay as Overlay), file, name: basename(name, ".yaml") };
    }),
  );
}

async function readYaml<T>(root: string, path: string): Promise<T> {
  const text = await readFile(join(root, path), "utf8");
  try {
    return parse(text) as T;
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** States the api-version, where the source leaves it to generation: an older version differs in nothing but its name. */
function setApiVersion(document: Document, version: string): void {
  document.info.version = version;
  const parameter = document.components.parameters?.["api-version"] as ParameterObject | undefined;
  if (parameter === undefined) return;
  parameter.schema = { type: "string", enum: [version], default: version };
  parameter.examples = { version: { summary: "The version of this description", value: version } };
}
