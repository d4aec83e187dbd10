import { isDeepStrictEqual } from "node:util";
import type { Exchange } from "../../wire/exchange.js";
import type { CaseContext } from "../case-context.js";
import { slug } from "../case-ids.js";
import { expectSamePlace, idsOn, pageOf, pagesOf } from "../support/member-list.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "listConnectionsInGroup";
const { must, should, atLevel } = casesOf("paging", { operation, aspect: "responses", needs: ["state", "sockets"] });
type PagingQuery = Readonly<{ top?: number; maxpagesize?: number }>;

/** How six members are listed. The first four are recorded; the others follow from what the parameters are said to do. */
const LISTS: readonly { asked: PagingQuery; pages: readonly number[]; level: "MUST" | "SHOULD" }[] = [
  { asked: { top: 6 }, pages: [6], level: "MUST" },
  { asked: { top: 3 }, pages: [3], level: "MUST" },
  { asked: { maxpagesize: 2 }, pages: [2, 2, 2], level: "MUST" },
  { asked: { top: 5, maxpagesize: 2 }, pages: [2, 2, 1], level: "MUST" },
  { asked: { top: 7 }, pages: [6], level: "SHOULD" },
  { asked: { top: 2, maxpagesize: 5 }, pages: [2], level: "SHOULD" },
  { asked: { top: 4, maxpagesize: 2 }, pages: [2, 2], level: "SHOULD" },
  { asked: { maxpagesize: 4 }, pages: [4, 2], level: "SHOULD" },
  { asked: { maxpagesize: 6 }, pages: [6], level: "SHOULD" },
];

/** What the query of the first link has, in the order of the recordings. */
const LINKS: readonly { asked: PagingQuery; query: readonly string[] }[] = [
  { asked: { maxpagesize: 2 }, query: ["maxpagesize=2", "continuationToken", "api-version"] },
  { asked: { maxpagesize: 2, top: 5 }, query: ["top=3", "maxpagesize=2", "continuationToken", "api-version"] },
];

export const pagingCases: readonly WrittenCase[] = [
  ...LISTS.map(({ asked, pages, level }): WrittenCase => {
    const parameters = Object.entries(asked).map(([name, value]) => `${name}=${value}`);
    const words = parameters.join("-").replaceAll("=", "-");
    return atLevel(
      level,
      words,
      `Of six members, a list with ${parameters.join(" and ")} has pages of ${pages.join(", ")}: nobody twice, and no link on the last page.`,
      asked.top === undefined ? "parameter maxpagesize" : "parameter top",
      async (context) => {
        const members = await sixMembers(context);
        const found = await pagesOf(context, "room", asked);
        const sizes = found.map(({ value }) => value.length);
        context.expect(isDeepStrictEqual(sizes, pages), `The pages have ${sizes} members, and should have ${pages}.`);
        expectEachOnce(context, idsOn(found), members);
      },
      { aspect: "parameters" },
    );
  }),
  must(
    "link-leads-to-the-same-list",
    "A nextLink is absolute, with the host and the path of the request.",
    "E21",
    async (context) => {
      const { exchange, link } = await firstLink(context, { maxpagesize: 2 });
      expectSamePlace(context, exchange, link.href);
    },
  ),
  ...LINKS.map(({ asked, query }): WrittenCase => {
    const words = Object.keys(asked).join(" and ");
    return must(
      `link-has-what-was-asked-for/${slug(words)}`,
      `After ${words}, a nextLink has what is left of top, maxpagesize, a token and the api-version; what was not asked for is left out.`,
      "E21",
      async (context) => {
        const { exchange, link } = await firstLink(context, asked);
        const found = queryOf(link);
        const same = isDeepStrictEqual([...found].sort(), [...query].sort());
        context.expect(same, `The query of nextLink has ${found}, and should have ${query}.`, exchange);
        const [version, sent] = [link, exchange.request.url].map((url) => url.searchParams.get("api-version"));
        context.expect(version === sent, `The api-version of nextLink is ${version}, and should be ${sent}.`, exchange);
      },
    );
  }),
  should(
    "link-in-the-recorded-order",
    "The query of a nextLink is in the order top, maxpagesize, continuationToken, api-version.",
    "E21",
    async (context) => {
      await sixMembers(context);
      for (const { asked, query } of LINKS) {
        const { exchange, link } = await firstLinkOf(context, asked);
        const found = queryOf(link);
        context.expect(isDeepStrictEqual(found, query), `The query of nextLink is ${found}, not ${query}.`, exchange);
      }
    },
  ),
  must(
    "link-counts-top-down",
    "The top in a nextLink is what was asked for less what was listed: 5, 3, 1 on pages of two.",
    "E21",
    async (context) => {
      await sixMembers(context);
      const pages = await pagesOf(context, "room", { top: 5, maxpagesize: 2 });
      const tops = pages.map(({ nextLink }) =>
        nextLink === undefined ? null : new URL(nextLink).searchParams.get("top"),
      );
      context.expect(
        isDeepStrictEqual(tops, ["3", "1", null]),
        `The top in the links is ${tops}, and should be 3, then 1.`,
      );
    },
  ),
  should(
    "token-alone",
    "A continuationToken without top and maxpagesize lists all that the page did not.",
    "parameter continuationToken",
    async (context) => {
      const members = await sixMembers(context);
      const { exchange, link } = await firstLinkOf(context, { maxpagesize: 2 });
      const continuationToken = link.searchParams.get("continuationToken");
      const rest = await pagesOf(context, "room", { continuationToken });
      expectEachOnce(context, idsOn([pageOf(exchange), ...rest]), members);
    },
    { aspect: "parameters" },
  ),
];

async function sixMembers(context: CaseContext): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < 6) ids.push((await context.connect({ groups: ["room"] })).id);
  return ids;
}

/** The link of the first page of six members. */
async function firstLink(context: CaseContext, asked: PagingQuery): Promise<{ exchange: Exchange; link: URL }> {
  await sixMembers(context);
  return firstLinkOf(context, asked);
}

async function firstLinkOf(context: CaseContext, asked: PagingQuery): Promise<{ exchange: Exchange; link: URL }> {
  const exchange = await context.expectAccepted(operation, { path: { group: "room" }, query: asked });
  const { nextLink = "" } = pageOf(exchange);
  context.expect(
    URL.canParse(nextLink),
    "The first of several pages has no nextLink, or none that is absolute.",
    exchange,
  );
  return { exchange, link: new URL(nextLink) };
}

/** What a link asks for. Tokens have any form, and the api-version is compared on its own. */
function queryOf({ searchParams }: URL): string[] {
  return [...searchParams].map(([name, value]) =>
    name === "continuationToken" || name === "api-version" ? name : `${name}=${value}`,
  );
}

/** Checks that nobody is listed twice, and nobody who is no member. How many are is told by the sizes of the pages. */
function expectEachOnce(context: CaseContext, listed: readonly string[], members: readonly string[]): void {
  context.expect(new Set(listed).size === listed.length, "A connection is on the pages twice.");
  const stranger = listed.find((id) => !members.includes(id));
  context.expect(stranger === undefined, `${stranger} is listed, and is no member.`);
}
