import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { readBundle, readYaml, root } from "./testing/read-description.js";

interface Ledger {
  sources: Record<string, { what: string; where: string; kind: string }>;
  entries: Record<
    string,
    { topic: string; claims: Record<string, string>; follows: string; decision: string; why: string; rank: string }
  >;
}

const { sources, entries } = readYaml<Ledger>("evidence.yaml");

/** Every `x-evidence` in the bundled descriptions. */
function marks(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "x-evidence" in node ? [node["x-evidence"]].flat().map(String) : [];
  return [...own, ...Object.values(node).flatMap(marks)];
}

const described = new Set([...marks(readBundle("2024-12-01")), ...marks(readBundle("2023-07-01"))]);

test("every entry of the ledger marks a part of a description", () => {
  expect(Object.keys(entries).filter((id) => !described.has(id))).toEqual([]);
});

test("every mark, in a description or an overlay, names an entry", () => {
  const overlays = readdirSync(`${root}/spec/overlays`).flatMap((name) => marks(readYaml(`overlays/${name}`)));
  expect([...described, ...overlays].filter((id) => !(id in entries))).toEqual([]);
});

test("entries are numbered without a gap", () => {
  const ids = Object.keys(entries);
  expect(ids).toEqual(ids.map((_, index) => `E${String(index + 1).padStart(2, "0")}`));
});

test.for(Object.entries(entries))(
  "%s says who says what, whom the description follows, why, and with what rank",
  ([, entry]) => {
    expect(Object.keys(sources)).toEqual(expect.arrayContaining(Object.keys(entry.claims)));
    expect(Object.keys(entry.claims)).toContain(entry.follows);
    expect(entry.rank).toMatch(/^(recorded|documented|inferred)$/);
    for (const text of [entry.topic, entry.decision, entry.why]) expect(text.trim()).not.toBe("");
    if (entry.rank === "recorded") expect(entry.claims).toHaveProperty("recordings");
  },
);

test("no source is listed that no entry cites", () => {
  const cited = new Set(Object.values(entries).flatMap(({ claims }) => Object.keys(claims)));
  expect(Object.keys(sources).filter((name) => !cited.has(name))).toEqual([]);
});
