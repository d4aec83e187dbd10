import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type ApiDescription, readApiDescription } from "./description/api-description.js";
import { isObject, type JsonObject } from "./description/document.js";

/** A description that can be compared. */
export interface Source {
  /** As the caller named it. */
  readonly name: string;
  /** `info.version` of the document. */
  readonly version: string;
  /** Whether it is one of ours, so that our newest version is newer. */
  readonly isOurs: boolean;
  readonly description: ApiDescription;
}

export interface SourceOptions {
  /** The folder of the repository. */
  readonly root: string;
  /** The folder that paths are relative to. */
  readonly folder: string;
}

const GIT = "git:";
const API_VERSION = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads a description: an api-version or another name in `generated/`, `git:REF[:NAME]` for what that commit has there, or
 * the path of an OpenAPI 3.x or Swagger 2.0 document.
 *
 * @throws {Error} that names `argument` and the way out, if there is no such description or it cannot be read
 */
export async function readSource(argument: string, { root, folder }: SourceOptions): Promise<Source> {
  const { document, isOurs } = await readDocument(argument, root, folder);
  try {
    const isSwagger = document.swagger !== undefined;
    const description = readApiDescription(await toOpenApi3(document), !isSwagger);
    const { version } = (document.info ?? {}) as { version?: unknown };
    return { name: argument, version: String(version), isOurs, description };
  } catch (error) {
    throw new Error(`${argument} cannot be compared. ${(error as Error).message}`, { cause: error });
  }
}

async function readDocument(argument: string, root: string, folder: string) {
  if (argument.startsWith(GIT)) return { document: readCommitted(argument, root), isOurs: true };
  const names = descriptionNames(root);
  if (names.includes(argument)) {
    const file = join(root, "generated", argument, "openapi.json");
    return { document: JSON.parse(readFileSync(file, "utf8")) as JsonObject, isOurs: true };
  }
  const file = resolve(folder, argument);
  if (!existsSync(file)) {
    const known = `${names.join(", ")}, the path of a file, or ${GIT}REF for a tag or commit`;
    if (/^https?:/.test(argument))
      throw new Error(`${argument} is a URL: download the document, and pass the path of the file.`);
    throw new Error(`"${argument}" is not a description and not a file: pass ${known}.`);
  }
  return { document: await readFile(argument, file), isOurs: false };
}

/** The names of the descriptions in `generated/`. */
export function descriptionNames(root: string): string[] {
  const folder = join(root, "generated");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "openapi.json")));
}

/** The api-versions among names of descriptions, oldest first. */
export function apiVersionsIn(names: readonly string[]): string[] {
  return names.filter((name) => API_VERSION.test(name)).sort();
}

/** The descriptions that a commit has in `generated/`. @throws {Error} if there is no such commit */
export function committedNames(ref: string, root: string): string[] {
  const entries = git(root, "ls-tree", "-r", "--name-only", commitOf(ref, root), "./generated");
  return [...entries.matchAll(/^generated\/([^/\n]+)\/openapi\.json$/gm)].map(([, name]) => String(name));
}

function readCommitted(argument: string, root: string): JsonObject {
  const [ref = "", name] = argument.slice(GIT.length).split(":");
  const names = committedNames(ref, root);
  const chosen = name ?? apiVersionsIn(names).at(-1);
  if (chosen === undefined || !names.includes(chosen)) {
    const wanted = chosen === undefined ? "a description" : `the description "${chosen}"`;
    const remedy = names.length === 0 ? "pass a later commit" : `pass one of ${names.join(", ")}`;
    throw new Error(`${argument}: the commit does not have ${wanted} in generated/: ${remedy}.`);
  }
  const path = `${commitOf(ref, root)}:./generated/${chosen}/openapi.json`;
  return JSON.parse(git(root, "show", path)) as JsonObject;
}

function commitOf(ref: string, root: string): string {
  try {
    return git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`).trim();
  } catch (error) {
    const remedy = `pass ${GIT}REF with one of them; git tag and git log list them`;
    throw new Error(`"${ref}" is not a tag, branch or commit of this repository: ${remedy}.`, { cause: error });
  }
}

function git(root: string, ...args: string[]): string {
  return execFileSync("git", args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Reads a file with the files that it refers to. */
async function readFile(argument: string, file: string): Promise<JsonObject> {
  // Imported late, because it takes a second, and most comparisons need no file.
  const { bundle, createConfig } = await import("@redocly/openapi-core");
  const { FileResolver } = await import("./file-resolver.js");
  try {
    // Its problems are references that lead nowhere, which matter only where the comparison follows them.
    const { bundle: bundled } = await bundle({
      ref: file,
      config: await createConfig({}),
      externalRefResolver: new FileResolver(),
    });
    return bundled.parsed as JsonObject;
  } catch (error) {
    const reason = (error as Error).message.replaceAll(file, relative(process.cwd(), file));
    throw new Error(`${argument} is not an OpenAPI 3.x or Swagger 2.0 document in JSON or YAML: ${reason}`, {
      cause: error,
    });
  }
}

/** @throws {Error} if the document is neither OpenAPI 3.x nor Swagger 2.0 */
async function toOpenApi3(document: JsonObject): Promise<JsonObject> {
  if (isObject(document.paths) && /^3\./.test(String(document.openapi))) return document;
  if (!isObject(document.paths) || document.swagger !== "2.0") {
    throw new Error('It must have "paths", and "openapi": "3.…" or "swagger": "2.0".');
  }
  return fromSwagger2(document);
}

async function fromSwagger2(document: JsonObject): Promise<JsonObject> {
  const { default: converter } = await import("swagger2openapi");
  const input = structuredClone(document) as unknown as Parameters<typeof converter.convertObj>[0];
  // `patch` and `warnOnly`: what Azure publishes is not strict Swagger, for example its extensions beside `$ref`.
  const { openapi } = await converter.convertObj(input, { patch: true, warnOnly: true });
  return openapi as unknown as JsonObject;
}
