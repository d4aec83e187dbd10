import { latestApiVersion } from "../../../generated/versions.js";
import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { wrongHandler } from "../support/wrong-emulator.js";
import { mutantsOf, type Variant } from "../variants.js";

interface MemberPage {
  readonly value: readonly { readonly connectionId: string; readonly userId: string | null }[];
  readonly nextLink?: string | null;
}

type List = (call: Call, handler: Handler) => RestResponse;

/** Changes the page that is returned. */
const withPage =
  (change: (page: MemberPage, call: Call) => unknown): List =>
  (call, handler) => {
    const response = handler(call);
    return { ...response, body: change(response.body as MemberPage, call) };
  };
/** Changes the link to the next page, if there is one. */
const withNextLink = (change: (link: URL, call: Call) => URL | string) =>
  withPage(({ nextLink, ...rest }, call) =>
    nextLink === undefined ? rest : { ...rest, nextLink: String(change(new URL(String(nextLink)), call)) },
  );
/** Changes the query of the link to the next page. */
const withNextQuery = (change: (query: URLSearchParams, call: Call) => void) =>
  withNextLink((url, call) => {
    change(url.searchParams, call);
    return url;
  });

const EMULATOR = "The official emulator does so.";

const VARIANTS: readonly Variant<List>[] = [
  [
    "next-link-null",
    "The nextLink of the last page is null.",
    withPage(({ nextLink = null, ...rest }) => ({ ...rest, nextLink })),
    EMULATOR,
  ],
  [
    "next-link-empty",
    "The nextLink of the last page is empty.",
    withPage(({ nextLink = "", ...rest }) => ({ ...rest, nextLink })),
  ],
  ["next-link-missing", "No page has a nextLink.", withPage(({ value }) => ({ value }))],
  [
    "next-link-for-ever",
    "The nextLink of the last page leads to the first page.",
    withPage(({ value, nextLink }, { address }) => ({
      value,
      nextLink: nextLink ?? `${address}?api-version=${latestApiVersion}`,
    })),
  ],
  ["next-link-relative", "The nextLink is relative.", withNextLink((url) => `${url.pathname}${url.search}`)],
  [
    "next-link-to-another-host",
    "The nextLink leads to another host.",
    withNextLink((url) => `http://example.com${url.pathname}${url.search}`),
    "Prism answers so where the description has no example.",
  ],
  [
    "next-link-to-another-group",
    "The nextLink leads to another group.",
    withNextLink((url) => url.href.replace(/groups\/[^/]+/, "groups/another")),
  ],
  [
    "next-link-without-version",
    "The nextLink has no api-version.",
    withNextQuery((values) => values.delete("api-version")),
    "The example in the description of 2024-12-01 has none.",
  ],
  [
    "next-link-top-unchanged",
    "The top in the nextLink is not reduced.",
    withNextQuery((values, { values: { top } }) => top !== undefined && values.set("top", String(top))),
    "The example in the description of 2024-12-01 has it so.",
  ],
  ["next-link-top-missing", "The nextLink has no top.", withNextQuery((values) => values.delete("top"))],
  [
    "next-link-maxpagesize-missing",
    "The nextLink has no maxpagesize.",
    withNextQuery((values) => values.delete("maxpagesize")),
  ],
  [
    "next-link-maxpagesize-always",
    "The nextLink has a maxpagesize that was not requested.",
    withNextQuery((values) => !values.has("maxpagesize") && values.set("maxpagesize", "200")),
    EMULATOR,
  ],
  [
    "next-link-token-missing",
    "The nextLink has no continuationToken.",
    withNextQuery((values) => values.delete("continuationToken")),
  ],
  [
    "user-id-left-out",
    "A member without a user has no userId instead of null.",
    withPage(({ value, ...rest }) => ({
      value: value.map(({ userId, ...member }) => (userId === null ? member : { userId, ...member })),
      ...rest,
    })),
    "The listing of 2025-08-19 does not let it be null.",
  ],
  [
    "user-id-empty",
    "A member without a user has an empty userId.",
    withPage(({ value, ...rest }) => ({
      value: value.map((member) => ({ ...member, userId: member.userId ?? "" })),
      ...rest,
    })),
  ],
  [
    "user-id-missing",
    "No member has a userId.",
    withPage(({ value, ...rest }) => ({ value: value.map(({ connectionId }) => ({ connectionId })), ...rest })),
  ],
  [
    "ids-only",
    "The members are plain connection ids.",
    withPage(({ value, ...rest }) => ({ value: value.map(({ connectionId }) => connectionId), ...rest })),
  ],
  [
    "items",
    "The members are in items instead of value.",
    withPage(({ value, ...rest }) => ({ items: value, ...rest })),
  ],
  ["array", "The response is an array of members.", withPage(({ value }) => value)],
  [
    "value-null-when-empty",
    "An empty list is null.",
    withPage(({ value, ...rest }) => ({ value: value.length === 0 ? null : value, ...rest })),
  ],
  [
    "404-when-empty",
    "A group without members gets 404.",
    (call, handler) =>
      call.hub.members(String(call.values.group)).size === 0 ? { status: 404, listsApiVersions: true } : handler(call),
    "A simulator did so with groups that it did not know: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
  [
    "first-left-out",
    "The first member of each page is missing.",
    withPage(({ value, ...rest }) => ({ value: value.slice(1), ...rest })),
  ],
  [
    "first-twice",
    "The first member of each page is listed twice.",
    withPage(({ value, ...rest }) => ({ value: [...value.slice(0, 1), ...value], ...rest })),
  ],
  [
    "all-of-the-hub",
    "Every connection of the hub is listed.",
    (call, handler) => {
      const all = [...call.hub.connections.values()].map(({ id, userId }) => ({ connectionId: id, userId }));
      return call.values.top === undefined && call.values.maxpagesize === undefined
        ? { ...handler(call), body: { value: all } }
        : handler(call);
    },
  ],
  [
    "top-of-each-page",
    "top limits each page instead of the whole list.",
    (call, handler) =>
      call.values.top === undefined
        ? handler(call)
        : handler(
            withValues(call, {
              top: undefined,
              maxpagesize: Math.min(Number(call.values.top), Number(call.values.maxpagesize ?? 200)),
            }),
          ),
  ],
  [
    "token-alone-refused",
    "A continuationToken without top or maxpagesize is rejected.",
    (call, handler) =>
      call.values.continuationToken !== undefined &&
      call.values.top === undefined &&
      call.values.maxpagesize === undefined
        ? { status: 400, listsApiVersions: true }
        : handler(call),
  ],
  [
    "page-overlaps",
    "Each page starts with the last member of the previous page.",
    (call, handler) => {
      const token = call.values.continuationToken;
      if (token === undefined) return handler(call);
      const id = String(token);
      const continuationToken = id.slice(0, -1) + String.fromCharCode(id.charCodeAt(id.length - 1) - 1);
      return handler(withValues(call, { continuationToken }));
    },
  ],
  ["smallest-page", "Every page has one member.", (call, handler) => handler(withValues(call, { maxpagesize: 1 }))],
  [
    "text",
    "The media type of a page is text/plain.",
    (call, handler) => ({ ...handler(call), headers: { "Content-Type": "text/plain" } }),
  ],
];

export const paging: readonly Mutant[] = mutantsOf(
  "paging",
  {
    operations: ["listConnectionsInGroup"],
    cases: { written: "all", replays: "all", responses: "all", constraints: ["query"] },
    equivalent: {
      "next-link-maxpagesize-always": "Without maxpagesize, only a group of more than 200 members has a nextLink.",
    },
    make: wrongHandler,
  },
  VARIANTS,
);
