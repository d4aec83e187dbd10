import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { resolved } from "./tools/esbuild.js";
import { run } from "./tools/npm.js";
import { packed, project } from "./tools/packed-project.js";

// What the packed client signs and sends with, by the conditions that each runtime has of its own, as resolvers find it.

const WITH_NODE = "sign.node.js";
const WITH_WEB_CRYPTO = "sign.web.js";
const POOL = "platform.node.js";
const FETCH = "platform.fetch.js";

let folder: string;
beforeAll(async () => {
  folder = join(await project([packed().client.path]), "node_modules/webpubsub-fetch/dist/src");
});

describe("the client signs and sends", () => {
  test.for<[runtime: string, conditions: string[], signs: string, sends: string]>([
    ["Node.js", ["node"], WITH_NODE, POOL],
    ["Bun", ["bun", "node"], WITH_NODE, FETCH],
    ["Deno", ["deno", "node"], WITH_NODE, FETCH],
    ["workerd", ["workerd", "worker", "browser"], WITH_WEB_CRYPTO, FETCH],
    ["workerd with Node.js' modules", ["workerd", "worker", "browser", "node"], WITH_WEB_CRYPTO, FETCH],
    ["edge-light", ["edge-light"], WITH_WEB_CRYPTO, FETCH],
    ["edge-light that goes for Node.js", ["edge-light", "node"], WITH_WEB_CRYPTO, FETCH],
    ["a browser", ["browser"], WITH_WEB_CRYPTO, FETCH],
    ["anything else", [], WITH_WEB_CRYPTO, FETCH],
  ])("on %s by what is there", async ([, conditions, signs, sends]) => {
    expect(await resolved(folder, ["#sign", "#transport"], conditions)).toEqual([signs, sends]);
    // Node.js' own resolver has the condition `node` in any case.
    if (conditions.includes("node")) expect(await resolvedByNode(conditions)).toEqual([signs, sends]);
  });
});

/** Where `#sign` and `#transport` lead, by Node.js. */
async function resolvedByNode(conditions: readonly string[]): Promise<string[]> {
  const script = `
    const { resolve } = require("node:module").createRequire(process.argv[1]);
    console.log(resolve("#sign") + "\\n" + resolve("#transport"));
  `;
  const words = [...conditions.map((each) => `--conditions=${each}`), "--eval", script, join(folder, "index.js")];
  const { stdout } = await run(process.execPath, words);
  return stdout
    .trim()
    .split("\n")
    .map((path) => basename(path));
}
