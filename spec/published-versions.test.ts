import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apiVersions, latestApiVersion } from "../generated/versions.js";
import { outlineOfDescription } from "./testing/description-outline.js";
import { compareOutlines, type Difference } from "./testing/outline.js";
import {
  type DeliberateDifference,
  differenceText,
  entriesFor,
  readDeliberateDifferences,
  readSwagger,
  unlisted,
  unseen,
} from "./testing/published-differences.js";
import { readBundle, readYaml, root } from "./testing/read-description.js";
import { type AlterableSwagger, SWAGGER_ALTERATIONS } from "./testing/swagger-alterations.js";
import { outlineOfSwagger, type SwaggerTranscript } from "./testing/swagger-outline.js";

const entries = readDeliberateDifferences();
const transcribed: readonly string[] = readdirSync(`${root}/spec/transcripts`).flatMap(
  (name) => /^swagger-(.*)\.yaml$/.exec(name)?.[1] ?? [],
);

const newest = transcribed.toSorted().at(-1) as (typeof apiVersions)[number];

function differencesOf(transcript: SwaggerTranscript): Difference[] {
  const described = outlineOfDescription(readBundle(transcript.apiVersion));
  return compareOutlines(outlineOfSwagger(transcript), described);
}

describe("the transcripts of the published Swagger documents", () => {
  // The newest one can be described before it is published.
  test.for(apiVersions.filter((version) => version !== latestApiVersion))("contain api-version %s", (version) => {
    expect(readSwagger(version).apiVersion).toBe(version);
  });

  test("contain no api-version that is not described", () => {
    expect(transcribed.filter((version) => !apiVersions.some((described) => described === version))).toEqual([]);
  });

  test("name the missing file for an api-version without a transcript", () => {
    expect(() => readSwagger("2099-01-01")).toThrow(
      /^spec\/transcripts\/swagger-2099-01-01\.yaml does not exist: add the transcript/,
    );
  });
});

describe.for(apiVersions.filter((version) => transcribed.includes(version)))("the description of %s", (version) => {
  const transcript = readSwagger(version);
  const differences = differencesOf(transcript);
  const expected = entriesFor(entries, version);
  const parts = new Set([...Object.keys(outlineOfSwagger(transcript)), ...differences.map(partOf)]);

  test.for([...parts])("states %s as published, except for listed differences", (part) => {
    const ofPart = differences.filter((difference) => partOf(difference) === part);
    expect(unlisted(expected, ofPart).map(differenceText)).toEqual([]);
  });

  test.for(expected)("differs from the Swagger as listed ($evidence): $at", (entry) => {
    expect(unseen([entry], differences)).toEqual([]);
  });
});

/** The operation or model that a difference is in. */
function partOf({ at }: Difference): string {
  return at.split(" > ")[0] as string;
}

describe("published-differences.yaml", () => {
  const ledger = readYaml<{ entries: object }>("evidence.yaml").entries;

  test.for(entries)("cites an entry of the ledger for $at", ({ evidence }) => {
    expect(Object.keys(ledger)).toContain(evidence);
  });

  test("contains no entry twice", () => {
    const texts = entries.map((entry) => JSON.stringify(entry));
    expect(texts).toEqual([...new Set(texts)]);
  });

  test("fails the comparison for an entry whose difference does not exist", () => {
    const entry: DeliberateDifference = {
      at: "sendToAll > 299",
      published: "absent",
      described: "present",
      evidence: "E01",
    };
    expect(unseen([entry], differencesOf(readSwagger(newest)))).toEqual([entry]);
  });
});

describe("the comparison with a published Swagger", () => {
  test.for(SWAGGER_ALTERATIONS)("fails if $what", ({ at, alter }) => {
    const transcript = unshared(readSwagger(newest));
    alter(transcript);
    const found = unlisted(entriesFor(entries, newest), differencesOf(transcript));
    expect(found.map((difference) => difference.at)).toContain(at);
  });
});

/** What several operations share is one object after parsing: an alteration is meant for one of them. */
function unshared(transcript: SwaggerTranscript): AlterableSwagger {
  return JSON.parse(JSON.stringify(transcript)) as AlterableSwagger;
}
