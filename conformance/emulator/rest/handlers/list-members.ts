import type { Connection } from "../../state/connection.js";
import { JSON_HEADERS } from "../response/rest-response.js";
import { type Call, type Handler, text } from "./handler.js";

const MAX_PAGE_SIZE = 200;

/**
 * Returns a page of the members of a group. They are sorted by id, so that pages neither repeat nor miss a member that stays
 * while others join and leave.
 */
export const listConnectionsInGroup: Handler = (call) => {
  const { top, maxpagesize } = call.values as { top?: number; maxpagesize?: number };
  const after = lastListed(call.values.continuationToken as string | undefined);
  const members = [...call.hub.members(text(call, "group"))].map(({ id, userId }) => ({ connectionId: id, userId }));
  const left = members.sort(byId).filter(({ connectionId }) => after === undefined || connectionId > after);
  const value = left.slice(0, Math.min(maxpagesize ?? MAX_PAGE_SIZE, top ?? Number.POSITIVE_INFINITY));
  const topLeft = top === undefined ? undefined : top - value.length;
  const more = left.length > value.length && topLeft !== 0;
  const body = {
    value,
    ...(more && { nextLink: nextLink(call, topLeft, maxpagesize, value.at(-1)?.connectionId ?? "") }),
  };
  return { status: 200, listsApiVersions: true, headers: JSON_HEADERS, body };
};

function byId(a: { connectionId: Connection["id"] }, b: { connectionId: Connection["id"] }): number {
  return a.connectionId < b.connectionId ? -1 : 1;
}

/** With the parameters in the order of the service, and only those that the request has. */
function nextLink(call: Call, top: number | undefined, maxpagesize: number | undefined, token: string): string {
  const query = [
    ...(top === undefined ? [] : [`top=${top}`]),
    ...(maxpagesize === undefined ? [] : [`maxpagesize=${maxpagesize}`]),
    `continuationToken=${encodeURIComponent(token)}`,
    `api-version=${text(call, "api-version")}`,
  ];
  return `${call.address}?${query.join("&")}`;
}

/** The service also accepts a whole `nextLink` as the token. */
function lastListed(token: string | undefined): string | undefined {
  if (token === undefined || !URL.canParse(token)) return token;
  return new URL(token).searchParams.get("continuationToken") ?? undefined;
}
