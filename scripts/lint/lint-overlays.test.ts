import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { stringify } from "yaml";
import { lintOverlays } from "./lint-overlays.js";

test("lintOverlays › names each action without an entry of the ledger that is held", async () => {
  const root = await mkdtemp(join(tmpdir(), "lint-overlays-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, "spec/versions"), { recursive: true });
  await mkdir(join(root, "spec/overlays"));
  const actions = ["E01", "E02", "E03", undefined].map((id) => ({ target: "$", update: {}, "x-evidence": id }));
  const overlay = { overlay: "1.0.0", info: { title: "Old", version: "2001-02-03" }, actions };
  await writeFile(join(root, "spec/versions/2001-02-03.yaml"), stringify(overlay));
  await writeFile(join(root, "spec/overlays/listing.yaml"), stringify({ ...overlay, actions: actions.slice(1, 2) }));
  await writeFile(join(root, "spec/evidence.yaml"), stringify({ entries: { E01: {}, E03: { withdrawn: "Wrong." } } }));
  expect(await lintOverlays(root)).toEqual([
    "spec/versions/2001-02-03.yaml, action 2: `x-evidence` names E02, which does not exist in spec/evidence.yaml.",
    "spec/versions/2001-02-03.yaml, action 3: `x-evidence` names E03, which is withdrawn in spec/evidence.yaml.",
    "spec/versions/2001-02-03.yaml, action 4: it must have `x-evidence`, an entry of spec/evidence.yaml.",
    "spec/overlays/listing.yaml, action 1: `x-evidence` names E02, which does not exist in spec/evidence.yaml.",
  ]);
});
