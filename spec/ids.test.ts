import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apiVersions } from "../generated/versions.js";
import { operationsOf } from "../scripts/generate/openapi-document.js";
import { unnamedRemovals } from "../scripts/testing/stable-ids.js";
import { readBundle, readYaml, root } from "./testing/read-description.js";

const FILE = `${root}/spec/ids.txt`;

/** The ids that people link to: of the operations and schemas of any api-version, and of the entries of the ledger. */
function currentIds(): string[] {
  const documents = apiVersions.map(readBundle);
  const operations = documents.flatMap(operationsOf).map(({ operation }) => operation.operationId);
  const schemas = documents.flatMap(({ components }) => Object.keys(components.schemas ?? {}));
  const entries = Object.keys(readYaml<{ entries: object }>("evidence.yaml").entries);
  return [...new Set([...operations, ...schemas, ...entries])].sort(byKindAndNumber);
}

/** Names before entries of the ledger, and those by their number. */
function byKindAndNumber(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

const listedIds = () => readFileSync(FILE, "utf8").split("\n").filter(Boolean);

describe("the operationIds, schema names and ledger ids", () => {
  const ids = currentIds();
  const gone = unnamedRemovals(listedIds(), ids, readFileSync(`${root}/CHANGELOG.md`, "utf8"));
  if (process.env.UPDATE_IDS === "1" && gone.length === 0) writeFileSync(FILE, `${ids.join("\n")}\n`);

  test("stay, or CHANGELOG.md names those that are gone as removed", () => {
    expect(gone).toEqual([]);
  });

  test("are those in spec/ids.txt (UPDATE_IDS=1 npx vitest run --project unit spec/ids.test.ts writes it)", () => {
    expect(listedIds()).toEqual(ids);
  });
});
