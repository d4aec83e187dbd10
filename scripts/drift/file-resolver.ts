import { readFile, stat } from "node:fs/promises";
import { BaseResolver, Source } from "@redocly/openapi-core";
import { parse } from "yaml";

const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Reads the files of someone else's document: regular files of at most 32 MiB in JSON or YAML, and nothing from the network. */
export class FileResolver extends BaseResolver {
  override async loadExternalRef(absoluteRef: string): Promise<Source> {
    if (/^[a-z][a-z\d+.-]+:/i.test(absoluteRef)) throw new Error("a URL is not read: download the document.");
    const text = await readText(absoluteRef);
    // As JSON, because Redocly walks through an alias again wherever it is used: a few lines can stand for billions of nodes.
    return new Source(absoluteRef, jsonText(parseText(text)), "application/json");
  }
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    throw new Error("an alias stands for a part of the document that has the alias itself.", { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  // Before it is opened, because opening a pipe waits for somebody who writes.
  const stats = await stat(path);
  if (!stats.isFile()) throw new Error("it is not a file.");
  if (stats.size > MAX_FILE_BYTES) throw new Error(`it has ${stats.size} bytes; at most ${MAX_FILE_BYTES} are read.`);
  return readFile(path, "utf8");
}

/** @throws {Error} if the text is neither JSON nor YAML, or its aliases stand for much more than is written */
function parseText(text: string): unknown {
  const isJson = /^\s*[[{]/.test(text);
  try {
    return isJson ? JSON.parse(text) : parse(text);
  } catch (error) {
    if (!isJson) throw error;
    // YAML may start with a bracket, too.
    return parse(text);
  }
}
