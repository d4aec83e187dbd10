import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "../repository/list-files.js";

/** A Markdown document of the repository. */
export interface Document {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown file of the repository that git does not ignore. */
export function readDocuments(root: string): Document[] {
  return listFiles(root, "*.md").map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
