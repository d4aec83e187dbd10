import type { RequestBody } from "../description/api-description.js";
import type { Node } from "../description/document.js";
import { type Place, report } from "./change.js";
import { compareSchemas, type Readers } from "./compare-schemas.js";
import { code } from "./words.js";

export function compareRequestBodies(
  operation: Place,
  older: RequestBody | undefined,
  newer: RequestBody | undefined,
  readers: Readers,
): void {
  const place: Place = { ...operation, subject: "the request body" };
  if (older === undefined) {
    if (newer !== undefined) reportAdded(place, newer.isRequired);
    return;
  }
  if (newer === undefined) {
    report(place, "request-body", "breaking", "was removed");
    return;
  }
  if (newer.isRequired !== older.isRequired) {
    const isBreaking = newer.isRequired === (place.direction === "sent");
    const what = newer.isRequired ? "became required" : "became optional";
    report(place, "request-body", isBreaking ? "breaking" : "compatible", what);
  }
  if (older.text !== newer.text) report(place, "text", "text", "has another description");
  compareContent(place, older.content, newer.content, readers);
}

function reportAdded(place: Place, isRequired: boolean): void {
  const isBreaking = isRequired && place.direction === "sent";
  const what = `was added (${isRequired ? "required" : "optional"})`;
  report(place, "request-body", isBreaking ? "breaking" : "compatible", what);
}

/** What a Swagger 2.0 document without `produces` or `consumes` becomes: it does not say which media type. */
const UNSAID = "*/*";

/** Compares the bodies of the subject of `place` by media type. */
export function compareContent(
  place: Place,
  older: ReadonlyMap<string, Node>,
  newer: ReadonlyMap<string, Node>,
  readers: Readers,
): void {
  for (const [mediaType, schema] of older) {
    const other =
      newer.get(mediaType) ?? newer.get(UNSAID) ?? (mediaType === UNSAID ? [...newer.values()][0] : undefined);
    const at = { ...place, subject: `${place.subject} (${mediaType})` };
    if (other === undefined) report(place, "media-type", "breaking", `lost the media type ${code(mediaType)}`);
    else compareSchemas(at, schema, other, readers);
  }
  for (const mediaType of newer.keys()) {
    if (older.has(mediaType) || older.has(UNSAID) || (mediaType === UNSAID && older.size > 0)) continue;
    // Who receives a response has chosen its media type by `Accept`; who receives a request has not.
    const isChosen = place.direction === "sent" || place.status !== undefined;
    report(place, "media-type", isChosen ? "compatible" : "breaking", `gained the media type ${code(mediaType)}`);
  }
}
