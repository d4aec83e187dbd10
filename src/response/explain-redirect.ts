/**
 * Says why a redirect is an error; undefined if the response is not a redirect. A redirect is never followed: the token
 * is valid for one URL only, and no other server may see it.
 */
export function explainRedirect({ status, type, headers }: Response): string | undefined {
  // A browser hides where it leads.
  if (type !== "opaqueredirect" && (status < 300 || status > 399 || status === 304)) return undefined;
  const location = headers.get("Location")?.replace(/[?#].*/s, "");
  const target = location ? ` to ${location}` : "";
  return `The service redirected${target}. Redirects are not followed: the token is valid for the requested URL only. Check \`endpoint\`.`;
}
