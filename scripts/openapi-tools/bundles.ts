import { readFileSync } from "node:fs";
import { join } from "node:path";
import { latestApiVersion } from "../../generated/versions.js";
import type { Document } from "../generate/openapi-document.js";
import { root } from "../packed/tools/npm.js";

/** The documents of an api-version, by the version of OpenAPI. */
export const DOCUMENTS = { "3.1": "openapi.json", "3.0": "openapi-3.0.json" } as const;

export type DocumentName = keyof typeof DOCUMENTS;

export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as DocumentName[];

/** The path of a document. @param version default: the newest api-version */
export function documentPath(name: DocumentName, version: string = latestApiVersion): string {
  return join(root, "generated", version, DOCUMENTS[name]);
}

/** A copy of a document, which tools may change. @param version default: the newest api-version */
export function readDocument(name: DocumentName, version?: string): Document {
  return JSON.parse(readFileSync(documentPath(name, version), "utf8")) as Document;
}
