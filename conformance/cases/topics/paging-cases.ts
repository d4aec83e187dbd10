import { type Exchange, jsonOf } from "../../wire/exchange.js";
import type { CaseContext } from "../case-context.js";
import { slug } from "../case-ids.js";
import { expectSamePlace, idsOn, pageOf, pagesOf } from "../support/member-list.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "listConnectionsInGroup";
const { must, should, may, atLevel } = casesOf("paging", {
  operation,
  aspect: "responses",
  needs: ["state", "sockets"],
});
type PagingQuery = Readonly<{ top?: number; maxpagesize?: number }>;

/** How many of six members a list has, and its page sizes. The first four are recorded; the others follow from the parameters' descriptions. */
const LISTS: readonly { requested: PagingQuery; pages: readonly number[]; recorded: boolean }[] = [
  { requested: { top: 6 }, pages: [6], recorded: true },
  { requested: { top: 3 }, pages: [3], recorded: true },
  { requested: { maxpagesize: 2 }, pages: [2, 2, 2], recorded: true },
  { requested: { top: 5, maxpagesize: 2 }, pages: [2, 2, 1], recorded: true },
  { requested: { top: 7 }, pages: [6], recorded: false },
  { requested: { top: 2, maxpagesize: 5 }, pages: [2], recorded: false },
  { requested: { top: 4, maxpagesize: 2 }, pages: [2, 2], recorded: false },
  { requested: { maxpagesize: 4 }, pages: [4, 2], recorded: false },
  { requested: { maxpagesize: 6 }, pages: [6], recorded: false },
];

/** The query of the first link, in the recorded order. */
const LINKS: readonly { requested: PagingQuery; query: readonly string[] }[] = [
  { requested: { maxpagesize: 2 }, query: ["maxpagesize=2", "continuationToken", "api-version"] },
  { requested: { maxpagesize: 2, top: 5 }, query: ["top=3", "maxpagesize=2", "continuationToken", "api-version"] },
];

export const pagingCases: readonly WrittenCase[] = [
  must("link-is-absolute", "The nextLink is an absolute URL.", "E21", async (context) => {
    await firstLink(context, { maxpagesize: 2 });
  }),
  may("link-leads-to-the-same-list", "The nextLink has the host and path of the request.", "E21", async (context) => {
    const { exchange, link } = await firstLink(context, { maxpagesize: 2 });
    expectSamePlace(context, exchange, link.href);
  }),
  ...LISTS.flatMap(({ requested, pages, recorded }): WrittenCase[] => {
    const parameters = Object.entries(requested).map(([name, value]) => `${name}=${value}`);
    const id = parameters.join("-").replaceAll("=", "-");
    const given = `With six members, ${parameters.join(" and ")} ${parameters.length === 1 ? "gives" : "give"}`;
    const source = requested.top === undefined ? "parameter maxpagesize" : "parameter top";
    const count = pages.reduce((sum, size) => sum + size);
    const aspect = { aspect: "parameters" } as const;
    return [
      must(
        id,
        `${given} ${count} of them, each once${requested.maxpagesize === undefined ? "" : ", and no larger page"}.`,
        source,
        async (context) => {
          const members = await sixMembers(context);
          const found = await pagesOf(context, "room", requested);
          const largest = Math.max(...found.map(({ value }) => value.length));
          const { maxpagesize = largest } = requested;
          context.expect(largest <= maxpagesize, `Expected at most ${maxpagesize} members on a page, got ${largest}.`);
          context.expectEqual("number of members", idsOn(found).length, count);
          expectEachOnce(context, idsOn(found), members);
        },
        aspect,
      ),
      // A page may have fewer members than maxpagesize.
      atLevel(
        recorded ? "SHOULD" : "MAY",
        `${id}/pages`,
        `${given} ${pagesInWords(pages)}.`,
        source,
        async (context) => {
          await sixMembers(context);
          const sizes = (await pagesOf(context, "room", requested)).map(({ value }) => value.length);
          context.expectEqual("page sizes", sizes, pages);
        },
        aspect,
      ),
    ];
  }),
  ...LINKS.map(({ requested, query }): WrittenCase => {
    const words = Object.keys(requested).join(" and ");
    // Opaque to clients: a server may keep everything in the token.
    return may(
      `link-has-what-was-asked-for/${slug(words)}`,
      `With ${words}, the query of nextLink is ${query.join(", ")}, and nothing else.`,
      "E21",
      async (context) => {
        const { exchange, link } = await firstLink(context, requested);
        const found = queryOf(link);
        context.expectEqual("nextLink query", [...found].sort(), [...query].sort(), exchange);
        const [version, sent] = [link, exchange.request.url].map((url) => url.searchParams.get("api-version"));
        context.expectEqual("nextLink api-version", version, sent, exchange);
      },
    );
  }),
  may("no-link-as-recorded", "The last page has no member nextLink.", "E21", async (context) => {
    await sixMembers(context);
    const exchange = await context.expectAccepted(operation, { path: { group: "room" } });
    context.expectEqual("members", Object.keys(jsonOf(exchange) as object), ["value"], exchange);
  }),
  may(
    "link-in-the-recorded-order",
    "The query of nextLink is in the order top, maxpagesize, continuationToken, api-version.",
    "E21",
    async (context) => {
      await sixMembers(context);
      for (const { requested, query } of LINKS) {
        const { exchange, link } = await firstLinkOf(context, requested);
        const found = queryOf(link);
        context.expectEqual("nextLink query", found, query, exchange);
      }
    },
  ),
  may(
    "link-counts-top-down",
    "The top in nextLink counts down by the members listed: with top=5 and maxpagesize=2 it is 3, then 1.",
    "E21",
    async (context) => {
      await sixMembers(context);
      const pages = await pagesOf(context, "room", { top: 5, maxpagesize: 2 });
      const tops = pages.map(({ nextLink }) =>
        nextLink === undefined ? null : new URL(nextLink).searchParams.get("top"),
      );
      context.expectEqual("tops of the links", tops, ["3", "1", null]);
    },
  ),
  should(
    "token-alone",
    "A continuationToken without top and maxpagesize lists all remaining members.",
    "parameter continuationToken",
    async (context) => {
      const members = await sixMembers(context);
      const { exchange, link } = await firstLinkOf(context, { maxpagesize: 2 });
      const continuationToken = link.searchParams.get("continuationToken");
      const rest = await pagesOf(context, "room", { continuationToken });
      expectEachOnce(context, idsOn([pageOf(context, exchange), ...rest]), members);
    },
    { aspect: "parameters" },
  ),
];

function pagesInWords(sizes: readonly number[]): string {
  const [last, ...others] = [...sizes].reverse();
  return others.length === 0 ? `one page of ${last}` : `pages of ${others.reverse().join(", ")} and ${last}`;
}

async function sixMembers(context: CaseContext): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < 6) ids.push((await context.connect({ groups: ["room"] })).id);
  return ids;
}

/** Connects six members, lists them, and returns the link of the first page. */
async function firstLink(context: CaseContext, requested: PagingQuery): Promise<{ exchange: Exchange; link: URL }> {
  await sixMembers(context);
  return firstLinkOf(context, requested);
}

async function firstLinkOf(context: CaseContext, requested: PagingQuery): Promise<{ exchange: Exchange; link: URL }> {
  const exchange = await context.expectAccepted(operation, { path: { group: "room" }, query: requested });
  const { nextLink = "" } = pageOf(context, exchange);
  context.expect(URL.canParse(nextLink), "Expected a nextLink with an absolute URL on the first page.", exchange);
  return { exchange, link: new URL(nextLink) };
}

/** The query of a link, without the values of tokens, which may have any form, and of the api-version. */
function queryOf({ searchParams }: URL): string[] {
  return [...searchParams].map(([name, value]) =>
    name === "continuationToken" || name === "api-version" ? name : `${name}=${value}`,
  );
}

/** Checks that no member is listed twice, and only members are. The page sizes show how many there are. */
function expectEachOnce(context: CaseContext, listed: readonly string[], members: readonly string[]): void {
  context.expect(new Set(listed).size === listed.length, "A connection is listed twice.");
  const stranger = listed.find((id) => !members.includes(id));
  context.expect(stranger === undefined, `${stranger} is listed but is not a member.`);
}
