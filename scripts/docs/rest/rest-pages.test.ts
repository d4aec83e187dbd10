import { beforeAll, describe, expect, test } from "vitest";
import {
  attribute,
  findAll,
  type HtmlElement,
  parseHtml,
  textOf,
} from "../../../conformance/report/testing/parsed-html.js";
import { apiVersions, latestApiVersion } from "../../../generated/versions.js";
import { marksOf } from "../../../spec/testing/described-places.js";
import { readBundle, root } from "../../../spec/testing/read-description.js";
import {
  type Document,
  operationsOf,
  type ParameterObject,
  type PlacedOperation,
  resolve,
} from "../../generate/openapi-document.js";
import { evidencePage } from "./evidence-page.js";
import { type Ledger, marks, readLedger } from "./ledger.js";
import { operationPage } from "./operation-page.js";
import { versionPage } from "./version-page.js";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await readLedger(root);
});

const idsOf = (page: HtmlElement) => findAll(page, () => true).flatMap((each) => attribute(each, "id") ?? []);
const linksOf = (page: HtmlElement) =>
  findAll(page, ({ tagName }) => tagName === "a").map((each) => attribute(each, "href") ?? "");
const linksWithin = (page: HtmlElement) =>
  linksOf(page)
    .filter((link) => link.startsWith("#"))
    .map((link) => link.slice(1));

describe.for(apiVersions)("operationPage in %s", (version) => {
  const document = readBundle(version);
  const pageOf = (placed: PlacedOperation) =>
    parseHtml(operationPage({ document, placed, ledger, isLatest: version === latestApiVersion }));
  const operations = operationsOf(document).map((placed) => [placed.operation.operationId, placed] as const);

  test.for(operations)("names the path, the parameters and the statuses of %s", ([, placed]) => {
    const text = textOf(pageOf(placed));
    expect(text).toContain(placed.operation.summary);
    expect(text).toContain(`${placed.method.toUpperCase()} ${placed.path}`);
    for (const node of placed.parameters) expect(text).toContain(resolve<ParameterObject>(document, node).name);
    for (const status of Object.keys(placed.operation.responses)) {
      expect(text).toContain(status === "default" ? "Any other status" : `${status} `);
    }
  });

  test("and the page of the version link to every entry that the document cites", () => {
    const pages = [
      versionPage(document, undefined, ledger),
      ...operations.map(([, placed]) => operationPage({ document, placed, ledger, isLatest: true })),
    ];
    const linked = new Set(pages.flatMap((page) => [...page.matchAll(/evidence\.html#(E\d+)/g)].map(([, id]) => id)));
    expect([...new Set(marksOf(document))].filter((id) => !linked.has(id))).toEqual([]);
  });

  test("links to entries that the page of the evidence has", () => {
    const anchors = new Set(idsOf(parseHtml(evidencePage(ledger))));
    const cited = operations.flatMap(([, placed]) =>
      linksOf(pageOf(placed)).filter((link) => link.startsWith("../../evidence.html#")),
    );
    expect(cited.length).toBeGreaterThan(operations.length);
    expect(cited.filter((link) => !anchors.has(link.slice("../../evidence.html#".length)))).toEqual([]);
  });

  test.for(operations)("links within the page of %s to what the page has", ([, placed]) => {
    const page = pageOf(placed);
    const ids = idsOf(page);
    expect(new Set(ids).size).toBe(ids.length);
    expect(linksWithin(page).filter((link) => !ids.includes(link))).toEqual([]);
  });
});

describe("versionPage", () => {
  test.for(apiVersions)("links to each operation of %s once", (version) => {
    const document = readBundle(version);
    const links = linksOf(parseHtml(versionPage(document, undefined, ledger)));
    for (const { operation } of operationsOf(document)) {
      expect(links.filter((link) => link === `${operation.operationId}.html`)).toHaveLength(1);
    }
  });

  test("says what an api-version added", () => {
    const document = readBundle(latestApiVersion);
    const { post, ...others } = document.paths["/api/hubs/{hub}/:send"] as Document["paths"][string];
    expect(post).toBeDefined();
    const older = {
      ...document,
      info: { ...document.info, version: "2001-01-01" },
      paths: { ...document.paths, "/api/hubs/{hub}/:send": others },
    };
    const text = textOf(parseHtml(versionPage(document, older as Document, ledger)));
    expect(text).toContain("Changes since 2001-01-01");
    expect(text).toMatch(/sendToAll: .*was added/);
  });
});

describe("evidencePage", () => {
  test("has each entry with its rank, and each source that an entry names", () => {
    const page = parseHtml(evidencePage(ledger));
    const ids = idsOf(page);
    expect(ids).toEqual(expect.arrayContaining(Object.keys(ledger.entries)));
    expect(linksWithin(page).filter((link) => !ids.includes(link))).toEqual([]);
  });
});

describe("marks", () => {
  const entry = { topic: "T", claims: {}, follows: "s", decision: "D", why: "W" } as const;
  const made: Ledger = {
    entries: { E01: { ...entry, rank: "recorded" }, E02: { ...entry, rank: "emulator" } },
    sources: {},
  };

  test("names the rank of each entry in words", () => {
    const { markup } = marks({ "x-evidence": ["E01", "E02"] }, made, "e.html") as { markup: string };
    expect(markup).toContain('<a class="recorded" href="e.html#E01" title="T">E01, recorded</a>; ');
    expect(markup).toContain('<a class="emulator" href="e.html#E02" title="T">E02, official emulator only</a>');
  });

  test("gives nothing for a part that cites no entry", () => {
    expect(marks({}, made, "e.html")).toBe("");
  });

  test("rejects an entry that the ledger does not have", () => {
    expect(() => marks({ "x-evidence": "E99" }, made, "e.html")).toThrow("The description cites E99");
  });
});
