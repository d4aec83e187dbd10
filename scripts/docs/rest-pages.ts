import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, operationsOf } from "../generate/openapi-document.js";
import { runRedocly } from "../generate/redocly.js";

/** The page of an api-version, with the anchor of each operation. */
export interface RestApi {
  readonly version: string;
  /** The path of the page, relative to the folder of all pages. */
  readonly file: string;
  readonly operations: readonly {
    readonly summary: string;
    readonly method: string;
    readonly path: string;
    /** Redoc's anchor for the operation. */
    readonly anchor: string;
  }[];
}

/** Replaces the logo that Redoc would load from its makers' host. */
const LOGO = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="52" height="14"><text y="11" font-family="sans-serif" font-size="12">Redocly</text></svg>',
)}`;

/** Redoc's page is a program; this stops any request that it would send. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:; connect-src blob:";

/**
 * Builds the page of an api-version with Redocly: one file that contains everything it needs.
 *
 * @param root the folder of the project
 * @param folder the folder of all pages
 * @throws {Error} if the description cannot be read
 */
export async function buildRestPage(root: string, version: string, folder: string): Promise<RestApi> {
  const file = `rest/${version}.html`;
  const page = join(folder, file);
  const title = `Azure Web PubSub data plane, ${version}`;
  await runRedocly(
    root,
    "build-docs",
    `generated/${version}/openapi.json`,
    "--output",
    page,
    "--inlineBundle",
    "--title",
    title,
  );
  await writeFile(page, withoutNetwork(await readFile(page, "utf8")));
  const document = JSON.parse(await readFile(join(root, `generated/${version}/openapi.json`), "utf8")) as Document;
  const operations = operationsOf(document).map(({ method, path, operation: { summary, operationId, tags = [] } }) => ({
    summary,
    method: method.toUpperCase(),
    path,
    anchor: `#/${tags[0]}/${operationId.toLowerCase()}`,
  }));
  return { version, file, operations };
}

function withoutNetwork(page: string): string {
  const [before = "", ...after] = page.split("<head>");
  if (after.length === 0) throw new Error("The page that Redocly built has no <head>.");
  const policy = `<head>\n  <meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return [before, after.join("<head>")]
    .join(policy)
    .replaceAll(/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini[\w-]*\.svg/g, () => LOGO);
}
