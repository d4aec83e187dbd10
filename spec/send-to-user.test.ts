import { describe, expect, test } from "vitest";
import { type DescriptionName, descriptions } from "../generated/descriptions.js";
import type { Operation } from "../generated/operation.js";
import type { Difference } from "./testing/outline.js";
import { PAGE_ALTERATIONS } from "./testing/page-alterations.js";
import { differenceText, entriesFor, readDeliberateDifferences, unlisted } from "./testing/published-differences.js";
import { readBundle, readYaml } from "./testing/read-description.js";
import { pageDifferences, type ReferencePage } from "./testing/reference-page.js";

const page = readYaml<ReferencePage>("transcripts/send-to-user-2023-07-01.yaml");
const document = readBundle(page.apiVersion);
const operation = descriptions[page.apiVersion as DescriptionName].sendToUser as Operation;
// The page differs from the description where the Swagger differs, and for the same reasons.
const entries = entriesFor(readDeliberateDifferences(), page.apiVersion);

/** The differences from a transcript of the page that are not meant. */
function differencesFrom(transcript: ReferencePage): Difference[] {
  return unlisted(entries, pageDifferences(transcript, { document, operation, bodyName: bodyName() }));
}

/** The name of the request body in the source. */
function bodyName(): string | undefined {
  const { paths } = readYaml<{ paths: Record<string, { $ref: string }> }>("openapi.yaml");
  const item = readYaml<Record<string, { requestBody: { $ref: string } }>>(paths[operation.path]?.$ref ?? "");
  return item[operation.method.toLowerCase()]?.requestBody.$ref.split("/").at(-1);
}

describe("the description of sendToUser at 2023-07-01", () => {
  const parts = ["title", "server", "sendToUser", "name of the body", ...Object.keys(page.definitions), "sample"];
  const differences = differencesFrom(page);

  test.for(parts)("agrees with the reference page: %s", (part) => {
    const ofPart = differences.filter(({ at }) => at === part || at.startsWith(`${part} > `));
    expect(ofPart.map(differenceText)).toEqual([]);
  });

  test("agrees with the reference page in everything else", () => {
    expect(differences.filter(({ at }) => !parts.includes(at.split(" > ")[0] as string))).toEqual([]);
  });

  // Ours is written for every dialect of regular expressions, so the texts differ.
  test("allows the hub names that match the pattern on the reference page, and no others", () => {
    const [described, published] = [
      operation.parameters.find(({ name }) => name === "hub")?.schema.pattern,
      page.parameters.hub?.pattern,
    ].map((text) => new RegExp(String(text)));
    const characters = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code));
    const names = [
      ...characters.flatMap((character) => [character, `a${character}`, `${character}a`]),
      ...[0, 127, 128, 129].map((length) => "a".repeat(length)),
    ];
    expect(names.filter((name) => described?.test(name))).toEqual(names.filter((name) => published?.test(name)));
  });
});

describe("the comparison with the reference page of sendToUser", () => {
  test.for(PAGE_ALTERATIONS)("fails if $what is altered", ({ at, alter }) => {
    const altered = structuredClone(page);
    alter(altered);
    expect(differencesFrom(altered).map((difference) => difference.at)).toContain(at);
  });
});
