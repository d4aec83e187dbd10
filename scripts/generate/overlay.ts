import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { isObject } from "../drift/description/document.js";

/** An action of an OpenAPI Overlay: it removes what its target matches, or merges `update` into it. */
export interface OverlayAction {
  /** A JSONPath (RFC 9535). */
  readonly target: string;
  readonly description?: string;
  readonly "x-evidence"?: string;
  readonly update?: unknown;
  readonly remove?: true;
}

/** An OpenAPI Overlay. */
export interface Overlay {
  /** The path of its file, relative to the folder of `spec/`, for errors. */
  readonly file: string;
  /** The name of its file without `.yaml`. */
  readonly name: string;
  readonly info: { readonly version: string };
  readonly actions: readonly OverlayAction[];
}

const MEMBERS = ["overlay", "info", "actions"];
const ACTION_MEMBERS = ["target", "description", "x-evidence", "update", "remove"];

/**
 * Reads the overlays of a folder, by name. Files whose names start with a dot are not read, so that a folder without overlays
 * can be committed.
 *
 * @param folder its path, relative to `root`
 * @throws {Error} with the file, and the number of the action, if the folder is missing, or has another file, or one that is not an overlay
 */
export async function readOverlays(root: string, folder: string): Promise<Overlay[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    // Without them, their api-versions would be removed from generated/.
    if (error.code === "ENOENT") throw new Error(`${folder}/ does not exist. Restore it; it may be empty.`);
    throw error;
  });
  const files = entries.filter(({ name }) => !name.startsWith("."));
  for (const file of files) {
    if (file.isFile() && file.name.endsWith(".yaml")) continue;
    throw new Error(`${folder}/${file.name} is not an overlay: ${folder}/ has files called NAME.yaml only.`);
  }
  return Promise.all(
    files
      .map(({ name }) => name)
      .toSorted()
      .map(async (name) => readOverlay(root, `${folder}/${name}`)),
  );
}

async function readOverlay(root: string, file: string): Promise<Overlay> {
  const text = await readFile(join(root, file), "utf8");
  let overlay: unknown;
  try {
    overlay = parse(text);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
  const { info, actions } = requireOverlay(file, overlay);
  for (const [index, action] of actions.entries()) requireAction(actionName({ file }, index), action);
  return { file, name: basename(file, ".yaml"), info, actions };
}

/** Names an action in an error. */
export function actionName({ file }: Pick<Overlay, "file">, index: number): string {
  return `${file}, action ${index + 1}`;
}

function requireOverlay(file: string, overlay: unknown): Overlay {
  if (!isObject(overlay) || !isObject(overlay.info) || !Array.isArray(overlay.actions)) {
    throw new Error(`${file} is not an overlay: it must have \`overlay\`, \`info\` and a list of \`actions\`.`);
  }
  requireMembers(file, overlay, MEMBERS);
  if (overlay.overlay !== "1.0.0") {
    throw new Error(`${file}: \`overlay\` is ${JSON.stringify(overlay.overlay)}; it must be "1.0.0".`);
  }
  const { version } = overlay.info;
  if (typeof version !== "string") {
    throw new Error(`${file}: \`info.version\` is ${JSON.stringify(version)}; it must be an api-version, as text.`);
  }
  return overlay as unknown as Overlay;
}

function requireAction(name: string, action: unknown): void {
  if (!isObject(action)) throw new Error(`${name} is ${JSON.stringify(action)}; it must be an object.`);
  requireMembers(name, action, ACTION_MEMBERS);
  const { target, update, remove } = action;
  if (typeof target !== "string") {
    throw new Error(`${name}: \`target\` is ${JSON.stringify(target)}; it must be a JSONPath.`);
  }
  if (remove !== undefined && remove !== true) {
    throw new Error(`${name}: \`remove\` is ${JSON.stringify(remove)}; it must be true.`);
  }
  if ((update === undefined) === (remove === undefined)) {
    throw new Error(`${name}: it must have \`update\` or \`remove\`, and not both.`);
  }
}

function requireMembers(name: string, object: object, members: readonly string[]): void {
  const unknown = Object.keys(object).find((member) => !members.includes(member));
  if (unknown === undefined) return;
  throw new Error(`${name}: there is nothing called ${JSON.stringify(unknown)}: use ${members.join(", ")}.`);
}
