import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { bundle } from "../scripts/generate/redocly.js";
import { factsOf, type OperationFacts } from "./testing/listing-facts.js";
import { readBundle, readYaml, root } from "./testing/read-description.js";

interface Listing {
  error: { headers: object; body: object };
  operations: Record<string, OperationFacts>;
}
interface Overlay {
  overlay: string;
  extends: string;
  actions: { target: string; description: string; "x-evidence"?: string }[];
}

const NAME = "published-2025-08-19";
const listing = readYaml<Listing>(`transcripts/${NAME}.yaml`);
const overlay = readYaml<Overlay>(`overlays/${NAME}.yaml`);

/** The transcript in the form of `factsOf`: `error` spelt out, and a body without the name that OpenAPI has no place for. */
const published = Object.fromEntries(
  Object.entries(listing.operations).map(([name, { body, responses, ...operation }]) => [
    name,
    {
      ...operation,
      ...(body !== undefined && { body: Object.values(body as object)[0] }),
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, shape]) => [status, shape === "error" ? listing.error : shape]),
      ),
    },
  ]),
);

describe("the 2024-12-01 description under its overlay", () => {
  const facts = factsOf(readBundle(NAME));

  test("has the 25 operations of the listing and no other", () => {
    expect(Object.keys(published)).toHaveLength(25);
    expect(Object.keys(facts).toSorted()).toEqual(Object.keys(published).toSorted());
  });

  test.for(Object.keys(published))("says of %s what the listing says", (name) => {
    expect(facts[name]).toEqual(published[name]);
  });
});

describe("each action of the overlay", () => {
  const { entries } = readYaml<{ entries: object }>("evidence.yaml");
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "overlay-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.for(overlay.actions)("names an entry of the ledger: $description", (action) => {
    expect(Object.keys(entries)).toContain(action["x-evidence"]);
  });

  // An action may have several steps: together they are one difference, under one entry.
  const ids = [...new Set(overlay.actions.map((action) => action["x-evidence"] ?? ""))];

  test.concurrent.for(ids)("is needed: without those of %s the outcome is not the listing", async (id) => {
    const others = overlay.actions.filter((action) => action["x-evidence"] !== id);
    const path = join(folder, `${id}.yaml`);
    await writeFile(path, stringify({ ...overlay, info: { title: id, version: "1" }, actions: others }));
    const description = join(root, "generated/2024-12-01/openapi.json");
    // Other actions may build on these: then what is left is no description at all.
    const outcome = await bundle(root, description, [path]).then(factsOf, (error: Error) => error.message);
    if (typeof outcome === "string") expect(outcome).toMatch(/resolve \$ref/);
    else expect(outcome).not.toEqual(published);
  });
});
