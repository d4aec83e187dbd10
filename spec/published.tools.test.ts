import { beforeAll, describe, expect, test } from "vitest";
import { applyOverlay } from "../scripts/generate/bundle-description.js";
import type { Overlay } from "../scripts/generate/overlay.js";
import { type Description, readDescriptions } from "../scripts/generate/read-descriptions.js";
import { listingOf, type OperationListing } from "./testing/operation-listing.js";
import { readBundle, readYaml, root } from "./testing/read-description.js";

interface Transcript {
  error: { headers: object; body: object };
  operations: Record<string, OperationListing>;
}

const NAME = "published-2025-08-19";
const transcript = readYaml<Transcript>(`transcripts/${NAME}.yaml`);
const overlay = readYaml<Overlay>(`overlays/${NAME}.yaml`);

/** The transcript as `listingOf` writes it: `error` in full, and bodies without their names, which OpenAPI has no place for. */
const published = Object.fromEntries(
  Object.entries(transcript.operations).map(([name, { body, responses, ...operation }]) => [
    name,
    {
      ...operation,
      ...(body !== undefined && { body: Object.values(body as object)[0] }),
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, shape]) => [status, shape === "error" ? transcript.error : shape]),
      ),
    },
  ]),
);

/** The entries whose actions others build on, with the error that the overlay gives without them. */
const BUILT_UPON = new Map([
  ["E12", "the target $.components.schemas.ErrorResponse.properties.error.properties.details matches nothing."],
]);

describe(`the description under the overlay ${NAME}`, () => {
  const listing = listingOf(readBundle(NAME));

  test("contains the 25 operations of the published listing", () => {
    expect(Object.keys(published)).toHaveLength(25);
    expect(Object.keys(listing).toSorted()).toEqual(Object.keys(published).toSorted());
  });

  test.for(Object.keys(published))("describes %s as published", (name) => {
    expect(listing[name]).toEqual(published[name]);
  });
});

describe(`the overlay ${NAME}`, () => {
  const { entries } = readYaml<{ entries: object }>("evidence.yaml");
  let described: Description;

  beforeAll(async () => {
    const descriptions = await readDescriptions(root);
    described = descriptions.find(({ name }) => name === overlay.info.version) as Description;
  });

  test.for(overlay.actions)("cites an entry of the ledger for the action: $description", (action) => {
    expect(Object.keys(entries)).toContain(action["x-evidence"]);
  });

  // Several actions may share an entry: together they are one difference.
  const ids = [...new Set(overlay.actions.map((action) => action["x-evidence"] ?? ""))];

  test.for(ids)("needs the actions of %s to reproduce the published listing", async (id) => {
    const actions = overlay.actions.filter((action) => action["x-evidence"] !== id);
    const bundled = applyOverlay(root, described.document, { ...overlay, file: `without ${id}`, actions });
    const error = BUILT_UPON.get(id);
    if (error !== undefined) await expect(bundled).rejects.toThrow(error);
    else expect(listingOf(await bundled)).not.toEqual(published);
  });
});
