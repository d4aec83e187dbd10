import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle } from "./bundle.js";
import { ANY_RUNTIME, bundleWithEsbuild } from "./esbuild.js";
import { installedProject, packedPackages } from "./packed-project.js";
import { bundleWithVite } from "./vite.js";

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

/**
 * Makes a project with the packed client and the program: `app.js` is the program, and `index.html` sets the global `app` to its
 * exports.
 *
 * @returns the path of the project
 */
export async function makeBundleProject(): Promise<string> {
  const folder = await installedProject([packedPackages().client.path]);
  await writeFile(join(folder, "app.js"), PROGRAM);
  await writeFile(join(folder, "page.js"), 'import * as app from "./app.js"; globalThis.app = app;');
  await writeFile(join(folder, "index.html"), `${EMPTY_PAGE}<script type="module" src="/page.js"></script>`);
  return folder;
}

/** Bundles of the program for runtimes other than Node.js, each one module. `makeBundle` takes the path of the project. */
export const MODULE_BUNDLES: readonly (readonly [name: string, makeBundle: (folder: string) => Promise<Bundle>])[] = [
  ["esbuild for any runtime", (folder) => bundleWithEsbuild(folder, PROGRAM, ANY_RUNTIME)],
  ["esbuild for a browser", (folder) => bundleWithEsbuild(folder, PROGRAM, { platform: "browser", conditions: [] })],
  [
    "esbuild for workerd",
    (folder) => bundleWithEsbuild(folder, PROGRAM, { platform: "browser", conditions: ["workerd", "worker"] }),
  ],
  [
    "esbuild for workerd without a platform",
    (folder) => bundleWithEsbuild(folder, PROGRAM, { platform: "neutral", conditions: ["workerd"] }),
  ],
  [
    "esbuild for edge-light",
    (folder) => bundleWithEsbuild(folder, PROGRAM, { platform: "neutral", conditions: ["edge-light"] }),
  ],
  [
    "Vite for a worker",
    (folder) => bundleWithVite(folder, { build: { ssr: "app.js" }, ssr: { target: "webworker", noExternal: true } }),
  ],
  ["Vite as a library", (folder) => bundleWithVite(folder, { build: { lib: { entry: "app.js", formats: ["es"] } } })],
];

/** Bundles `index.html` with Vite. @param folder the path of the project */
export function bundlePage(folder: string): Promise<Bundle> {
  return bundleWithVite(folder, {});
}
