import type { ApiDescription, Operation } from "../description/api-description.js";
import { allowsAnonymous } from "../description/security.js";
import { type Change, type Direction, type Place, report } from "./change.js";
import { compareRequestBodies } from "./compare-bodies.js";
import { compareParameters } from "./compare-parameters.js";
import { compareResponses } from "./compare-responses.js";
import type { Readers } from "./compare-schemas.js";
import { code, list } from "./words.js";

/** What differs between two descriptions, in the order of the older one's operations, new operations last. */
export function compareDescriptions(older: ApiDescription, newer: ApiDescription): Change[] {
  const changes: Change[] = [];
  const readers: Readers = {
    older: older.reader,
    newer: newer.reader,
    haveHeaders: older.describesHeaders && newer.describesHeaders,
  };
  const placeOf = (operation: Operation, subject: string, direction: Direction): Place => ({
    operation: operation.id,
    direction,
    subject,
    report: (change) => changes.push(change),
  });
  const pairs = matchOperations(older.operations, newer.operations);
  for (const operation of older.operations) {
    const other = pairs.get(operation);
    const place = placeOf(operation, nameOf(operation), operation.isWebhook ? "received" : "sent");
    if (other === undefined) report(place, "operation", "breaking", "was removed");
    else compareOperations(place, operation, other, readers);
  }
  const matched = new Set(pairs.values());
  for (const operation of newer.operations) {
    if (matched.has(operation)) continue;
    report(placeOf(operation, nameOf(operation), "sent"), "operation", "compatible", `was added (${route(operation)})`);
  }
  return changes;
}

function nameOf({ isWebhook }: Operation): string {
  return isWebhook ? "the webhook" : "the operation";
}

function route({ method, path }: Operation): string {
  return `\`${method.toUpperCase()} ${path}\``;
}

/** Finds each operation of the older description in the newer one: by its id (of several with one id, the one that stayed), then by method and path. */
function matchOperations(older: readonly Operation[], newer: readonly Operation[]): ReadonlyMap<Operation, Operation> {
  const pairs = new Map<Operation, Operation>();
  const left = new Set(newer);
  for (const keyOf of [idAndRouteKey, idKey, routeKey]) {
    for (const operation of older) {
      if (pairs.has(operation)) continue;
      const other = [...left].find((each) => keyOf(each) === keyOf(operation));
      if (other === undefined) continue;
      pairs.set(operation, other);
      left.delete(other);
    }
  }
  return pairs;
}

/** An operationId without the group that Azure's documents put in front (`WebPubSub_SendToAll`), in one letter case. */
function idKey({ id, isWebhook }: Operation): string {
  return `${isWebhook} ${id.slice(id.lastIndexOf("_") + 1).toLowerCase()}`;
}

function idAndRouteKey(operation: Operation): string {
  return `${idKey(operation)} ${routeKey(operation)}`;
}

/** Method and path, whatever the path parameters are called. */
function routeKey({ method, path, isWebhook }: Operation): string {
  return `${isWebhook} ${method} ${path.replaceAll(/\{[^}]*\}/g, "{}").replace(/(?<=.)\/$/, "")}`;
}

function compareOperations(place: Place, older: Operation, newer: Operation, readers: Readers): void {
  if (idKey(older) !== idKey(newer)) {
    report(place, "operation", "breaking", `is called ${code(newer.id)} now, so generated clients rename its function`);
  }
  if (routeKey(older) !== routeKey(newer)) {
    report(place, "operation", "breaking", `moved from ${route(older)} to ${route(newer)}`);
  }
  if (newer.isDeprecated && !older.isDeprecated) report(place, "deprecation", "compatible", "is deprecated now");
  if (older.text !== newer.text) report(place, "text", "text", "has another description");
  compareAuthentication(place, older.authentication, newer.authentication);
  compareParameters(place, older, newer, readers);
  compareRequestBodies(place, older.requestBody, newer.requestBody, readers);
  const direction = place.direction === "sent" ? "received" : "sent";
  compareResponses({ ...place, direction }, older.responses, newer.responses, readers);
}

function compareAuthentication(place: Place, older: ReadonlySet<string>, newer: ReadonlySet<string>): void {
  const lost = [...older].filter((credentials) => !newer.has(credentials));
  const gained = [...newer].filter((credentials) => !older.has(credentials));
  if (allowsAnonymous(newer)) {
    // What requires no credentials takes a request that has some.
    if (!allowsAnonymous(older)) report(place, "security", "compatible", "does not require credentials anymore");
  } else if (allowsAnonymous(older)) {
    report(place, "security", "breaking", `requires ${list([...newer], "or")} now`);
  } else if (lost.length > 0) {
    const what = `does not accept ${list(lost, "or")} anymore, but ${list([...newer], "or")}`;
    report(place, "security", "breaking", what);
  } else if (gained.length > 0) {
    report(place, "security", "compatible", `also accepts ${list(gained, "or")}`);
  }
}
