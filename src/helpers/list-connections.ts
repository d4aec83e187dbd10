import type { components } from "../../generated/2024-12-01/types.js";
import type { ApiVersions } from "../../generated/index.js";
import type { Settings } from "../client/client-options.js";
import { getClientSettings } from "../client/client-settings.js";
import type { Client } from "../client/client-types.js";
import { unusableResponseError } from "../response/unusable-response.js";
import { pickRequestOptions, type RequestOptions } from "./call-limits.js";
import { type PageQuery, readNextLink } from "./next-link.js";

const OPERATION = "listConnectionsInGroup";
const PATH = "/api/hubs/{hub}/groups/{group}/connections";

/** A connection in a group, and its user: null or not there where it is anonymous. */
export type GroupMember = components["schemas"]["GroupMember"];

/** Which members are listed, and within which limits each page is asked for. */
export interface ListConnectionsOptions extends RequestOptions {
  hub: string;
  group: string;
  /** How many members are listed at the most, over all pages. From 1. @default all */
  top?: number | undefined;
  /** How many members a page has at the most. From 1 to 200. @default as the service likes */
  maxpagesize?: number | undefined;
  /** Where to go on: that of a page of an earlier listing. `top` counts from there. @default from the beginning */
  continuationToken?: string | undefined;
}

/** Some of the members, as the service gave them in one response. */
export interface ConnectionPage {
  /** In no particular order. May be none, also where there are more pages. */
  readonly members: readonly GroupMember[];
  /** Where the next page begins; undefined on the last page. */
  readonly continuationToken: string | undefined;
}

/** The members of a group. To iterate it again is to list them again. */
export interface PagedConnections extends AsyncIterable<GroupMember> {
  /**
   * The pages, to be iterated once.
   *
   * @param options.continuationToken as in {@link ListConnectionsOptions}, which it takes the place of
   */
  byPage(options?: { continuationToken?: string | undefined }): AsyncGenerator<ConnectionPage, void, undefined>;
}

/**
 * Lists the members of a group, member by member or page by page.
 *
 * Nothing is sent before the first one is asked for, and no further page before the one at hand is used up: whoever stops
 * iterating stops requesting. Each page is a request of its own, with its own token, `timeout`, `deadline` and retries.
 *
 * Iterating throws a `WebPubSubError` if a page fails, or if its `nextLink` is to another address than the endpoint's or the
 * reverse proxy's, or was there before; an `InvalidInputError` if a value does not fit the description.
 *
 * @param client one of api-version 2024-12-01 or later: earlier ones have no such operation.
 * @example
 * for await (const { connectionId, userId } of listConnections(client, { hub: "chat", group: "lobby" })) {
 *   console.log(connectionId, userId ?? "anonymous");
 * }
 */
export function listConnections(
  client: Client<ApiVersions["2024-12-01"]>,
  options: ListConnectionsOptions,
): PagedConnections {
  const byPage: PagedConnections["byPage"] = ({ continuationToken = options.continuationToken } = {}) =>
    pages(client, { ...options, continuationToken });
  return {
    byPage,
    async *[Symbol.asyncIterator]() {
      for await (const { members } of byPage()) yield* members;
    },
  };
}

async function* pages(
  client: Client<ApiVersions["2024-12-01"]>,
  { hub, group, top, maxpagesize, continuationToken, ...limits }: ListConnectionsOptions,
): AsyncGenerator<ConnectionPage, void, undefined> {
  const settings = getClientSettings(client);
  let query: PageQuery | undefined = { top, maxpagesize, continuationToken };
  const asked = new Set<string>();
  while (query !== undefined) {
    asked.add(keyOf(query));
    const { data, response } = await client.GET(PATH, {
      params: { path: { hub, group }, query },
      ...pickRequestOptions(limits),
      throwOnError: true,
    });
    const { value: members, nextLink } = (data ?? {}) as Partial<typeof data>;
    if (!Array.isArray(members)) {
      throw unusableResponseError(OPERATION, response, "was answered with a page that has no list of members.");
    }
    query = readNextLink(OPERATION, response, nextLink, addressesOf(settings, hub, group));
    if (query !== undefined && asked.has(keyOf(query))) {
      throw unusableResponseError(
        OPERATION,
        response,
        "gave a nextLink that was followed before, and would never end.",
      );
    }
    yield { members, continuationToken: query?.continuationToken };
  }
}

function keyOf({ top, maxpagesize, continuationToken }: PageQuery): string {
  return JSON.stringify([top, maxpagesize, continuationToken]);
}

/**
 * Where the listing may say that it is. Behind a reverse proxy the service writes its own address, or the proxy's host,
 * which it finds in the request, without what the proxy takes off the path.
 */
function addressesOf({ endpoint, baseUrl }: Settings, hub: string, group: string): [string, ...string[]] {
  const path = PATH.replace("{hub}", () => encodeURIComponent(hub)).replace("{group}", () => encodeURIComponent(group));
  return [baseUrl + path, endpoint + path, new URL(baseUrl).origin + path];
}
