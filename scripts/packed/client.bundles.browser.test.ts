import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPage, startChromium } from "../../conformance/testing/chromium.js";
import { bundledPage, EMPTY_PAGE, MODULE_BUNDLES, projectToBundle } from "./tools/client-bundles.js";
import { type Service, startService } from "./tools/fake-service.js";

let folder: string;
let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
  folder = await projectToBundle();
});
afterAll(() => browser?.close());

/** The request of the program, as the service must receive it. */
const SENT = [
  expect.objectContaining({
    line: "POST /api/hubs/chat/:send?api-version=2024-12-01&filter=userId%20ne%20%27O%27%27Hara%27 HTTP/1.1",
    body: Buffer.from('{"text":"hello"}'),
  }),
];

function sentTo({ requests }: Service) {
  return requests.filter(({ line }) => line.startsWith("POST "));
}

describe("the bundled client", { timeout: 60_000 }, () => {
  test.for(MODULE_BUNDLES)("sends from a worker: %s", async ([, make]) => {
    const { files } = await make(folder);
    const [bundle = ""] = files.values();
    await using service = await startService({
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
    expect(sentTo(service)).toEqual(SENT);
    await page.close();
  });

  test("sends from a page: Vite for a page", async () => {
    const { files } = await bundledPage(folder);
    await using service = await startService(Object.fromEntries([...files].map(([name, text]) => [`/${name}`, text])));
    const { page, problems } = await openPage(browser, `${service.origin}/index.html`);
    const status = await page.evaluate(`app.send(${JSON.stringify(service.connectionString)})`);
    expect(status).toBe(202);
    expect(problems).toEqual([]);
    expect(sentTo(service)).toEqual(SENT);
    await page.close();
  });
});
