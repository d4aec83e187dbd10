/**
 * Explains why a redirect is an error; undefined if the response is not a redirect. The client follows none: the token is valid for
 * one URL only, and no other server may see it.
 */
export function explainRedirect({ status, type, headers }: Response): string | undefined {
  // A browser hides the status and the target.
  if (type !== "opaqueredirect" && (status < 300 || status > 399 || status === 304)) return undefined;
  const location = headers.get("Location")?.replace(/[?#].*/s, "");
  const target = location ? ` to ${location}` : "";
  return `The service redirected${target}. Redirects are not followed: the token is valid for the requested URL only. Check \`endpoint\`.`;
}
