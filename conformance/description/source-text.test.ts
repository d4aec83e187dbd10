import { describe, expect, test } from "vitest";
import { conformanceCases } from "../cases/index.js";
import { DESCRIPTION_NAMES, pointer } from "./documents.js";
import { sourceText } from "./source-text.js";

const send = ["paths", "/api/hubs/{hub}/groups/{group}/:send", "post"];

describe("sourceText", () => {
  test.for<[what: string, steps: string[], text: RegExp]>([
    ["an operation", [], /^sendToGroup: Sends the message to every connection in the group/],
    ["a parameter", ["parameters", "0"], /^query parameter api-version: /],
    ["a response", ["responses", "202"], /^response 202: /],
    ["a request body", ["requestBody"], /^request body: /],
  ])("returns the name and the description of %s", ([, steps, text]) => {
    expect(sourceText("2024-12-01", pointer(...send, ...steps))).toMatch(text);
  });

  test("returns a line for each place that an entry of the ledger decides", () => {
    expect(sourceText("2024-12-01", "E04")).toMatch(/^response \w+: /);
    const lines = sourceText("2024-12-01", "E02")?.split("\n") ?? [];
    expect(lines.map((line) => line.split(":")[0])).toEqual(
      expect.arrayContaining(["addConnectionsToGroups", "removeConnectionsFromGroups"]),
    );
  });

  test.for(["E9999", "#/paths/nowhere/get"])("returns undefined for %s, which does not exist", (source) => {
    expect(sourceText("2024-12-01", source)).toBeUndefined();
  });

  test.for(DESCRIPTION_NAMES)("returns a text for every pointer that is the source of a case of %s", (description) => {
    const sources = new Set(conformanceCases(description).map(({ source }) => source));
    const pointers = [...sources].filter((source) => source.startsWith("#"));
    expect(pointers).not.toHaveLength(0);
    expect(pointers.filter((source) => sourceText(description, source) === undefined)).toEqual([]);
  });
});
