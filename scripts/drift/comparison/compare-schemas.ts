import type { Node } from "../description/document.js";
import type { Schema, SchemaReader } from "../description/schema.js";
import { narrowed, type Place, report, widened } from "./change.js";
import { compareConstraints, compareDefaults, compareTypes, compareValues } from "./compare-constraints.js";

/** The readers of the two documents that schemas come from. */
export interface Readers {
  readonly older: SchemaReader;
  readonly newer: SchemaReader;
  /** Whether both documents describe response headers. */
  readonly haveHeaders: boolean;
}

/** A place inside a value: `root` in words, and the way from there, such as `details[].code`. */
interface Position {
  readonly place: Place;
  readonly root: string;
  readonly path: string;
}

/** Compares the schemas of the value that `place` names, and those of its members and items. */
export function compareSchemas(place: Place, older: Node, newer: Node, readers: Readers): void {
  new Comparison(readers).compare({ place, root: place.subject, path: "" }, older, newer);
}

class Comparison {
  readonly #readers: Readers;
  /** What is being compared further up: a schema that contains itself is compared once. */
  readonly #inProgress: (readonly [older: unknown, newer: unknown])[] = [];

  constructor(readers: Readers) {
    this.#readers = readers;
  }

  compare(position: Position, olderNode: Node, newerNode: Node): void {
    const [older, newer] = [this.#readers.older.read(olderNode), this.#readers.newer.read(newerNode)];
    const { place } = position;
    this.#once(older, newer, () => {
      compareTypes(place, older, newer);
      compareValues(place, older, newer);
      compareConstraints(place, older, newer);
      compareDefaults(place, older, newer);
      if (older.text !== newer.text) report(place, "text", "text", "has another description");
      if (bothAre("object", older, newer)) {
        this.#once(older.properties, newer.properties, () => {
          this.#compareMembers(position, older, newer);
          this.#compareAdditional(position, older, newer);
        });
      }
      if (bothAre("array", older, newer)) this.compare(inside(position, "[]"), older.items, newer.items);
      this.#compareVariants(position, older, newer);
    });
  }

  #once(older: object, newer: object, compare: () => void): void {
    if (this.#inProgress.some((pair) => pair[0] === older && pair[1] === newer)) return;
    this.#inProgress.push([older, newer]);
    compare();
    this.#inProgress.pop();
  }

  #compareMembers(position: Position, older: Schema, newer: Schema): void {
    for (const name of new Set([...older.properties.keys(), ...newer.properties.keys()])) {
      const at = inside(position, position.path === "" ? name : `.${name}`);
      const [before, after] = [older.properties.get(name), newer.properties.get(name)];
      const isRequired = newer.required.has(name);
      if (before === undefined) reportAdded(at.place, isRequired);
      else if (after === undefined) report(at.place, "member", "breaking", "was removed");
      else {
        if (isRequired !== older.required.has(name)) reportRequired(at.place, isRequired);
        this.compare(at, before, after);
      }
    }
  }

  #compareAdditional(position: Position, older: Schema, newer: Schema): void {
    const { place } = position;
    if (older.additional !== false && newer.additional !== false) {
      this.compare(inside(position, position.path === "" ? "*" : ".*"), older.additional, newer.additional);
    } else if (older.additional !== false) {
      report(place, "constraint", narrowed(place.direction), "does not take members that are not described anymore");
    } else if (newer.additional !== false) {
      // Who receives an object must ignore members that it does not know.
      report(place, "constraint", "compatible", "may have members that are not described");
    }
  }

  #compareVariants(position: Position, older: Schema, newer: Schema): void {
    const { place } = position;
    const [before, after] = [older.variants.length, newer.variants.length];
    if (before !== after) {
      const isMore = before !== 0 && (after === 0 || after > before);
      const effect = isMore ? widened(place.direction) : narrowed(place.direction);
      report(place, "type", effect, `has ${alternatives(after)}, not ${alternatives(before)}`);
    }
    older.variants.forEach((variant, index) => {
      const other = newer.variants[index];
      if (before === after && other !== undefined) this.compare(position, variant, other);
    });
  }
}

function alternatives(count: number): string {
  return count === 0 ? "a single form" : `${count} alternative forms`;
}

function bothAre(type: "object" | "array", older: Schema, newer: Schema): boolean {
  return older.types.has(type) && newer.types.has(type);
}

/** The member or the items of a value. */
function inside({ place, root, path: outer }: Position, step: string): Position {
  const path = `${outer}${step}`;
  const subject = path === "[]" ? `each value of ${root}` : `the member \`${path}\` of ${root}`;
  return { place: { ...place, subject }, root, path };
}

function reportAdded(place: Place, isRequired: boolean): void {
  const isBreaking = isRequired && place.direction === "sent";
  report(
    place,
    "member",
    isBreaking ? "breaking" : "compatible",
    `was added (${isRequired ? "required" : "optional"})`,
  );
}

function reportRequired(place: Place, isRequired: boolean): void {
  const effect = isRequired ? narrowed(place.direction) : widened(place.direction);
  report(place, "member", effect, isRequired ? "became required" : "became optional");
}
