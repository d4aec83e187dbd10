import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { apiVersions } from "../../generated/versions.js";
import { indexPage } from "./index-page.js";
import { requireOffline } from "./require-offline.js";
import { buildRestPages } from "./rest/build-rest-pages.js";
import { buildTypeScriptPages } from "./typescript-pages.js";

/**
 * Builds all pages into a folder, which is emptied first.
 *
 * @param root the folder of the project
 * @param out the folder of the pages, relative to `root`
 * @param log receives a line for each step, and at the end one with the number of pages, exports and operations
 * @throws {Error} with each export without documentation, each broken link, and each address that needs a network
 */
export async function buildDocs(root: string, out: string, log: (line: string) => void): Promise<void> {
  const folder = resolve(root, out);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  log("The REST API …");
  const apis = await buildRestPages(root, apiVersions, folder);
  log("The client …");
  const { exports } = await buildTypeScriptPages(root, {
    entryPoint: "src/index.ts",
    tsconfig: "src/tsconfig.json",
    out: join(folder, "client"),
    linkOf: restPageOf,
  });
  const { name, version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as Record<string, string>;
  await writeFile(join(folder, "index.html"), indexPage({ title: `${name} ${version}`, exports, apis }));
  const pages = await requireOffline(folder);

  const rest = apis.map(({ version, operations }) => `${operations.length} operations of ${version}`);
  log(`${relative(root, folder)}/index.html: ${pages} pages, ${[`${exports} exports`, ...rest].join(", ")}.`);
}

/** The REST page that describes a type generated from the description. Pages of single exports are two folders deep. */
function restPageOf(file: string): string | undefined {
  const [, version] = /^generated\/(\d[\d-]+)\/types\.ts$/.exec(file) ?? [];
  return version === undefined ? undefined : `../../rest/${version}/index.html`;
}
