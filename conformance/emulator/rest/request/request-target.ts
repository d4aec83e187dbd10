/** The URL of a request as the service understands it. */
export interface RequestTarget {
  /** The decoded segments of the path. `%2F` is not decoded: only `/` separates segments. */
  readonly segments: readonly string[];
  /** The path as received, without the query. */
  readonly path: string;
  readonly query: Query;
}

/** The values of query parameters, by name in lower case: names are case-insensitive. */
export type Query = ReadonlyMap<string, readonly string[]>;

/**
 * Parses the target of a request.
 *
 * @returns undefined for malformed percent-encoding, which includes bytes that are not UTF-8
 */
export function parseTarget(target: string): RequestTarget | undefined {
  // Clients of a proxy send the absolute form.
  const relative = target.replace(/^https?:\/\/[^/?]*/i, "");
  const mark = relative.indexOf("?");
  const path = mark < 0 ? relative : relative.slice(0, mark);
  if (!path.startsWith("/")) return undefined;
  try {
    return {
      segments: withoutDotSegments(path.slice(1).split("/").map(decodeSegment)),
      path,
      query: parseQuery(relative, mark),
    };
  } catch {
    return undefined;
  }
}

function decodeSegment(segment: string): string {
  if (!segment.includes("%")) return segment;
  return decodeURIComponent(segment.replaceAll(/%(2f)/gi, "%25$1"));
}

/** `a/../b` is `b`, even if the dots are percent-encoded: a name cannot be a dot segment. */
function withoutDotSegments(segments: readonly string[]): string[] {
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    if (segment === "..") kept.pop();
    else if (segment !== ".") kept.push(segment);
    if ((segment === "." || segment === "..") && index === segments.length - 1) kept.push("");
  }
  return kept;
}

/**
 * Parses a query. `+` is a plus sign, not a space.
 *
 * @throws {URIError} if percent-encoding is malformed, which URLSearchParams would accept
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
