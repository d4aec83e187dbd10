import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle } from "./bundle.js";
import { ANYWHERE, bundled } from "./esbuild.js";
import { packed, project } from "./packed-project.js";
import { viteBuilt } from "./vite.js";

/** A program that sends one message, and exports everything that the client exports. */
const PROGRAM = `
  import { createClient, filter, json } from "webpubsub-fetch";
  export * from "webpubsub-fetch";
  export async function send(connectionString) {
    const client = createClient(connectionString);
    const { response } = await client.POST("/api/hubs/{hub}/:send", {
      params: { path: { hub: "chat" }, query: { filter: filter\`userId ne \${"O'Hara"}\` } },
      ...json({ text: "hello" }),
    });
    await client.close();
    return response.status;
  }
`;

/** An HTML page without content, which loads no icon. */
export const EMPTY_PAGE = '<!doctype html><link rel="icon" href="data:,">';

/** A project with the packed client and the program, as `app.js` and on `index.html`, which makes its exports the global `app`. */
export async function projectToBundle(): Promise<string> {
  const folder = await project([(await packed()).client.path]);
  await writeFile(join(folder, "app.js"), PROGRAM);
  await writeFile(join(folder, "page.js"), 'import * as app from "./app.js"; globalThis.app = app;');
  await writeFile(join(folder, "index.html"), `${EMPTY_PAGE}<script type="module" src="/page.js"></script>`);
  return folder;
}

/** Bundles of one module for runtimes other than Node.js, made from such a project. */
export const MODULE_BUNDLES: readonly (readonly [name: string, make: (folder: string) => Promise<Bundle>])[] = [
  ["esbuild for any runtime", (folder) => bundled(folder, PROGRAM, ANYWHERE)],
  ["esbuild for a browser", (folder) => bundled(folder, PROGRAM, { platform: "browser", conditions: [] })],
  [
    "esbuild for workerd",
    (folder) => bundled(folder, PROGRAM, { platform: "browser", conditions: ["workerd", "worker"] }),
  ],
  [
    "esbuild for workerd without a platform",
    (folder) => bundled(folder, PROGRAM, { platform: "neutral", conditions: ["workerd"] }),
  ],
  ["esbuild for edge-light", (folder) => bundled(folder, PROGRAM, { platform: "neutral", conditions: ["edge-light"] })],
  [
    "Vite for a worker",
    (folder) => viteBuilt(folder, { build: { ssr: "app.js" }, ssr: { target: "webworker", noExternal: true } }),
  ],
  ["Vite as a library", (folder) => viteBuilt(folder, { build: { lib: { entry: "app.js", formats: ["es"] } } })],
];

/** The bundle of the page, by Vite: `index.html` with its scripts. */
export function bundledPage(folder: string): Promise<Bundle> {
  return viteBuilt(folder, {});
}
