import { join } from "node:path";
import { BaseResolver, bundle, loadConfig, Source } from "@redocly/openapi-core";
import type { Document } from "./openapi-document.js";
import { problemText } from "./problem-text.js";

/** An OpenAPI Overlay: the path of its file, or the document itself. */
export type Overlay = string | object;

/**
 * Bundles one description into one document: references to other files become references into `components`. Then applies
 * the overlays, in their order.
 *
 * @param root the folder of redocly.yaml; errors name files relative to it
 * @param path the root file of the description, relative to `root`
 * @throws {Error} with a line for each mistake in the description or an overlay: file, line, column, place
 */
export async function bundleDescription(
  root: string,
  path: string,
  overlays: readonly Overlay[] = [],
): Promise<Document> {
  const config = await loadConfig({ configPath: join(root, "redocly.yaml") });
  const resolver = new OverlayResolver(config.resolve);
  const result = await bundle({
    ref: join(root, path),
    config,
    externalRefResolver: resolver,
    overlays: overlays.map((overlay, index) => {
      if (typeof overlay === "string") return join(root, overlay);
      const name = join(root, `overlay-${index}.json`);
      resolver.documents.set(name, JSON.stringify(overlay));
      return name;
    }),
  }).catch((error: Error) => {
    // For example broken YAML in the root file, with an absolute path.
    throw new Error(error.message.replaceAll(join(root, "/"), ""), { cause: error });
  });
  const errors = result.problems.filter(({ severity, ignored }) => severity === "error" && !ignored);
  if (errors.length > 0) throw new Error(errors.map((error) => problemText(root, error)).join("\n"));
  return result.bundle.parsed as Document;
}

/** Reads overlays that are in memory, and everything else from files. */
class OverlayResolver extends BaseResolver {
  readonly documents = new Map<string, string>();

  override async loadExternalRef(path: string): Promise<Source> {
    const text = this.documents.get(path);
    return text === undefined ? super.loadExternalRef(path) : new Source(path, text);
  }
}
