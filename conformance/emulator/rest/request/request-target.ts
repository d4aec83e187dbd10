/** The path of a request as the service understands it, step by step, and its query. */
export interface RequestTarget {
  /** Decoded. `%2F` stays the three characters that it is: only `/` itself separates. */
  readonly steps: readonly string[];
  /** As it arrived, without the query. */
  readonly path: string;
  readonly query: Query;
}

/** The values of query parameters, by name in lower case: names are told apart without regard to letter case. */
export type Query = ReadonlyMap<string, readonly string[]>;

/** @returns undefined where the target is malformed: a `%` that begins nothing, or bytes that are no UTF-8. */
export function parseTarget(target: string): RequestTarget | undefined {
  // The absolute form, which clients of proxies send.
  const relative = target.replace(/^https?:\/\/[^/?]*/i, "");
  const mark = relative.indexOf("?");
  const path = mark < 0 ? relative : relative.slice(0, mark);
  if (!path.startsWith("/")) return undefined;
  try {
    return {
      steps: withoutDotSegments(path.slice(1).split("/").map(decodeStep)),
      path,
      query: parseQuery(relative, mark),
    };
  } catch {
    return undefined;
  }
}

function decodeStep(step: string): string {
  if (!step.includes("%")) return step;
  return decodeURIComponent(step.replaceAll(/%(2f)/gi, "%25$1"));
}

/** `a/../b` is `b`, also where the dots were percent-encoded: no name can be a dot segment. */
function withoutDotSegments(steps: readonly string[]): string[] {
  const kept: string[] = [];
  for (const [index, step] of steps.entries()) {
    if (step === "..") kept.pop();
    else if (step !== ".") kept.push(step);
    if ((step === "." || step === "..") && index === steps.length - 1) kept.push("");
  }
  return kept;
}

/**
 * A `+` in a query is a plus sign here, not a space.
 *
 * @throws {URIError} where it is malformed, which URLSearchParams would take as it is
 */
function parseQuery(target: string, mark: number): Query {
  const query = new Map<string, string[]>();
  if (mark < 0) return query;
  for (const part of target.slice(mark + 1).split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decodeURIComponent(equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    const value = equals < 0 ? "" : decodeURIComponent(part.slice(equals + 1));
    const values = query.get(name);
    if (values === undefined) query.set(name, [value]);
    else values.push(value);
  }
  return query;
}
