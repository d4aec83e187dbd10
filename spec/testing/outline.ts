/**
 * What a document states about the API, without prose and without references: nested values by name. Outlines of documents
 * that are written differently can be compared.
 */
export interface Outline {
  readonly [name: string]: OutlineValue;
}
export type OutlineValue = string | number | boolean | readonly OutlineValue[] | Outline | undefined;

/** A statement that two documents do not share. */
export interface Difference {
  /** The names on the way to it, separated by ` > `, such as `sendToAll > query filter > type`. */
  readonly at: string;
  /** What was published: `absent`, `present` for something that has parts, or the value. */
  readonly published: unknown;
  /** What our description states, likewise. */
  readonly described: unknown;
}

/** The differences between two outlines. What only one of them has is a single difference, however many parts it has. */
export function compareOutlines(published: Outline, described: Outline, within: readonly string[] = []): Difference[] {
  const names = [...new Set([...Object.keys(published), ...Object.keys(described)])];
  return names.flatMap((name) => {
    const path = [...within, name];
    const [left, right] = [published[name], described[name]];
    if (isOutline(left) && isOutline(right)) return compareOutlines(left, right, path);
    if (JSON.stringify(left) === JSON.stringify(right)) return [];
    return [{ at: path.join(" > "), published: summary(left), described: summary(right) }];
  });
}

function summary(value: OutlineValue): unknown {
  if (value === undefined) return "absent";
  return isOutline(value) ? "present" : value;
}

function isOutline(value: OutlineValue): value is Outline {
  return typeof value === "object" && !Array.isArray(value);
}
