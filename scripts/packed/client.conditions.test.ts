import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { resolveWithEsbuild } from "./tools/esbuild.js";
import { run } from "./tools/npm.js";
import { installedProject, packedPackages } from "./tools/packed-project.js";

// Which modules `#sign` and `#transport` of the packed client resolve to, under the conditions that each runtime sets.

const SIGN_NODE = "sign.node.js";
const SIGN_WEB = "sign.web.js";
const TRANSPORT_POOL = "platform.node.js";
const TRANSPORT_FETCH = "platform.fetch.js";

let folder: string;
beforeAll(async () => {
  folder = join(await installedProject([packedPackages().client.path]), "node_modules/webpubsub-fetch/dist/src");
});

describe("imports of webpubsub-fetch", () => {
  test.for<[runtime: string, conditions: string[], sign: string, transport: string]>([
    ["Node.js", ["node"], SIGN_NODE, TRANSPORT_POOL],
    ["Bun", ["bun", "node"], SIGN_NODE, TRANSPORT_FETCH],
    ["Deno", ["deno", "node"], SIGN_NODE, TRANSPORT_FETCH],
    ["workerd", ["workerd", "worker", "browser"], SIGN_WEB, TRANSPORT_FETCH],
    ["workerd with Node.js compatibility", ["workerd", "worker", "browser", "node"], SIGN_WEB, TRANSPORT_FETCH],
    ["edge-light", ["edge-light"], SIGN_WEB, TRANSPORT_FETCH],
    ["edge-light with the condition of Node.js", ["edge-light", "node"], SIGN_WEB, TRANSPORT_FETCH],
    ["a browser", ["browser"], SIGN_WEB, TRANSPORT_FETCH],
    ["any other runtime", [], SIGN_WEB, TRANSPORT_FETCH],
  ])("resolve #sign and #transport for %s", async ([, conditions, sign, transport]) => {
    expect(await resolveWithEsbuild(folder, ["#sign", "#transport"], conditions)).toEqual([sign, transport]);
    // The resolver of Node.js always sets the condition `node`.
    if (conditions.includes("node")) expect(await resolveWithNode(conditions)).toEqual([sign, transport]);
  });
});

/** The names of the files that `#sign` and `#transport` lead to in Node.js. */
async function resolveWithNode(conditions: readonly string[]): Promise<string[]> {
  const script = `
    const { resolve } = require("node:module").createRequire(process.argv[1]);
    console.log(resolve("#sign") + "\\n" + resolve("#transport"));
  `;
  const args = [
    ...conditions.map((condition) => `--conditions=${condition}`),
    "--eval",
    script,
    join(folder, "index.js"),
  ];
  const { stdout } = await run(process.execPath, args);
  return stdout
    .trim()
    .split("\n")
    .map((path) => basename(path));
}
