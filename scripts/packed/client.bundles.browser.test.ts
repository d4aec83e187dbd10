import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPage, startChromium } from "../../conformance/testing/chromium.js";
import { bundlePage, EMPTY_PAGE, MODULE_BUNDLES, makeBundleProject } from "./tools/client-bundles.js";
import { type FakeService, startFakeService } from "./tools/fake-service.js";

let folder: string;
let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
  folder = await makeBundleProject();
});
afterAll(() => browser?.close());

/** The request of the program, as the service must receive it. */
const EXPECTED_REQUESTS = [
  expect.objectContaining({
    line: "POST /api/hubs/chat/:send?api-version=2024-12-01&filter=userId%20ne%20%27O%27%27Hara%27 HTTP/1.1",
    body: Buffer.from('{"text":"hello"}'),
  }),
];

function postsTo({ requests }: FakeService) {
  return requests.filter(({ line }) => line.startsWith("POST "));
}

describe("bundle of the client", { timeout: 60_000 }, () => {
  test.for(MODULE_BUNDLES)("sends a message from a worker: %s", async ([, makeBundle]) => {
    const { files } = await makeBundle(folder);
    const [bundle = ""] = files.values();
    await using service = await startFakeService({
      "/": EMPTY_PAGE,
      "/bundle.js": bundle,
      "/sender.js": `
        import { send } from "/bundle.js";
        onmessage = async ({ data }) => postMessage(await send(data).catch(String));
      `,
    });
    const { page } = await openPage(browser, service.origin);
    const status = await page.evaluate(
      (connectionString) =>
        new Promise((resolve, reject) => {
          const worker = new Worker("/sender.js", { type: "module" });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(connectionString);
        }),
      service.connectionString,
    );
    expect(status).toBe(202);
    expect(postsTo(service)).toEqual(EXPECTED_REQUESTS);
    await page.close();
  });

  test("sends a message from a page: Vite for a page", async () => {
    const { files } = await bundlePage(folder);
    await using service = await startFakeService(
      Object.fromEntries([...files].map(([name, text]) => [`/${name}`, text])),
    );
    const { page, problems } = await openPage(browser, `${service.origin}/index.html`);
    const status = await page.evaluate(`app.send(${JSON.stringify(service.connectionString)})`);
    expect(status).toBe(202);
    expect(problems).toEqual([]);
    expect(postsTo(service)).toEqual(EXPECTED_REQUESTS);
    await page.close();
  });
});
