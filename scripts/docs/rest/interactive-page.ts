import { readFile, writeFile } from "node:fs/promises";
import { runRedocly } from "../../generate/redocly.js";

/** Replaces the logo that Redoc would load from its makers' host. */
const LOGO = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="52" height="14"><text y="11" font-family="sans-serif" font-size="12">Redocly</text></svg>',
)}`;

/** Redoc's page is a program; this stops any request that it would send. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:; connect-src blob:";

/**
 * Builds the interactive page of an api-version with Redocly: one file that contains everything it needs, and shows nothing
 * without scripts.
 *
 * @param root the folder of the project
 * @param page the path of the page
 * @throws {Error} if the description cannot be read
 */
export async function buildInteractivePage(root: string, version: string, page: string): Promise<void> {
  const title = `Azure Web PubSub data plane, ${version}`;
  const document = `generated/${version}/openapi.json`;
  await runRedocly(root, "build-docs", document, "--output", page, "--inlineBundle", "--title", title);
  await writeFile(page, withoutNetwork(await readFile(page, "utf8")));
}

function withoutNetwork(page: string): string {
  const [before = "", ...after] = page.split("<head>");
  if (after.length === 0) throw new Error("The page that Redocly built has no <head>.");
  const policy = `<head>\n  <meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return [before, after.join("<head>")]
    .join(policy)
    .replaceAll(/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini[\w-]*\.svg/g, () => LOGO);
}
