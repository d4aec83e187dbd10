import { applyOverlay, bundleDescription } from "./bundle-description.js";
import { type Document, operationsOf, type ParameterObject } from "./openapi-document.js";
import { readOverlays } from "./overlay.js";

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
  requireDescription(BASE, base);
  const descriptions = [{ name: base.info.version, isApiVersion: true, document: base }];
  for (const overlay of (await readOverlays(root, VERSIONS)).toReversed()) {
    const { name } = overlay;
    const previous = descriptions.at(-1) as Description;
    if (overlay.info.version !== name || name >= previous.name) {
      throw new Error(
        `${overlay.file}: \`info.version\` is ${overlay.info.version}; it must be the name of the file, and older than ${previous.name}.`,
      );
    }
    const document = await applyOverlay(root, previous.document, overlay);
    document.info.version = name;
    requireDescription(overlay.file, document);
    descriptions.push({ name, isApiVersion: true, document });
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
    requireDescription(overlay.file, document);
    descriptions.push({ name: overlay.name, isApiVersion: false, document });
  }
  for (const { name, isApiVersion, document } of descriptions) {
    setApiVersion(document, isApiVersion ? name : document.info.version);
  }
  return descriptions;
}

const API_VERSION = /^\d{4}-\d{2}-\d{2}(-preview)?$/;

/**
 * What generation relies on, and what an overlay can take away.
 *
 * @param file what the document was made from
 */
function requireDescription(file: string, document: Document): void {
  const { openapi, info, paths, components } = document as Partial<Document>;
  if (!/^3\.1\.\d+$/.test(String(openapi))) {
    throw new Error(`${file}: \`openapi\` is ${JSON.stringify(openapi)}; it must be a text such as "3.1.1".`);
  }
  if (typeof info?.version !== "string" || !API_VERSION.test(info.version)) {
    throw new Error(
      `${file}: \`info.version\` is ${JSON.stringify(info?.version)}; it must be an api-version, a text such as "2024-12-01".`,
    );
  }
  for (const [name, part] of Object.entries({ paths, components })) {
    if (typeof part !== "object" || part === null) throw new Error(`${file}: the description has no \`${name}\`.`);
  }
  requireOperations(file, document);
}

function requireOperations(file: string, document: Document): void {
  const places = new Map<unknown, string>();
  for (const { method, path, operation } of operationsOf(document)) {
    const place = `${method.toUpperCase()} ${path}`;
    const { operationId: id, responses }: { operationId?: unknown; responses?: unknown } = operation;
    if (typeof id !== "string" || id === "") throw new Error(`${file}: ${place} has no \`operationId\`.`);
    if (typeof responses !== "object" || responses === null) throw new Error(`${file}: ${place} has no \`responses\`.`);
    const other = places.get(id);
    if (other !== undefined) throw new Error(`${file}: ${other} and ${place} have the same \`operationId\`, ${id}.`);
    places.set(id, place);
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
