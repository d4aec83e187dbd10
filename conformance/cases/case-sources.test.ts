import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { DESCRIPTION_NAMES } from "../description/documents.js";
import { conformanceCases } from "./index.js";

const ledger = readFileSync(new URL("../../spec/evidence.yaml", import.meta.url), "utf8");
const { entries } = parse(ledger) as { entries: Record<string, { rank: string }> };

test.for(DESCRIPTION_NAMES)(
  "conformanceCases › bases no MUST case of %s on what only an emulator shows, or on an inference",
  (name) => {
    const weak = conformanceCases(name).filter(
      ({ level, source }) => level === "MUST" && ["emulator", "inferred"].includes(entries[source]?.rank ?? ""),
    );
    expect(weak.map(({ id, source }) => `${id}: ${source}`)).toEqual([]);
  },
);
