import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { InlineConfig } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Chromium, startChromium } from "../../conformance/testing/chromium.js";
import type { Bundle } from "./tools/bundle.js";
import { ANYWHERE, bundled, type Target } from "./tools/esbuild.js";
import { type Service, startService } from "./tools/fake-service.js";
import { packed, project } from "./tools/packed-project.js";
import { viteBuilt } from "./tools/vite.js";

// The packed client in bundles for where there is no Node.js, with everything that it exports, and at work there.

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
/** What arrives of it. */
const SENT = [
  expect.objectContaining({
    line: "POST /api/hubs/chat/:send?api-version=2024-12-01&filter=userId%20ne%20%27O%27%27Hara%27 HTTP/1.1",
    body: Buffer.from('{"text":"hello"}'),
  }),
];

/** A page that does nothing by itself. */
const PAGE = '<!doctype html><link rel="icon" href="data:,">';

let path: string;
let chromium: Chromium;
beforeAll(async () => {
  path = await project([packed().client.path]);
  await writeFile(join(path, "app.js"), PROGRAM);
  await writeFile(join(path, "page.js"), 'import * as app from "./app.js"; globalThis.app = app;');
  await writeFile(join(path, "index.html"), `${PAGE}<script type="module" src="/page.js"></script>`);
  chromium = await startChromium();
});
afterAll(() => chromium?.close());

function expectNothingOfNode({ files, imports, modules, warnings }: Bundle): void {
  expect(warnings).toEqual([]);
  expect(imports).toEqual([]);
  expect(modules.filter((file) => /\/openapi-fetch\//.test(file))).toHaveLength(1);
  expect(modules.filter((file) => /\/undici\/|\/jsonwebtoken\/|\.node\.js$/.test(file))).toEqual([]);
  // Not `process`: openapi-fetch looks whether there is one.
  for (const text of files.values()) expect(/\bnode:|createSecretKey|\brequire\(|\bBuffer\b/.exec(text)).toBeNull();
}

/** Has a bundle send, and expects that it arrives: from a worker of a browser, which has no document either. */
async function expectSends({ files }: Bundle): Promise<void> {
  const [bundle = "", ...others] = files.values();
  expect(others).toEqual([]);
  await using service = await startService({
    "/": PAGE,
    "/bundle.js": bundle,
    "/sender.js": `
      import { send } from "/bundle.js";
      onmessage = async ({ data }) => postMessage(await send(data).catch(String));
    `,
  });
  const page = await chromium.open(service.origin);
  const answer = await page.evaluate(`new Promise((resolve, reject) => {
    const worker = new Worker("/sender.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(${JSON.stringify(service.connectionString)});
  })`);
  expect(answer).toBe(202);
  expect(sentTo(service)).toEqual(SENT);
}

function sentTo({ requests }: Service) {
  return requests.filter(({ line }) => line.startsWith("POST "));
}

describe("a bundle by esbuild", () => {
  test.for<[what: string, target: Target]>([
    ["anywhere", ANYWHERE],
    ["a browser", { platform: "browser", conditions: [] }],
    ["workerd", { platform: "browser", conditions: ["workerd", "worker"] }],
    ["workerd, told nothing else", { platform: "neutral", conditions: ["workerd"] }],
    ["edge-light", { platform: "neutral", conditions: ["edge-light"] }],
  ])("for %s has nothing of Node.js, and sends", async ([, target]) => {
    const bundle = await bundled(path, PROGRAM, target);
    expectNothingOfNode(bundle);
    await expectSends(bundle);
  });
});

describe("a bundle by Vite", () => {
  test.for<[what: string, config: InlineConfig]>([
    ["a worker", { build: { ssr: "app.js" }, ssr: { target: "webworker", noExternal: true } }],
    ["a library", { build: { lib: { entry: "app.js", formats: ["es"] } } }],
  ])("for %s has nothing of Node.js, and sends", async ([, config]) => {
    const bundle = await viteBuilt(path, config);
    expectNothingOfNode(bundle);
    await expectSends(bundle);
  });

  test("for a page has nothing of Node.js, and sends from a browser", async () => {
    const bundle = await viteBuilt(path, {});
    expectNothingOfNode(bundle);
    const pages = Object.fromEntries([...bundle.files].map(([name, text]) => [`/${name}`, text]));
    await using service = await startService(pages);
    const page = await chromium.open(`${service.origin}/index.html`);
    expect(await page.evaluate(`app.send(${JSON.stringify(service.connectionString)})`)).toBe(202);
    expect(page.problems).toEqual([]);
    expect(sentTo(service)).toEqual(SENT);
  });
});
