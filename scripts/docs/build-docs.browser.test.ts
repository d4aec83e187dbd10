import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openPage, startChromium, type WatchedPage } from "../../conformance/testing/chromium.js";
import { descriptions } from "../../generated/descriptions.js";
import { apiVersions, latestApiVersion } from "../../generated/versions.js";

const command = fileURLToPath(new URL("../docs.ts", import.meta.url));

describe("npm run docs", { timeout: 120_000 }, () => {
  let folder: string;
  let output: string;
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
    folder = await mkdtemp(join(tmpdir(), "docs-site-"));
    const tsx = createRequire(import.meta.url).resolve("tsx/cli");
    const { stdout } = await promisify(execFile)(process.execPath, [tsx, command, "--out", folder]);
    output = stdout;
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  async function open(file: string): Promise<WatchedPage> {
    const watched = await openPage(browser, pathToFileURL(join(folder, file)).href);
    onTestFinished(() => watched.page.close());
    return watched;
  }

  const versions = apiVersions
    .toReversed()
    .map((version) => ({ version, count: Object.keys(descriptions[version]).length }));

  const isRemote = (url: string) => !/^(file|data|blob):/.test(url);

  test("reports the number of pages, exports and operations at the end", () => {
    const [last = ""] = output.trim().split("\n").slice(-1);
    const counts = versions.map(({ version, count }) => `${count} operations of ${version}`);
    expect(last).toMatch(/index\.html: \d+ pages, \d+ exports, /);
    expect(last.endsWith(` exports, ${counts.join(", ")}.`)).toBe(true);
  });

  /** The addresses of links on a page, by their texts. */
  async function linksOf(page: Page, selector: string): Promise<[text: string, address: string][]> {
    return page
      .locator(selector)
      .evaluateAll((found) => (found as HTMLAnchorElement[]).map(({ textContent, href }) => [textContent ?? "", href]));
  }

  test("shows each operation of the newest api-version without scripts", async () => {
    const { length } = Object.keys(descriptions[latestApiVersion]);
    const context = await browser.newContext({ javaScriptEnabled: false });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(folder, "index.html")).href);
    const links = await linksOf(page, `td a[href*="${latestApiVersion}"]`);
    expect(links).toHaveLength(length);
    for (const [summary, address] of links) {
      await page.goto(address);
      expect(await page.locator("h1").textContent()).toBe(summary);
    }
  });

  test.for(versions)(
    "links to each operation on the interactive page of $version, which sends nothing to the network",
    async ({ version, count }) => {
      const index = await open(`rest/${version}/index.html`);
      const operations = await linksOf(index.page, "td a:not([href*=evidence])");
      expect(operations).toHaveLength(count);
      const { page, problems, requests } = await open(`rest/${version}/interactive.html`);
      for (const [summary, address] of operations) {
        const [, hash = ""] = /"interactive\.html(#[^"]+)"/.exec(await readFile(fileURLToPath(address), "utf8")) ?? [];
        await page.evaluate((to) => {
          location.hash = to;
        }, hash);
        await expect.poll(() => page.locator("h2").allTextContents(), { timeout: 30_000 }).toContain(summary);
      }
      expect(requests.filter(isRemote)).toEqual([]);
      expect(problems).toEqual([]);
    },
  );

  test("forbids requests on the interactive pages by a policy", async () => {
    const received: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      received.push(request.url);
      response.setHeader("Access-Control-Allow-Origin", "*").end();
    }).listen(0, "127.0.0.1");
    onTestFinished(async () => void (await new Promise((resolve) => server.close(resolve))));
    await once(server, "listening");
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const isAllowed = (page: Page) =>
      page.evaluate(
        (url) =>
          fetch(url).then(
            () => true,
            () => false,
          ),
        address,
      );
    expect(await isAllowed((await open(`rest/${latestApiVersion}/interactive.html`)).page)).toBe(false);
    expect(received).toEqual([]);
    // The index has no policy, and the same request passes there.
    expect(await isAllowed((await open("index.html")).page)).toBe(true);
    expect(await readFile(join(folder, `rest/${latestApiVersion}/interactive.html`), "utf8")).toContain(
      '"disableTelemetry":true',
    );
  });

  test("describes the exports of the client, with links to the REST API", async () => {
    const { page, requests } = await open("client/functions/createClient.html");
    expect(await page.locator("h1").allTextContents()).toEqual([expect.stringContaining("createClient")]);
    expect(requests.filter(isRemote)).toEqual([]);
    const member = await open("client/types/GroupMember.html");
    const links = await member.page.locator("a").evaluateAll((found) => found.map((link) => link.getAttribute("href")));
    expect(links).toContain(`../../rest/${latestApiVersion}/index.html`);
  });
});
