import { relative } from "node:path";
import { getLineColLocation, type NormalizedProblem } from "@redocly/openapi-core";

/** A problem in one line: file, line, column, place in the document, message. @param root what file names are relative to */
export function problemText(root: string, { message, location: [location] }: NormalizedProblem): string {
  if (location === undefined) return message;
  const { start } = getLineColLocation(location);
  const place = location.pointer === undefined ? "" : ` at ${location.pointer}`;
  return `${relative(root, location.source.absoluteRef)}:${start.line}:${start.col}${place}: ${message}`;
}
