import { isDeepStrictEqual } from "node:util";
import {
  BOUNDS,
  type Bound,
  INT32,
  JSON_TYPES,
  type JsonType,
  LIMITS,
  type Limit,
  type Schema,
} from "../description/schema.js";
import { narrowed, type Place, report, widened } from "./change.js";
import { code, codes, list } from "./words.js";

const BOUND_NAMES: Record<Bound, string> = {
  minimum: "minimum",
  exclusiveMinimum: "exclusive minimum",
  maximum: "maximum",
  exclusiveMaximum: "exclusive maximum",
  minLength: "minimum length",
  maxLength: "maximum length",
  minItems: "minimum number of items",
  maxItems: "maximum number of items",
  minProperties: "minimum number of members",
  maxProperties: "maximum number of members",
};
const LIMIT_NAMES: Record<Limit, string> = {
  pattern: "pattern",
  format: "format",
  contentEncoding: "encoding",
  multipleOf: "step",
  uniqueItems: "rule that values are unique",
};

export function compareTypes(place: Place, older: Schema, newer: Schema): void {
  const [before, after] = [older, newer].map(({ types }) => new Set([...types].filter((type) => type !== "null")));
  if (before !== undefined && after !== undefined && !isDeepStrictEqual(before, after)) {
    const isWider = [...before].every((type) => includes(after, type));
    const isNarrower = [...after].every((type) => includes(before, type));
    const change = `changed from ${typeNames(before)} to ${typeNames(after)}`;
    if (isWider) report(place, "type", widened(place.direction), change);
    else if (isNarrower) report(place, "type", narrowed(place.direction), change);
    else report(place, "type", "breaking", change);
  }
  // Any value includes null; losing that with the other types is said above.
  if (isAny(older) || isAny(newer)) return;
  if (newer.types.has("null") && !older.types.has("null")) {
    report(place, "type", widened(place.direction), "can be null now");
  } else if (older.types.has("null") && !newer.types.has("null")) {
    report(place, "type", narrowed(place.direction), "cannot be null anymore");
  }
}

function includes(types: ReadonlySet<JsonType>, type: JsonType): boolean {
  return types.has(type) || (type === "integer" && types.has("number"));
}

function isAny({ types }: Schema): boolean {
  return JSON_TYPES.every((type) => types.has(type));
}

function typeNames(types: ReadonlySet<JsonType>): string {
  const all = JSON_TYPES.filter((type) => type !== "null");
  if (all.every((type) => types.has(type))) return "any type";
  return types.size === 0 ? "null" : list([...types].sort(), "or");
}

export function compareValues(place: Place, older: Schema, newer: Schema): void {
  const [before, after] = [older.values, newer.values];
  const [wasClosed, isClosed] = [isClosedList(older), isClosedList(newer)];
  if (isClosed && !wasClosed) {
    report(place, "values", narrowed(place.direction), `takes only ${codes(after ?? [], "or")} now`);
  } else if (wasClosed && !isClosed) {
    report(place, "values", widened(place.direction), `can have values other than ${codes(before ?? [])} now`);
  }
  if (before === undefined || after === undefined) return;
  const lost = before.filter((value) => !isIn(value, after));
  const gained = after.filter((value) => !isIn(value, before));
  // A caller may send a value that was listed, also if the list was open.
  if (lost.length > 0) report(place, "values", narrowed(place.direction), `lost ${valueNames(lost)}`);
  if (gained.length > 0) {
    report(place, "values", isClosed ? widened(place.direction) : "compatible", `gained ${valueNames(gained)}`);
  }
}

function isClosedList({ values, isOpen }: Schema): boolean {
  return values !== undefined && !isOpen;
}

function isIn(value: unknown, values: readonly unknown[]): boolean {
  return values.some((each) => isDeepStrictEqual(each, value));
}

function valueNames(values: readonly unknown[]): string {
  return `the value${values.length === 1 ? "" : "s"} ${codes(values)}`;
}

export function compareConstraints(place: Place, older: Schema, newer: Schema): void {
  for (const bound of BOUNDS) compareBound(place, bound, older.bounds[bound], newer.bounds[bound]);
  for (const limit of LIMITS) {
    compareLimit(place, LIMIT_NAMES[limit], older.limits[limit], newer.limits[limit]);
  }
  for (const keyword of new Set([...Object.keys(older.others), ...Object.keys(newer.others)])) {
    const [before, after] = [older.others[keyword], newer.others[keyword]];
    if (isDeepStrictEqual(before, after)) continue;
    const change = before === undefined ? "was added" : after === undefined ? "was removed" : "changed";
    report(place, "constraint", "breaking", `has another schema: \`${keyword}\` ${change}, which cannot be judged`);
  }
}

function compareBound(place: Place, bound: Bound, before: number | undefined, after: number | undefined): void {
  if (before === after) return;
  const isUpper = /max/i.test(bound);
  const none = isUpper ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const isNarrower = isUpper ? (after ?? none) < (before ?? none) : (after ?? none) > (before ?? none);
  const effect = isNarrower ? narrowed(place.direction) : widened(place.direction);
  // A document that gives a bound does not say that it was, or will be, the one of int32.
  const isInt32 = (value: number | undefined) => value === INT32.minimum || value === INT32.maximum;
  const isBoth = before !== undefined && after !== undefined;
  const [from, to] = [isBoth && isInt32(before) ? undefined : before, isBoth && isInt32(after) ? undefined : after];
  report(place, "constraint", effect, movement(`the ${BOUND_NAMES[bound]}`, from, to));
}

function compareLimit(place: Place, name: string, before: unknown, after: unknown): void {
  if (isDeepStrictEqual(before, after)) return;
  const what = movement(`the ${name}`, before, after);
  if (before === undefined) report(place, "constraint", narrowed(place.direction), what);
  else if (after === undefined) report(place, "constraint", widened(place.direction), what);
  // Which of two patterns or formats allows more cannot be told.
  else report(place, "constraint", "breaking", what);
}

function movement(name: string, before: unknown, after: unknown): string {
  if (before === undefined) return `has ${name} ${code(after)} now`;
  if (after === undefined) return `lost ${name} ${code(before)}`;
  return `has ${name} ${code(after)}, not ${code(before)}`;
}

/** A default describes what the service does without the value, so it matters for what is sent only. */
export function compareDefaults(place: Place, older: Schema, newer: Schema): void {
  const [before, after] = [older.default, newer.default];
  if (isDeepStrictEqual(before, after)) return;
  // A default that came or went says nothing about what happened without the value on the other side.
  const isChanged = before !== undefined && after !== undefined;
  const effect = isChanged && place.direction === "sent" ? "breaking" : "compatible";
  report(place, "default", effect, movement("the default", before, after));
}
