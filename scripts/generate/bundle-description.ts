import { join, relative } from "node:path";
import {
  BaseResolver,
  bundle,
  loadConfig,
  type NormalizedProblem,
  Source,
  type Document as SourceDocument,
} from "@redocly/openapi-core";
import { paths } from "jsonpath-rfc9535";
import { isObject } from "../drift/description/document.js";
import type { Document } from "./openapi-document.js";
import { actionName, type Overlay, type OverlayAction } from "./overlay.js";
import { problemText } from "./problem-text.js";

/** The name under which Redocly reads a document that is not in a file. */
const BUNDLE = "bundle.json";

/**
 * Bundles the description into one document: references to other files become references into `components`.
 *
 * @param root the folder of redocly.yaml; errors name files relative to it
 * @param path the root file of the description, relative to `root`
 * @throws {Error} with a line for each mistake in the description: file, line, column, place
 */
export async function bundleDescription(root: string, path: string): Promise<Document> {
  const resolver = new BaseResolver();
  const document = await resolver.resolveDocument(null, join(root, path), true);
  if (document instanceof Error) throw new Error(document.message.replaceAll(join(root, "/"), ""));
  if (!isObject((document as SourceDocument).parsed)) {
    throw new Error(`${path}: the description must be an object, with \`openapi\`, \`info\` and \`paths\`.`);
  }
  const bundled = await bundleDocument(root, document as SourceDocument, resolver);
  return requireBundle(bundled, (problem) => problemText(root, problem));
}

/**
 * Applies an overlay to a bundled document, and removes the components that nothing refers to any more. The document that was
 * given stays as it was.
 *
 * @throws {Error} with file and number of the action, if it is not a valid action or its target matches nothing
 */
export async function applyOverlay(
  root: string,
  document: Document,
  overlay: Pick<Overlay, "file" | "actions">,
): Promise<Document> {
  const source = new Source(join(root, BUNDLE), JSON.stringify(document));
  const copy = { source, parsed: JSON.parse(source.body) as Document };
  const resolver = new ActionResolver(root, copy.parsed, overlay);
  const bundled = await bundleDocument(root, copy, resolver, [...resolver.actions.keys()]);
  return requireBundle(bundled, ({ message, location: [location] }) => {
    const name = location && relative(root, location.source.absoluteRef);
    if (name !== BUNDLE) return `${name}: ${message}`;
    return `${overlay.file}: after its actions, ${location?.pointer}: ${message}`;
  });
}

async function bundleDocument(
  root: string,
  doc: SourceDocument,
  externalRefResolver: BaseResolver,
  overlays: string[] = [],
): Promise<BundleResult> {
  const config = await loadConfig({ configPath: join(root, "redocly.yaml") }).catch((error: Error) => {
    const problem = error.message.replace(` in "${join(root, "redocly.yaml")}"`, "").trim();
    throw new Error(`redocly.yaml: ${problem}`, { cause: error });
  });
  const options = { doc, config, externalRefResolver, overlays, removeUnusedComponents: overlays.length > 0 };
  return bundle(options).catch((error: Error) => {
    throw new Error(error.message.replace(/^Failed to load overlay at .*?: /, "").replaceAll(join(root, "/"), ""), {
      cause: error,
    });
  });
}

type BundleResult = Awaited<ReturnType<typeof bundle>>;

function requireBundle(result: BundleResult, textOf: (problem: NormalizedProblem) => string): Document {
  const errors = result.problems.filter(({ severity, ignored }) => severity === "error" && !ignored);
  if (errors.length > 0) throw new Error([...new Set(errors.map(textOf))].join("\n"));
  return result.bundle.parsed as Document;
}

/**
 * Gives Redocly each action as an overlay of its own, because Redocly passes over an action whose target matches nothing. It
 * asks for an overlay when it has applied those before, so that the target can be looked for in what they left.
 */
class ActionResolver extends BaseResolver {
  /** By the path of the overlay that has this action alone. */
  readonly actions: ReadonlyMap<string, OverlayAction>;
  readonly #document: Document;

  constructor(root: string, document: Document, overlay: Pick<Overlay, "file" | "actions">) {
    super();
    this.#document = document;
    this.actions = new Map(
      overlay.actions.map((action, index) => [join(root, actionName(overlay, index)), action] as const),
    );
  }

  override async loadExternalRef(name: string): Promise<Source> {
    const action = this.actions.get(name);
    if (action === undefined) return super.loadExternalRef(name);
    if (!this.#matches(name, action)) throw new Error(`${name}: the target ${action.target} matches nothing.`);
    const overlay = { overlay: "1.0.0", info: { title: name, version: "1" }, actions: [action] };
    return new Source(name, JSON.stringify(overlay));
  }

  #matches(name: string, { target }: OverlayAction): boolean {
    try {
      return paths(this.#document as unknown as Parameters<typeof paths>[0], target).length > 0;
    } catch (error) {
      throw new Error(`${name}: the target ${target} is not a JSONPath: ${(error as Error).message}`, { cause: error });
    }
  }
}
