import { describe, expect, test } from "vitest";
import { describedPlaces, unhedgedPlaces, unmarkedPlaces } from "./described-places.js";

/** A description with one operation, whose members are given. */
function placesOf(operation: object) {
  return describedPlaces({ paths: { "/a": { get: operation } }, components: {} });
}

const isWeak = (entry: string) => entry === "E02";

describe("unmarkedPlaces", () => {
  test("returns a text without an entry in reach", () => {
    const places = placesOf({
      description: "Reads.",
      responses: { 200: { description: "Read.", "x-evidence": "E01" } },
    });
    expect(unmarkedPlaces(places)).toEqual(["/paths/~1a/get"]);
  });

  test("returns nothing for a text whose operation has an entry", () => {
    const places = placesOf({
      description: "Reads.",
      "x-evidence": "E01",
      responses: { 200: { description: "Read." } },
    });
    expect(unmarkedPlaces(places)).toEqual([]);
  });

  test("returns nothing for a member that is called description", () => {
    expect(unmarkedPlaces(placesOf({ properties: { description: { type: "string" } } }))).toEqual([]);
  });
});

describe("unhedgedPlaces", () => {
  test.for([
    ["an entry of the rank emulator", { description: "It ignores letter case.", "x-evidence": ["E01", "E02"] }],
    ["only such an entry around it", { "x-evidence": "E02", requestBody: { description: "It ignores letter case." } }],
  ] as const)("returns a text that states as a fact what is decided by %s", ([, operation]) => {
    expect(unhedgedPlaces(placesOf(operation), isWeak)).toEqual([
      expect.stringMatching(/^\/paths\/~1a\/get.*: decided by E02, so the text must say /),
    ]);
  });

  test.for(["On the official emulator, letter case is ignored.", "Not known: whether letter case counts."])(
    "returns nothing for a text that says so: %s",
    (description) => {
      expect(unhedgedPlaces(placesOf({ description, "x-evidence": ["E01", "E02"] }), isWeak)).toEqual([]);
    },
  );

  test("returns a text that says so without an entry of that rank", () => {
    const places = placesOf({ description: "Not known: whether letter case counts.", "x-evidence": "E01" });
    expect(unhedgedPlaces(places, isWeak)).toEqual([expect.stringContaining("it must cite an entry with that rank")]);
  });

  test("returns nothing for a fact beside an operation that also cites such an entry", () => {
    const operation = {
      "x-evidence": ["E01", "E02"],
      description: "Not known.",
      responses: { 200: { description: "Read." } },
    };
    expect(unhedgedPlaces(placesOf(operation), isWeak)).toEqual([]);
  });
});
