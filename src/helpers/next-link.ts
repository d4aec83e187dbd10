import { unusableResponseError } from "../response/unusable-response.js";
import { cut } from "../shared/invalid-input.js";

/** What is asked for of a listing, as it stands in the query. */
export interface PageQuery {
  readonly top?: number | undefined;
  readonly maxpagesize?: number | undefined;
  readonly continuationToken?: string | undefined;
}

export type NextPage = PageQuery & { readonly continuationToken: string };

/**
 * What the `nextLink` of a page asks for; undefined where there is none, as on the last page.
 *
 * A link is never requested itself: the next request is made of these values, and goes where the first one went. So a
 * token cannot be led astray, and a service behind a proxy may write either's address.
 *
 * @param addresses where the listing is, by any name of the service; the first is the one that was requested
 * @throws {WebPubSubError} if the link is for another address, or without the values that make it one
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
    unusableResponseError(operation, response, `gave a nextLink ${problem}. It was not followed.`);

  const [requested] = addresses;
  if (typeof link !== "string" || !URL.canParse(link, requested)) throw unusable("that is no address");
  const url = new URL(link, requested);
  const place = placeOf(url);
  if (!addresses.some((address) => placeOf(new URL(address)) === place)) {
    throw unusable(
      `to ${cut(url.origin + url.pathname, 200)}, which is not where the listing is, ${requested}. If a proxy is between, name it as \`reverseProxyEndpoint\``,
    );
  }
  const continuationToken = url.searchParams.get("continuationToken");
  if (!continuationToken) throw unusable("without a continuationToken, which would begin anew");
  const [top, maxpagesize] = ["top", "maxpagesize"].map((name) => {
    const value = url.searchParams.get(name);
    if (value === null) return undefined;
    if (/^[1-9]\d{0,9}$/.test(value)) return Number(value);
    throw unusable(`whose ${name} is ${JSON.stringify(cut(value, 200))}, which is no whole number from 1`);
  });
  return { top, maxpagesize, continuationToken };
}

/** Where an address leads, whatever is percent-encoded in it; the hub without regard to letter case, as the service has it. */
function placeOf({ origin, pathname }: URL): string {
  const steps = pathname.split("/").map(decode);
  const hub = steps.length - 4;
  return JSON.stringify([origin, ...steps.map((step, index) => (index === hub ? step.toLowerCase() : step))]);
}

/** More than once, as the service may decode `%252F` and write it as `%2F`. Bounded, as a link may be of any length. */
function decode(text: string): string {
  let decoded = text;
  try {
    for (let times = 0; times < 5; times += 1) decoded = decodeURIComponent(decoded);
  } catch {
    // What is no percent-encoding stays as it is.
  }
  return decoded;
}
