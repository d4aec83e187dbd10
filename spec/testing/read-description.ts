import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { Document } from "../../scripts/generate/openapi-document.js";

/** The folder of the project. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A YAML file of `spec/`. Its type is what the file is known to hold. */
export function readYaml<T>(path: string): T {
  return parse(readFileSync(`${root}/spec/${path}`, "utf8")) as T;
}

/** A bundled description, as generated. */
export function readBundle(name: string): Document {
  return JSON.parse(readFileSync(`${root}/generated/${name}/openapi.json`, "utf8")) as Document;
}
