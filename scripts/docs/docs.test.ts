import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Chromium, type Page, startChromium } from "../../conformance/testing/chromium.js";
import { requireOffline } from "./require-offline.js";
import { buildTypeScriptPages } from "./typescript-pages.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "docs-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe("the pages", () => {
  let folder: string;
  let said: string;
  let chromium: Chromium;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "docs-site-"));
    chromium = await startChromium();
    const tsx = createRequire(import.meta.url).resolve("tsx/cli");
    ({ stdout: said } = await run(process.execPath, [tsx, join(root, "scripts/docs.ts"), "--out", folder]));
  }, 180_000);
  afterAll(async () => {
    await chromium?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(file: string): Promise<Page> {
    const page = await chromium.open(pathToFileURL(join(folder, file)).href);
    onTestFinished(() => page.close());
    return page;
  }

  const texts = (page: Page, selector: string) =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.textContent)`,
    );

  test("are told of in the end, with what they hold", () => {
    expect(said.trim().split("\n").at(-1)).toMatch(
      /index\.html: \d+ pages, \d+ exports, 25 operations of 2024-12-01, 24 operations of 2023-07-01\.$/,
    );
  });

  test.for([
    ["2024-12-01", 25],
    ["2023-07-01", 24],
  ] as const)(
    "lead to each operation of %s, and ask for nothing on the way",
    { timeout: 120_000 },
    async ([version, count]) => {
      const index = await open("index.html");
      const links = await index.evaluate<[string, string][]>(
        `[...document.querySelectorAll('td a[href*="${version}"]')].map((link) => [link.hash, link.textContent])`,
      );
      expect(links).toHaveLength(count);
      const page = await open(`rest/${version}.html`);
      for (const [anchor, summary] of links) {
        await page.evaluate(`location.hash = ${JSON.stringify(anchor)}`);
        await expect.poll(() => texts(page, "h2"), { timeout: 5000 }).toContain(summary);
      }
      expect(page.requests.filter((address) => !/^(file|data|blob):/.test(address))).toEqual([]);
      expect(page.problems).toEqual([]);
    },
  );

  test("of the REST API are let ask nobody for anything, and are told not to", async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader("Access-Control-Allow-Origin", "*").end();
    }).listen(0, "127.0.0.1");
    onTestFinished(async () => void (await new Promise((resolve) => server.close(resolve))));
    await once(server, "listening");
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const asking = `fetch("${address}").then(() => "let", () => "not let")`;
    expect(await (await open("rest/2024-12-01.html")).evaluate(asking)).toBe("not let");
    expect(asked).toEqual([]);
    // Here it is, so that it was the page's policy.
    expect(await (await open("index.html")).evaluate(asking)).toBe("let");
    expect(await readFile(join(folder, "rest/2024-12-01.html"), "utf8")).toContain('"disableTelemetry":true');
  });

  test("of the client have its exports, with links to the REST API", async () => {
    const page = await open("client/functions/createClient.html");
    expect(await texts(page, "h1")).toEqual([expect.stringContaining("createClient")]);
    expect(page.requests.filter((address) => !address.startsWith("file:"))).toEqual([]);
    const member = await open("client/types/GroupMember.html");
    expect(
      await member.evaluate(`[...document.querySelectorAll("a")].map((link) => link.getAttribute("href"))`),
    ).toContain("../../rest/2024-12-01.html");
  });
});

describe("pages of doc comments are not made", () => {
  async function problemsOf(source: string, internal: string[] = []): Promise<string> {
    const folder = await temporaryFolder();
    const files = {
      "index.ts": source,
      "README.md": "",
      "package.json": '{ "name": "sample", "type": "module" }',
      "tsconfig.json": '{ "compilerOptions": { "types": [] }, "files": ["index.ts"] }',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const pages = {
      entryPoint: "index.ts",
      tsconfig: "tsconfig.json",
      out: join(folder, "out"),
      internal,
      obvious: [],
    };
    return buildTypeScriptPages(folder, pages).then(
      ({ exports }) => `${exports} exports`,
      (error: Error) => error.message,
    );
  }

  test("where an export says nothing, a link leads nowhere, a type is hidden, or a tag is not known", async () => {
    const problems = await problemsOf(`
      interface Hidden { a: 1 }
      export const silent = 1;
      /** Leads to {@link Nowhere}. @nonsense */
      export function leads(hidden: Hidden): void {}
    `);
    expect(problems).toMatch(/silent \(Variable\), .* does not have any documentation/);
    expect(problems).toMatch(/Failed to resolve link to "Nowhere"/);
    expect(problems).toMatch(/Hidden, .* is referenced by leads\.hidden but not included/);
    expect(problems).toMatch(/unknown block tag @nonsense/);
  }, 60_000);

  test("where a type is said to be internal that is not there", async () => {
    expect(await problemsOf("/** A number. */\nexport const one = 1;\n", ["Gone"])).toMatch(/Gone/);
  }, 60_000);

  test("but with everything in its place they are", async () => {
    expect(await problemsOf("/** A number. */\nexport const one = 1;\n")).toBe("1 exports");
  }, 60_000);
});

describe("pages that need a network are refused", () => {
  async function checked(files: Record<string, string>): Promise<number | string> {
    const folder = await temporaryFolder();
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return requireOffline(folder).catch((error: Error) => error.message);
  }

  test.for([
    [
      "a script",
      { "a.html": '<script src="https://example.org/a.js"></script>' },
      "a.html loads https://example.org/a.js.",
    ],
    ["a stylesheet", { "a.html": '<link rel="x" href="//example.org/a.css">' }, "a.html loads //example.org/a.css."],
    ["an image", { "a.html": '<img alt="" src="http://example.org/a.png">' }, "a.html loads http://example.org/a.png."],
    ["a font", { "a.css": "@font-face { src: url('https://example.org/a') }" }, "a.css loads https://example.org/a."],
    ["an import", { "a.css": '@import "https://example.org/a.css";' }, "a.css loads https://example.org/a.css."],
    ["what is not there", { "a/b.html": '<img src="../c.png">' }, "a/b.html loads ../c.png, which is not there."],
    [
      "a page that is not there",
      { "a.html": '<a href="b.html#c">b</a>' },
      "a.html links to b.html, which is not there.",
    ],
    ["a page above all", { "a.html": '<a href="../">b</a>' }, "a.html links to ../, which is not there."],
  ] as const)("for %s", async ([, files, problem]) => {
    expect(await checked(files)).toBe(problem);
  });

  test("and others are not", async () => {
    const page =
      '<script src="b/c.js">"https://example.org"; url(https://example.org/)</script><img src="data:,"><a href="https://example.org/">d</a><a href="b/">e</a>';
    expect(await checked({ "a.html": page, "b/c.js": "" })).toBe(1);
  });
});
