import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, operationsOf, type PlacedOperation } from "../../generate/openapi-document.js";
import { evidencePage } from "./evidence-page.js";
import { buildInteractivePage } from "./interactive-page.js";
import { readLedger } from "./ledger.js";
import { operationPage } from "./operation-page.js";
import { versionPage } from "./version-page.js";

/** The pages of an api-version. */
export interface RestApi {
  readonly version: string;
  /** The folder of the pages, relative to that of all pages, with `/` at the end. */
  readonly folder: string;
  readonly operations: readonly PlacedOperation[];
}

/**
 * Builds the pages of the REST API: the evidence, and for each api-version a first page, a page for each operation, the
 * documents, and Redoc's interactive page.
 *
 * @param root the folder of the project
 * @param versions the api-versions, oldest first
 * @param folder the folder of all pages
 * @returns the pages of each api-version, newest first
 * @throws {Error} if the description cites an entry that the ledger does not have
 */
export async function buildRestPages(root: string, versions: readonly string[], folder: string): Promise<RestApi[]> {
  const ledger = await readLedger(root);
  await writeFile(join(folder, "evidence.html"), evidencePage(ledger));
  const apis: RestApi[] = [];
  let predecessor: Document | undefined;
  for (const version of versions) {
    const source = join(root, "generated", version);
    const document = JSON.parse(await readFile(join(source, "openapi.json"), "utf8")) as Document;
    const target = join(folder, "rest", version);
    await mkdir(target, { recursive: true });
    for (const name of ["openapi.json", "openapi-3.0.json"]) await cp(join(source, name), join(target, name));
    await buildInteractivePage(root, version, join(target, "interactive.html"));
    await writeFile(join(target, "index.html"), versionPage(document, predecessor, ledger));
    const operations = operationsOf(document);
    const isLatest = version === versions.at(-1);
    for (const placed of operations) {
      const page = operationPage({ document, placed, ledger, isLatest });
      await writeFile(join(target, `${placed.operation.operationId}.html`), page);
    }
    apis.unshift({ version, folder: `rest/${version}/`, operations });
    predecessor = document;
  }
  return apis;
}
