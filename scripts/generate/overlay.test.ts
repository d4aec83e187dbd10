import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readOverlays } from "./overlay.js";

/** A folder whose `overlays/` has these files. */
async function folderWith(files: Record<string, unknown>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "overlay-test-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, "overlays"));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(root, "overlays", name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return root;
}

const overlay = (change: object) => ({ overlay: "1.0.0", info: { title: "Old", version: "2001-02-03" }, ...change });

describe("readOverlays", () => {
  test("returns the overlays of a folder by name, and passes over files whose names start with a dot", async () => {
    const actions = [{ target: "$.paths", remove: true }];
    const root = await folderWith({
      ".gitkeep": "",
      "b.yaml": overlay({ actions }),
      "a.yaml": overlay({ actions: [] }),
    });
    const info = { title: "Old", version: "2001-02-03" };
    expect(await readOverlays(root, "overlays")).toEqual([
      { file: "overlays/a.yaml", name: "a", info, actions: [] },
      { file: "overlays/b.yaml", name: "b", info, actions },
    ]);
  });

  test("rejects a folder that does not exist, because its api-versions would be lost", async () => {
    const root = await folderWith({});
    await expect(readOverlays(root, "versions")).rejects.toThrow(
      "versions/ does not exist. Restore it; it may be empty.",
    );
  });

  test.each(["a.yml", "a.json", "README.md"])("rejects the file %s", async (name) => {
    const root = await folderWith({ [name]: overlay({ actions: [] }) });
    await expect(readOverlays(root, "overlays")).rejects.toThrow(
      `overlays/${name} is not an overlay: overlays/ has files called NAME.yaml only.`,
    );
  });

  test("rejects a folder in the folder", async () => {
    const root = await folderWith({});
    await mkdir(join(root, "overlays/a.yaml"));
    await expect(readOverlays(root, "overlays")).rejects.toThrow("overlays/a.yaml is not an overlay:");
  });

  const form = "overlays/a.yaml is not an overlay: it must have `overlay`, `info` and a list of `actions`.";

  test.each([
    ["an empty file", "", form],
    ["a list", "[]", form],
    ["no actions", overlay({}), form],
    ["actions that are not a list", overlay({ actions: {} }), form],
    ["broken YAML", "overlay: 1.0.0\nactions: [\n", /^overlays\/a\.yaml: .* at line \d+/],
    [
      "an unknown member",
      overlay({ actions: [], extends: "b.yaml" }),
      'overlays/a.yaml: there is nothing called "extends": use overlay, info, actions.',
    ],
    [
      "another version of Overlay",
      overlay({ actions: [], overlay: "2.0.0" }),
      'overlays/a.yaml: `overlay` is "2.0.0"; it must be "1.0.0".',
    ],
    [
      "a version that is a number",
      overlay({ actions: [], info: { title: "Old", version: 2001 } }),
      "overlays/a.yaml: `info.version` is 2001; it must be an api-version, as text.",
    ],
  ])("rejects %s", async (_title, content, message) => {
    const root = await folderWith({ "a.yaml": content });
    await expect(readOverlays(root, "overlays")).rejects.toThrow(message);
  });

  test.each([
    ["null", null, " is null; it must be an object."],
    ["no target", { remove: true }, ": `target` is undefined; it must be a JSONPath."],
    [
      "a misspelt member",
      { target: "$", remvoe: true },
      ': there is nothing called "remvoe": use target, description, x-evidence, update, remove.',
    ],
    ["nothing to do", { target: "$" }, ": it must have `update` or `remove`, and not both."],
    [
      "two things to do",
      { target: "$", update: {}, remove: true },
      ": it must have `update` or `remove`, and not both.",
    ],
    ["`remove: false`", { target: "$", remove: false }, ": `remove` is false; it must be true."],
  ])("rejects an action with %s", async (_title, action, message) => {
    const root = await folderWith({ "a.yaml": overlay({ actions: [{ target: "$", update: {} }, action] }) });
    await expect(readOverlays(root, "overlays")).rejects.toThrow(`overlays/a.yaml, action 2${message}`);
  });
});
