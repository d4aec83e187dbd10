import { unusableResponseError } from "../response/unusable-response.js";
import { cut } from "../shared/invalid-input.js";

/** The query of a request for a page. */
export interface PageQuery {
  readonly top?: number | undefined;
  readonly maxpagesize?: number | undefined;
  readonly continuationToken?: string | undefined;
}

export type NextPage = PageQuery & { readonly continuationToken: string };

/**
 * Reads the `nextLink` of a page.
 *
 * The link itself is never requested: the next request is made from its values and goes to the address of the first. Therefore no
 * other server can receive a token, and a service behind a proxy may write its own URL or the proxy's.
 *
 * @param addresses the URLs that a link may have; the first is the requested one
 * @returns undefined without a link, as on the last page
 * @throws {WebPubSubError} if the link leads elsewhere, or is incomplete
 */
export function readNextLink(
  operation: string,
  response: Response,
  link: unknown,
  addresses: readonly [string, ...string[]],
): NextPage | undefined {
  // The official emulator writes null on the last page.
  if (link === undefined || link === null || link === "") return undefined;
  const unusable = (problem: string) =>
    unusableResponseError(operation, response, `returned a \`nextLink\` ${problem}. It was not followed.`);

  const [requested] = addresses;
  if (typeof link !== "string" || !URL.canParse(link, requested)) throw unusable("that is not a URL");
  const url = new URL(link, requested);
  const place = placeOf(url);
  if (!addresses.some((address) => placeOf(new URL(address)) === place)) {
    throw unusable(
      `to ${cut(url.href.replace(/[?#].*/, ""), 200)}, but the listing is at ${requested}. Behind a proxy, set \`reverseProxyEndpoint\``,
    );
  }
  const continuationToken = url.searchParams.get("continuationToken");
  if (!continuationToken) throw unusable("without continuationToken");
  const [top, maxpagesize] = ["top", "maxpagesize"].map((name) => {
    const value = url.searchParams.get(name);
    if (value === null) return undefined;
    if (/^[1-9]\d{0,9}$/.test(value)) return Number(value);
    throw unusable(`with ${name}=${JSON.stringify(cut(value, 200))} (must be an integer of at least 1)`);
  });
  return { top, maxpagesize, continuationToken };
}

/**
 * A URL in a comparable form: percent-decoded, the hub in lower case, as the service compares it. Without its scheme, which a server behind
 * a proxy that ends TLS does not know.
 */
function placeOf({ host, pathname }: URL): string {
  const segments = pathname.split("/").map(decode);
  const hub = segments.length - 4;
  return JSON.stringify([host, ...segments.map((segment, index) => (index === hub ? segment.toLowerCase() : segment))]);
}

/** Decodes repeatedly, because the service may decode `%252F` and write `%2F`; at most five times, to stay bounded. */
function decode(text: string): string {
  let decoded = text;
  try {
    for (let times = 0; times < 5; times += 1) decoded = decodeURIComponent(decoded);
  } catch {
    // An invalid percent-encoding stays unchanged.
  }
  return decoded;
}
