import { join } from "node:path";
import jwt from "jsonwebtoken";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_ACCESS_KEY } from "../../conformance/emulator/index.js";
import { startChromium } from "../../conformance/testing/chromium.js";
import { latestApiVersion } from "../../generated/versions.js";
import { DOCUMENT_NAMES, type DocumentName, documentPath } from "./bundles.js";
import { startMessageReceiver } from "./message-receiver.js";
import { installTool, toolFolder } from "./tool-folder.js";
import { findTool } from "./tools.js";

const PAGE = `<!doctype html><meta charset="utf-8">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/swagger-ui.css">
<div id="ui"></div>
<script src="/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: "/openapi.json", dom_id: "#ui" });</script>`;

/**
 * Opens Swagger UI with a document, at the origin of a server: the emulator lets no page of another origin call it.
 *
 * @param endpoint the origin; what the page does not load of Swagger UI comes from there
 */
async function openSwaggerUi(page: Page, name: DocumentName, endpoint: string): Promise<void> {
  const files = join(toolFolder(findTool("swagger-ui-dist")), "node_modules/swagger-ui-dist");
  for (const file of ["swagger-ui.css", "swagger-ui-bundle.js"]) {
    await page.route(`${endpoint}/${file}`, (route) => route.fulfill({ path: join(files, file) }));
  }
  await page.route(`${endpoint}/openapi.json`, (route) => route.fulfill({ path: documentPath(name) }));
  await page.route(`${endpoint}/`, (route) => route.fulfill({ contentType: "text/html", body: PAGE }));
  await page.goto(`${endpoint}/`);
}

describe.for(DOCUMENT_NAMES)("Swagger UI › OpenAPI %s", (name) => {
  let browser: Browser;
  beforeAll(async () => {
    await installTool(findTool("swagger-ui-dist"));
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  test("sends a message to everyone, with endpoint and token from the page", async () => {
    await using receiver = await startMessageReceiver();
    const { endpoint, log } = receiver.emulator;
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await openSwaggerUi(page, name, endpoint);

    await page.locator('.servers input[data-variable="endpoint"]').fill(endpoint);
    await page.getByRole("button", { name: "Authorize" }).click();
    const token = jwt.sign({}, DEFAULT_ACCESS_KEY, { audience: `${endpoint}/api/hubs/chat/:send`, expiresIn: "1h" });
    await page.getByLabel("auth-bearer-value").first().fill(token);
    await page.getByLabel("Apply credentials").first().click();
    await page.getByRole("button", { name: "Close" }).first().click();

    const operation = page.locator("#operations-hub-sendToAll");
    await operation.click();
    await operation.getByRole("button", { name: "Try it out" }).click();
    await operation.locator('tr[data-param-name="hub"] input').fill("chat");
    await operation.locator("textarea.body-param__text").fill('{ "text": "hello" }');
    await operation.getByRole("button", { name: "Execute" }).click();
    await operation.locator(".live-responses-table .response-col_status").getByText("202").waitFor();

    expect(log.requests.map(({ parameters }) => parameters["api-version"])).toEqual([latestApiVersion]);
    expect(await receiver.messages()).toEqual([["json", { text: "hello" }]]);
  });
});
