import type { ApiResponse } from "../description/api-description.js";
import { type Direction, type Effect, type Place, report, widened } from "./change.js";
import { compareContent } from "./compare-bodies.js";
import { compareValues } from "./compare-parameters.js";
import type { Readers } from "./compare-schemas.js";
import { code } from "./words.js";

type Responses = ReadonlyMap<string, ApiResponse>;

/** Compares the responses of an operation by status. `operation` has the direction of the responses. */
export function compareResponses(operation: Place, older: Responses, newer: Responses, readers: Readers): void {
  const place: Place = { ...operation, subject: "the operation" };
  const removed = [...older.keys()].filter((status) => !newer.has(status));
  const added = [...newer.keys()].filter((status) => !older.has(status));
  const [[from, ...otherLost], [to, ...otherGained]] = [removed.filter(isSuccess), added.filter(isSuccess)];
  const isReplaced = from !== undefined && to !== undefined && otherLost.length + otherGained.length === 0;
  if (isReplaced) {
    report(place, "status", "breaking", `succeeds with ${to}, not ${from}`);
    compareResponse(place, to, older.get(from), newer.get(to), readers);
  }
  for (const status of removed) {
    if (isReplaced && status === from) continue;
    report(
      place,
      "status",
      isSuccess(status) ? "breaking" : "compatible",
      `does not describe ${nameOf(status)} anymore`,
    );
  }
  for (const status of added) {
    if (isReplaced && status === to) continue;
    report(
      place,
      "status",
      effectOfNew(status, place.direction),
      `also returns ${status === "DEFAULT" ? "other statuses" : status}`,
    );
  }
  for (const [status, response] of older) compareResponse(place, status, response, newer.get(status), readers);
}

function isSuccess(status: string): boolean {
  return /^[123]/.test(status);
}

function nameOf(status: string): string {
  return status === "DEFAULT" ? "other statuses" : `the status ${status}`;
}

/** A caller looks for the statuses of success that it knows, and must be ready for any failure. */
function effectOfNew(status: string, direction: Direction): Effect {
  return isSuccess(status) ? widened(direction) : "compatible";
}

function compareResponse(
  operation: Place,
  status: string,
  older: ApiResponse | undefined,
  newer: ApiResponse | undefined,
  readers: Readers,
): void {
  if (older === undefined || newer === undefined) return;
  const place: Place = { ...operation, status, subject: "the description" };
  if (older.text !== newer.text) report(place, "text", "text", "differs");
  if (readers.haveHeaders) compareHeaders(place, older.headers, newer.headers, readers);
  compareContent({ ...place, subject: "the body" }, older.content, newer.content, readers);
}

function compareHeaders(
  place: Place,
  older: ApiResponse["headers"],
  newer: ApiResponse["headers"],
  readers: Readers,
): void {
  for (const name of new Set([...older.keys(), ...newer.keys()])) {
    const [before, after] = [older.get(name), newer.get(name)];
    const at: Place = { ...place, subject: `the header ${code(name)}` };
    if (before === undefined) report(at, "header", "compatible", "was added");
    else if (after === undefined) report(at, "header", "breaking", "was removed");
    else compareValues(at, "header", before, after, readers);
  }
}
