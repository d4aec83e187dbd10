import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FAULTS } from "./faults.js";
import { instructionsFor } from "./guide.js";
import { findTool } from "./tools.js";
import { Workspace } from "./workspace.js";

// A tool that no longer has a fault fails here: remove the fault, and what docs/openapi-tools.md says about it.
test.for(FAULTS.map((fault) => [fault.tool, fault.fault, fault] as const))(
  "%s › still %s",
  async ([tool, , { document, command, file, symptom }]) => {
    const { command: ofGuide, files } = instructionsFor(tool);
    await using workspace = await Workspace.create(findTool(tool), document, files);
    await workspace.npx(command ?? ofGuide);
    expect(await readFile(join(workspace.folder, file), "utf8")).toMatch(symptom);
  },
);
