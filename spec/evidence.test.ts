import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apiVersions } from "../generated/versions.js";
import type { Ledger } from "../scripts/docs/rest/ledger.js";
import { describedPlaces, marksOf, unhedgedPlaces, unmarkedPlaces } from "./testing/described-places.js";
import { readBundle, readYaml, root } from "./testing/read-description.js";

const { sources, entries } = readYaml<Ledger>("evidence.yaml");

/** The kinds of sources that a decision of each rank can follow. */
const KINDS_OF_RANK: Record<string, readonly string[]> = {
  recorded: ["recordings"],
  documented: ["listing", "page", "description", "documentation", "client", "tests", "maintainers"],
  emulator: ["emulator"],
  inferred: ["sibling", "reasoning"],
};

const held = Object.entries(entries).filter(([, { withdrawn }]) => withdrawn === undefined);
const isWeak = (id: string) => ["emulator", "inferred"].includes(entries[id]?.rank ?? "");

const overlays = ["overlays", "versions"].flatMap((folder) =>
  readdirSync(`${root}/spec/${folder}`).map((name) => readYaml(`${folder}/${name}`)),
);
const cited = new Set([...apiVersions.map(readBundle), ...overlays].flatMap(marksOf));

describe("evidence.yaml", () => {
  test("contains only entries that a description or an overlay cites", () => {
    expect(held.map(([id]) => id).filter((id) => !cited.has(id))).toEqual([]);
  });

  test("contains every entry that a description or an overlay cites, and none of those is withdrawn", () => {
    const ids = new Set(held.map(([id]) => id));
    expect([...cited].filter((id) => !ids.has(id))).toEqual([]);
  });

  test("names its entries by E and a number", () => {
    const ids = Object.keys(entries);
    expect(ids).not.toHaveLength(0);
    expect(ids.filter((id) => !/^E(0[1-9]|[1-9]\d+)$/.test(id))).toEqual([]);
  });

  test.for(held)("gives %s claims, the source that is followed, a reason and a rank", ([, entry]) => {
    expect(Object.keys(sources)).toEqual(expect.arrayContaining(Object.keys(entry.claims)));
    expect(Object.keys(entry.claims)).toContain(entry.follows);
    expect(Object.keys(KINDS_OF_RANK)).toContain(entry.rank);
    for (const text of [entry.topic, entry.decision, entry.why]) expect(text.trim()).not.toBe("");
  });

  test.for(held)("ranks %s by the kind of the source that it follows", ([, { rank, follows }]) => {
    expect(KINDS_OF_RANK[rank]).toContain(sources[follows]?.kind);
  });

  test("lists only sources that an entry cites", () => {
    const named = new Set(Object.values(entries).flatMap(({ claims }) => Object.keys(claims)));
    expect(Object.keys(sources).filter((name) => !named.has(name))).toEqual([]);
  });

  test("links each source, except the two seeds and our own reasoning", () => {
    const unlinked = Object.entries(sources).filter(
      ([, { where }]) => ![where].flat().every((each) => URL.canParse(each)),
    );
    expect(unlinked.map(([name]) => name)).toEqual(["listing-2025-08-19", "page-2023-07-01", "reasoning"]);
  });
});

describe.for(apiVersions)("the description of %s", (version) => {
  const places = describedPlaces(readBundle(version));

  test("has an entry of the ledger in reach of every text", () => {
    expect(places).not.toHaveLength(0);
    expect(unmarkedPlaces(places)).toEqual([]);
  });

  test("says so where an entry of the rank emulator or inferred decides, and only there", () => {
    expect(unhedgedPlaces(places, isWeak)).toEqual([]);
  });
});
