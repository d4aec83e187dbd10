/**
 * What a redirect is refused for; undefined if the response is none. A token names one address, and is nothing for another to
 * see, so none is followed.
 */
export function explainRedirect({ status, type, headers }: Response): string | undefined {
  // A browser hides where it leads.
  if (type !== "opaqueredirect" && (status < 300 || status > 399 || status === 304)) return undefined;
  const location = headers.get("Location")?.replace(/[?#].*/s, "");
  const to = location ? ` to ${location}` : "";
  return `The answer is a redirect${to}, which is not followed, because the token is for the address that was asked. Check the endpoint of the client.`;
}
