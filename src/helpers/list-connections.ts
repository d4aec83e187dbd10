import type { components } from "../../generated/types.js";
import type { Settings } from "../client/client-options.js";
import { type ClientWith, getClientSettings } from "../client/client-settings.js";
import type { RequestOptions } from "../client/client-types.js";
import { REQUEST_OPTIONS } from "../client/request-options.js";
import { unusableResponseError } from "../response/unusable-response.js";
import { requireKnown } from "../shared/invalid-input.js";
import { type NextPage, type PageQuery, readNextLink } from "./next-link.js";

const OPERATION = "listConnectionsInGroup";
const PATH = "/api/hubs/{hub}/groups/{group}/connections";

/** A connection in a group, and its user: null or undefined if it is anonymous. */
export type GroupMember = components["schemas"]["GroupMember"];

/** Which members to list, and the limits of the request for each page. */
export interface ListConnectionsOptions extends RequestOptions {
  hub: string;
  group: string;
  /** Maximum number of members over all pages. Minimum 1. @default all */
  top?: number | undefined;
  /** Maximum number of members on a page: 1 to 200. @default the service decides */
  maxPageSize?: number | undefined;
  /** Where to continue: the token of a page of an earlier listing. `top` counts from there. @default the beginning */
  continuationToken?: string | undefined;
}

/** The members in one response of the service. */
export interface ConnectionPage {
  /** In no particular order. May be empty, even if there are more pages. */
  readonly members: readonly GroupMember[];
  /** Continues the listing after this page; undefined on the last page. */
  readonly continuationToken: string | undefined;
}

/** The members of a group. Iterating again lists them again. */
export interface PagedConnections extends AsyncIterable<GroupMember> {
  /**
   * Lists page by page. The result can be iterated once.
   *
   * @param options.continuationToken where to continue, instead of the token in {@link ListConnectionsOptions}
   * @example
   * for await (const { members, continuationToken } of listConnections(client, { hub, group }).byPage()) {
   *   console.log(members.length, continuationToken);
   * }
   */
  byPage(options?: { continuationToken?: string | undefined }): AsyncGenerator<ConnectionPage, void, undefined>;
}

/**
 * Lists the members of a group (`listConnectionsInGroup`), member by member or page by page.
 *
 * Nothing is sent before the first member is requested, and no further page before the members of the current one are
 * used up: stop iterating to stop requesting. Each page is a call with its own token, `timeout`, `deadline` and retries.
 *
 * Iterating throws a `WebPubSubError` if a page fails, or if its `nextLink` leads to another URL than the endpoint's or
 * the reverse proxy's, or was followed before, or if more than 100 pages in a row are empty; an `InvalidInputError` if a value is invalid.
 *
 * @param client a client of api-version 2024-12-01 or later; earlier api-versions do not have the operation
 * @see https://learn.microsoft.com/rest/api/webpubsub/dataplane/web-pub-sub
 * @example
 * for await (const { connectionId, userId } of listConnections(client, { hub: "chat", group: "lobby" })) {
 *   console.log(connectionId, userId ?? "anonymous");
 * }
 */
export function listConnections(client: ClientWith<typeof PATH>, options: ListConnectionsOptions): PagedConnections {
  return {
    async *byPage({ continuationToken = options.continuationToken } = {}) {
      for await (const { members, readNext } of pages(client, { ...options, continuationToken })) {
        yield { members, continuationToken: readNext()?.continuationToken };
      }
    },
    async *[Symbol.asyncIterator]() {
      for await (const { members } of pages(client, options)) yield* members;
    },
  };
}

const NAMES = ["hub", "group", "top", "maxPageSize", "continuationToken", ...REQUEST_OPTIONS];
/** How many pages back a `nextLink` is recognized as followed before, so that memory stays bounded. */
const MAX_REQUESTED_PAGES = 1000;

/** How many empty pages may follow each other. */
const MAX_EMPTY_PAGES = 100;

interface Page {
  readonly members: readonly GroupMember[];
  /**
   * Reads the `nextLink`; undefined if there is none, or if nothing is left to list. Called late, so that the members of a page are not
   * lost if its link is wrong.
   */
  readonly readNext: () => NextPage | undefined;
}

async function* pages(
  client: ClientWith<typeof PATH>,
  options: ListConnectionsOptions,
): AsyncGenerator<Page, void, undefined> {
  requireKnown("listConnections", options, NAMES);
  const { hub, group, top, maxPageSize, continuationToken, ...limits } = options;
  const settings = getClientSettings(client);
  let query: PageQuery | undefined = { top, maxpagesize: maxPageSize, continuationToken };
  const requested = new Set<string>();
  // The server may return more than `top`, or forget it in a `nextLink`.
  let remaining = top ?? Number.POSITIVE_INFINITY;
  let emptyPages = 0;
  while (query !== undefined) {
    requested.add(keyOf(query));
    if (requested.size > MAX_REQUESTED_PAGES) requested.delete(requested.values().next().value as string);
    const { data, response } = await client.GET(PATH, {
      params: { path: { hub, group }, query },
      ...limits,
      throwOnError: true,
    });
    const { value, nextLink } = (data ?? {}) as Partial<typeof data>;
    if (!Array.isArray(value)) {
      throw unusableResponseError(OPERATION, response, "returned a page without a `value` array.");
    }
    const readNext = () => {
      // The page was the last one, or cut: a link would lead past the members that were left out.
      if (remaining <= 0) return undefined;
      const next = readNextLink(OPERATION, response, nextLink, addressesOf(settings, hub, group));
      if (next === undefined || !requested.has(keyOf(next))) return next;
      const problem = "returned a `nextLink` that was already followed; listing stopped to avoid an endless loop.";
      throw unusableResponseError(OPERATION, response, problem);
    };
    emptyPages = value.length > 0 ? 0 : emptyPages + 1;
    if (emptyPages > MAX_EMPTY_PAGES) {
      throw unusableResponseError(OPERATION, response, `returned ${emptyPages} empty pages one after the other.`);
    }
    const members: readonly GroupMember[] = value.slice(0, remaining);
    remaining -= members.length;
    yield { members, readNext };
    query = readNext();
  }
}

function keyOf({ top, maxpagesize, continuationToken }: PageQuery): string {
  return JSON.stringify([top, maxpagesize, continuationToken]);
}

/**
 * The URLs that the `nextLink` of a listing may have. Behind a reverse proxy, the service writes its own URL, or the proxy's host,
 * which it reads from the request, without the part of the path that the proxy removes.
 */
function addressesOf({ endpoint, baseUrl }: Settings, hub: string, group: string): [string, ...string[]] {
  const path = PATH.replace("{hub}", () => encodeURIComponent(hub)).replace("{group}", () => encodeURIComponent(group));
  return [baseUrl + path, endpoint + path, new URL(baseUrl).origin + path];
}
