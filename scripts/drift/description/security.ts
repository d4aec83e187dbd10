import { isObject, type JsonObject, resolveNode } from "./document.js";

const NONE = "no credentials";

/**
 * What a request of an operation can be authenticated with, in words. Schemes that a caller cannot tell apart, such as two
 * kinds of bearer tokens, are one.
 */
export function authenticationOf(document: JsonObject, operation: JsonObject): ReadonlySet<string> {
  const requirements = (operation.security ?? document.security ?? [{}]) as JsonObject[];
  const alternatives = requirements.map((requirement) => {
    const schemes = Object.keys(requirement).map((name) => schemeInWords(document, name));
    return schemes.length === 0 ? NONE : [...new Set(schemes)].sort().join(" and ");
  });
  return new Set(alternatives.length === 0 ? [NONE] : alternatives);
}

export function allowsAnonymous(authentication: ReadonlySet<string>): boolean {
  return authentication.has(NONE);
}

function schemeInWords(document: JsonObject, name: string): string {
  const schemes = isObject(document.components) ? document.components.securitySchemes : undefined;
  const scheme = isObject(schemes) ? resolveNode(document, schemes[name]) : {};
  const { type, scheme: http = "", in: location = "", name: field = "" } = scheme as Record<string, string | undefined>;
  if (type === "apiKey") return apiKey(location, field);
  if (type === "http" && http.toLowerCase() !== "bearer") return `HTTP ${http.toLowerCase()} authentication`;
  if (type === "http" || type === "oauth2" || type === "openIdConnect") return "a bearer token";
  return `\`${name}\``;
}

/** Azure's Swagger 2.0 documents describe a bearer token as the header that it is in: Swagger 2.0 has no other way. */
function apiKey(location: string, field: string): string {
  if (location === "header" && field.toLowerCase() === "authorization") return "a bearer token";
  return `the ${location} parameter \`${field}\``;
}
