import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { wrongHandler } from "../support/wrong-emulator.js";

interface MemberPage {
  readonly value: readonly { readonly connectionId: string; readonly userId: string | null }[];
  readonly nextLink?: string | null;
}

type List = (call: Call, handler: Handler) => RestResponse;

/** Changes the page that is answered. */
const page =
  (change: (page: MemberPage, call: Call) => unknown): List =>
  (call, handler) => {
    const reply = handler(call);
    return { ...reply, body: change(reply.body as MemberPage, call) };
  };
/** Changes the address of the next page, where there is one. */
const link = (change: (link: URL, call: Call) => URL | string) =>
  page(({ nextLink, ...rest }, call) =>
    nextLink === undefined ? rest : { ...rest, nextLink: String(change(new URL(String(nextLink)), call)) },
  );
const query = (change: (query: URLSearchParams, call: Call) => void) =>
  link((url, call) => {
    change(url.searchParams, call);
    return url;
  });

const EMULATOR = "The official emulator does so.";

const VARIANTS: readonly (readonly [name: string, summary: string, list: List, history?: string])[] = [
  [
    "next-link-null",
    "The last page has a nextLink that is null.",
    page(({ nextLink = null, ...rest }) => ({ ...rest, nextLink })),
    EMULATOR,
  ],
  [
    "next-link-empty",
    "The last page has a nextLink that is empty.",
    page(({ nextLink = "", ...rest }) => ({ ...rest, nextLink })),
  ],
  ["next-link-missing", "No page has a nextLink.", page(({ value }) => ({ value }))],
  [
    "next-link-for-ever",
    "The last page has a nextLink to the first.",
    page(({ value, nextLink }, { address }) => ({ value, nextLink: nextLink ?? `${address}?api-version=2024-12-01` })),
  ],
  ["next-link-relative", "The nextLink is an address without a host.", link((url) => `${url.pathname}${url.search}`)],
  [
    "next-link-to-another-host",
    "The nextLink leads to another host.",
    link((url) => `http://example.com${url.pathname}${url.search}`),
    "Prism answers so where the description has no example.",
  ],
  [
    "next-link-to-another-group",
    "The nextLink leads to another group.",
    link((url) => url.href.replace(/groups\/[^/]+/, "groups/another")),
  ],
  [
    "next-link-without-version",
    "The nextLink has no api-version.",
    query((values) => values.delete("api-version")),
    "The example in the description of 2024-12-01 has none.",
  ],
  [
    "next-link-top-unchanged",
    "The top of the nextLink is that of the first request.",
    query((values, { values: { top } }) => top !== undefined && values.set("top", String(top))),
    "The example in the description of 2024-12-01 has it so.",
  ],
  ["next-link-top-missing", "The nextLink has no top.", query((values) => values.delete("top"))],
  [
    "next-link-maxpagesize-missing",
    "The nextLink has no maxpagesize.",
    query((values) => values.delete("maxpagesize")),
  ],
  [
    "next-link-maxpagesize-always",
    "The nextLink has a maxpagesize that was not asked for.",
    query((values) => !values.has("maxpagesize") && values.set("maxpagesize", "200")),
    EMULATOR,
  ],
  [
    "next-link-token-missing",
    "The nextLink has no continuationToken.",
    query((values) => values.delete("continuationToken")),
  ],
  [
    "user-id-left-out",
    "A member without a user has no userId, where it should say that there is none.",
    page(({ value, ...rest }) => ({
      value: value.map(({ userId, ...member }) => (userId === null ? member : { userId, ...member })),
      ...rest,
    })),
    "The listing of 2025-08-19 does not let it be null.",
  ],
  [
    "user-id-empty",
    "A member without a user has an empty userId.",
    page(({ value, ...rest }) => ({
      value: value.map((member) => ({ ...member, userId: member.userId ?? "" })),
      ...rest,
    })),
  ],
  [
    "user-id-missing",
    "No member has a userId.",
    page(({ value, ...rest }) => ({ value: value.map(({ connectionId }) => ({ connectionId })), ...rest })),
  ],
  [
    "ids-only",
    "The members are a list of ids.",
    page(({ value, ...rest }) => ({ value: value.map(({ connectionId }) => connectionId), ...rest })),
  ],
  ["items", "The members are called items.", page(({ value, ...rest }) => ({ items: value, ...rest }))],
  ["array", "The answer is the list itself.", page(({ value }) => value)],
  [
    "value-null-when-empty",
    "An empty list is null.",
    page(({ value, ...rest }) => ({ value: value.length === 0 ? null : value, ...rest })),
  ],
  [
    "404-when-empty",
    "A group without members is answered with 404.",
    (call, handler) =>
      call.hub.members(String(call.values.group)).size === 0 ? { status: 404, listsApiVersions: true } : handler(call),
    "A simulator did so with groups that it did not know: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
  [
    "first-left-out",
    "The first member is left out.",
    page(({ value, ...rest }) => ({ value: value.slice(1), ...rest })),
  ],
  [
    "first-twice",
    "The first member of a page is there twice.",
    page(({ value, ...rest }) => ({ value: [...value.slice(0, 1), ...value], ...rest })),
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
    "top is the size of a page.",
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
    "A continuationToken by itself is refused.",
    (call, handler) =>
      call.values.continuationToken !== undefined &&
      call.values.top === undefined &&
      call.values.maxpagesize === undefined
        ? { status: 400, listsApiVersions: true }
        : handler(call),
  ],
  [
    "page-overlaps",
    "A page begins with the last member of the one before.",
    (call, handler) => {
      const token = call.values.continuationToken;
      if (token === undefined) return handler(call);
      const id = String(token);
      const continuationToken = id.slice(0, -1) + String.fromCharCode(id.charCodeAt(id.length - 1) - 1);
      return handler(withValues(call, { continuationToken }));
    },
  ],
  [
    "smallest-page",
    "A page has one member, whatever is asked for.",
    (call, handler) => handler(withValues(call, { maxpagesize: 1 })),
  ],
  [
    "text",
    "The page is said to be plain text.",
    (call, handler) => ({ ...handler(call), headers: { "Content-Type": "text/plain" } }),
  ],
];

/** Why no case can tell a wrong server from a right one. */
const EQUIVALENT: Readonly<Record<string, string>> = {
  "next-link-maxpagesize-always":
    "It takes more than 200 members to get a nextLink where no maxpagesize was asked for.",
};

export const paging: readonly Mutant[] = VARIANTS.map(([name, summary, list, history]) =>
  wrongHandler(
    {
      id: `paging/${name}`,
      summary,
      history,
      equivalentBecause: EQUIVALENT[name],
      cases: /^(?!.*\/(path|token)-)/,
    },
    ["listConnectionsInGroup"],
    list,
  ),
);
