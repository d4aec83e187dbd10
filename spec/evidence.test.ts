import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apiVersions } from "../generated/versions.js";
import { readBundle, readYaml, root } from "./testing/read-description.js";

interface Ledger {
  sources: Record<string, { what: string; where: string; kind: string }>;
  entries: Record<
    string,
    { topic: string; claims: Record<string, string>; follows: string; decision: string; why: string; rank: string }
  >;
}

const { sources, entries } = readYaml<Ledger>("evidence.yaml");

/** Every `x-evidence` in a document. */
function marks(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "x-evidence" in node ? [node["x-evidence"]].flat().map(String) : [];
  return [...own, ...Object.values(node).flatMap(marks)];
}

const inDescriptions = new Set(apiVersions.flatMap((version) => marks(readBundle(version))));

describe("evidence.yaml", () => {
  test("contains only entries that the descriptions cite", () => {
    expect(Object.keys(entries).filter((id) => !inDescriptions.has(id))).toEqual([]);
  });

  test("contains every entry that a description or an overlay cites", () => {
    const inOverlays = readdirSync(`${root}/spec/overlays`).flatMap((name) => marks(readYaml(`overlays/${name}`)));
    expect([...inDescriptions, ...inOverlays].filter((id) => !(id in entries))).toEqual([]);
  });

  test("numbers its entries without a gap", () => {
    const ids = Object.keys(entries);
    expect(ids).not.toHaveLength(0);
    expect(ids).toEqual(ids.map((_, index) => `E${String(index + 1).padStart(2, "0")}`));
  });

  test.for(Object.entries(entries))(
    "gives %s claims, the source that is followed, a reason and a rank",
    ([, entry]) => {
      expect(Object.keys(sources)).toEqual(expect.arrayContaining(Object.keys(entry.claims)));
      expect(Object.keys(entry.claims)).toContain(entry.follows);
      expect(entry.rank).toMatch(/^(recorded|documented|inferred)$/);
      for (const text of [entry.topic, entry.decision, entry.why]) expect(text.trim()).not.toBe("");
      if (entry.rank === "recorded") expect(entry.claims).toHaveProperty("recordings");
    },
  );

  test("lists only sources that an entry cites", () => {
    const cited = new Set(Object.values(entries).flatMap(({ claims }) => Object.keys(claims)));
    expect(Object.keys(sources).filter((name) => !cited.has(name))).toEqual([]);
  });
});
