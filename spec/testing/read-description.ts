import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { Document } from "../../scripts/generate/openapi-document.js";

/** The root of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Reads a YAML file of `spec/`. The caller knows its type. */
export function readYaml<T>(path: string): T {
  return parse(readFileSync(`${root}/spec/${path}`, "utf8")) as T;
}

/** Reads a bundled description from `generated/`. */
export function readBundle(name: string): Document {
  return JSON.parse(readFileSync(`${root}/generated/${name}/openapi.json`, "utf8")) as Document;
}
