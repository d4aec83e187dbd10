import { type Exchange, jsonOf } from "../../wire/exchange.js";
import type { CaseContext } from "../case-context.js";

export interface MemberPage {
  readonly value: readonly { readonly connectionId: string; readonly userId?: string | null }[];
  readonly nextLink?: string;
}

/** More pages than any case requests. */
const MAX_PAGES = 10;

/** Lists the members of a group: every page, from the first to the one without a link. */
export async function pagesOf(
  context: CaseContext,
  group: string,
  query: Readonly<Record<string, unknown>> = {},
): Promise<MemberPage[]> {
  const pages: MemberPage[] = [];
  let exchange = await context.expectAccepted("listConnectionsInGroup", { path: { group }, query });
  for (;;) {
    const page = pageOf(context, exchange);
    pages.push(page);
    if (page.nextLink === undefined) return pages;
    context.expect(pages.length < MAX_PAGES, `The list goes on after ${MAX_PAGES} pages.`, exchange);
    exchange = await follow(context, exchange, page.nextLink);
  }
}

/** The ids of all members of a group. */
export async function memberIds(context: CaseContext, group: string): Promise<string[]> {
  return idsOn(await pagesOf(context, group));
}

/** Reads a page. A link that is null is none. */
export function pageOf(context: CaseContext, exchange: Exchange): MemberPage {
  const { value, nextLink } = Object(jsonOf(exchange)) as { value?: unknown; nextLink?: unknown };
  context.expect(
    Array.isArray(value) && value.every((member) => typeof member?.connectionId === "string"),
    "Expected a page: an object whose value is an array of members, each with a connectionId.",
    exchange,
  );
  const members = value as MemberPage["value"];
  return nextLink === undefined || nextLink === null
    ? { value: members }
    : { value: members, nextLink: String(nextLink) };
}

export function idsOn(pages: readonly MemberPage[]): string[] {
  return pages.flatMap(({ value }) => value.map(({ connectionId }) => connectionId));
}

/**
 * Requests what a link leads to, at the address of the target: behind a proxy the link may have the address of the server, and
 * a token must not be sent anywhere else.
 */
async function follow(context: CaseContext, exchange: Exchange, link: string): Promise<Exchange> {
  context.expect(URL.canParse(link), `The nextLink ${link} is not absolute.`, exchange);
  const prefix = new URL(context.target.endpoint).pathname.replace(/\/$/, "");
  const path = exchange.request.url.pathname.slice(prefix.length) + new URL(link).search;
  // The link has the whole query.
  const query = { "api-version": undefined };
  const next = await context.sendRaw("listConnectionsInGroup", { query }, { path });
  context.expectResponse("listConnectionsInGroup", next, 200);
  return next;
}

/** Checks that a link has the address and the path of the list that it comes from. */
export function expectSamePlace(context: CaseContext, exchange: Exchange, link: string): void {
  context.expect(URL.canParse(link), `The nextLink ${link} is not absolute.`, exchange);
  const { origin, pathname } = new URL(link);
  const { endpoint, audience = endpoint } = context.target;
  const origins = [endpoint, audience].map((address) => new URL(address).origin);
  if (!origins.includes(origin)) context.expectEqual("nextLink origin", origin, origins[0], exchange);
  context.expectEqual("nextLink path", pathname, exchange.request.url.pathname, exchange);
}
