import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openPage, startChromium, type WatchedPage } from "../testing/chromium.js";
import { registerSecret } from "../wire/redact.js";
import { htmlReport } from "./html-report.js";
import type { CaseReport, RunReport } from "./run-report.js";
import { failures } from "./statuses.js";
import { expectedCells } from "./testing/expected-cells.js";
import { caseOf, exchangeOf, reportOf } from "./testing/report-fixtures.js";
import { sampleReport } from "./testing/sample-report.js";

// A browser is slow on a machine that does much else.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
let sample: RunReport;
const folder = mkdtempSync(join(tmpdir(), "report-"));
const opened: Page[] = [];

beforeAll(async () => {
  [browser, sample] = await Promise.all([startChromium(), sampleReport()]);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((page) => page.close()));
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens a report from disk, as readers do. */
async function open(report: RunReport, hash = ""): Promise<WatchedPage> {
  const file = join(folder, "report.html");
  writeFileSync(file, htmlReport(report));
  const watched = await openPage(browser, pathToFileURL(file).href + hash);
  opened.push(watched.page);
  return watched;
}

/** Presses Tab until the focus is on an element that matches the selector. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; !(await hasFocus(page, selector)); presses++) {
    expect(presses, `presses of Tab before ${selector} has the focus`).toBeLessThan(300);
    await page.keyboard.press("Tab");
  }
}

const hasFocus = (page: Page, selector: string) =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** What each visible cell of the matrix shows, by its title. */
const cellTexts = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>("button.cell:not([hidden])")].map((cell) => {
        const copy = cell.cloneNode(true) as HTMLElement;
        for (const unseen of copy.querySelectorAll(".unseen")) unseen.remove();
        return [cell.dataset.title, copy.textContent];
      }),
    ),
  );
const text = (page: Page, selector: string) => page.locator(selector).first().innerText();
/** Waits until the details of an opened case are rendered. */
const rendered = (page: Page, selector: string) => page.locator(`${selector} .inside > *`).first().waitFor();
const isDialogOpen = (page: Page) => page.locator("dialog").evaluate((dialog) => (dialog as HTMLDialogElement).open);

describe("htmlReport", () => {
  test("opens from disk without errors and requests nothing else", async () => {
    const { problems, requests } = await open(sample);
    expect(problems).toEqual([]);
    expect(requests).toEqual([expect.stringMatching(/^file:/)]);
  });

  test("filters the matrix by text, status, level and description", async () => {
    const { page } = await open(sample);
    await tabTo(page, "#filter [name=text]");
    await page.keyboard.type("Revoke replay");
    const found = sample.cases.filter(({ operation, id }) => operation === "revokePermission" && id.includes("replay"));
    expect(await cellTexts(page)).toEqual(expectedCells(found));
    expect(await text(page, "#shown")).toBe(`${found.length} of ${sample.cases.length} cases`);
    expect(await text(page, ".matrix tbody")).toMatch(/^revokePermission\b/);

    await tabTo(page, "#filter [name=status]");
    await page.keyboard.press("f");
    await tabTo(page, "#filter [name=description]");
    await page.keyboard.press("2");
    const failed = found.filter(({ status, description }) => status === "failed" && description === "2024-12-01");
    // As often as the emulator of the sample fails the operation.
    expect(failed).toHaveLength(4);
    expect(await cellTexts(page)).toEqual(expectedCells(failed));

    await tabTo(page, "#list");
    await page.keyboard.press("Enter");
    expect(await text(page, "dialog .top")).toContain(`${failed.length} cases`);
    await page.keyboard.press("Escape");

    await page.locator("#filter [type=reset]").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => cellTexts(page)).toEqual(expectedCells(sample.cases));
  });

  test("opens a cell and its cases by keyboard", async () => {
    const { page, problems } = await open(sample);
    const cell = "button.cell[data-title='sendToConnection: effects']";
    await tabTo(page, cell);
    await page.keyboard.press("Enter");
    expect(await isDialogOpen(page)).toBe(true);
    const members = sample.cases.filter(
      ({ operation, aspect }) => operation === "sendToConnection" && aspect === "effects",
    );
    expect(await text(page, "dialog h2")).toBe("sendToConnection: effects");
    expect(await page.locator("dialog .case").count()).toBe(members.length);

    // The focus is on the first case already.
    const focused = await page
      .locator("dialog .case")
      .evaluateAll((cases) =>
        cases.findIndex((each) => document.activeElement?.contains(each.querySelector(".id")) ?? false),
      );
    const first = members[focused];
    if (first === undefined) throw new Error("The focus is not on a case.");
    await page.keyboard.press("Enter");
    await rendered(page, "dialog .case[open]");
    const shown = await text(page, "dialog .case[open]");
    for (const value of [first.id, first.level, first.requirement, first.source, first.status])
      expect(shown).toContain(value);
    const frames = first.transcript.filter((entry) => entry.kind === "frame");
    const exchanges = first.transcript.filter((entry) => entry.kind === "exchange");
    expect(frames).not.toEqual([]);
    expect(exchanges).not.toEqual([]);
    for (const frame of frames) {
      expect(shown).toContain(frame.client);
      expect(shown).toContain(frame.text);
    }
    for (const { request, response, curl } of exchanges) {
      expect(shown).toContain(`${request.method} ${request.url}`);
      expect(shown).toContain(String(response.status));
      for (const header of [...request.headers, ...response.headers]) expect(shown).toContain(header.join(": "));
      expect(shown).toContain(curl);
    }

    await tabTo(page, "dialog [data-copy]");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(exchanges[0]?.curl);
    await expect.poll(() => text(page, "dialog [data-copy]")).toMatch(/Copied|Selected/);

    await page.keyboard.press("Escape");
    expect(await isDialogOpen(page)).toBe(false);
    expect(await hasFocus(page, cell)).toBe(true);
    expect(problems).toEqual([]);
  });

  test("shows the difference of a failure and the text of its source", async () => {
    const { page } = await open(sample);
    await tabTo(page, "#failures summary");
    const [first] = failures(sample.cases);
    expect(await text(page, "#failures .case")).toContain(first?.reason);
    await page.keyboard.press("Enter");
    await expect
      .poll(() => text(page, "#failures .case[open]"))
      .toContain("response 202: The service accepted the message, even if there is no receiver");
    expect(await text(page, "#failures .case[open]")).toContain(first?.reason);
  });

  test("opens the case named in the address", async () => {
    const { description, id } = sample.cases[7] as CaseReport;
    const { page } = await open(sample, `#${encodeURIComponent(`${description}/${id}`)}`);
    expect(await isDialogOpen(page)).toBe(true);
    await rendered(page, "dialog .case[open]");
    expect(await text(page, "dialog .case[open]")).toContain(id);
    await page.keyboard.press("Escape");
    expect(await isDialogOpen(page)).toBe(false);

    // The case's own link opens it again.
    await page.evaluate(() => document.querySelector<HTMLElement>("dialog .inside a")?.click());
    expect(await isDialogOpen(page)).toBe(true);
  });

  test.for(["light", "dark"] as const)(
    "keeps a contrast of at least 4.5 in the %s color scheme",
    async (colorScheme) => {
      const { page } = await open(sample);
      await page.emulateMedia({ colorScheme });
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(background).toBe(colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 23, 27)");
      const { contrast, element } = await page.evaluate(leastContrast);
      expect(contrast, element).toBeGreaterThan(4.5);
    },
  );

  test("fits a narrow screen", async () => {
    const { page } = await open(sample);
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = (element: Element) => element.scrollWidth - element.clientWidth;
    expect(await page.locator("html").evaluate(overflow)).toBe(0);
    await page.evaluate(() =>
      document.querySelector<HTMLElement>("button.cell[data-title='sendToConnection: effects']")?.click(),
    );
    const dialog = page.locator("dialog");
    await dialog
      .locator(".case")
      .first()
      .evaluate((details) => {
        (details as HTMLDetailsElement).open = true;
      });
    expect(await dialog.evaluate((element) => element.getBoundingClientRect().left)).toBe(0);
    expect(await dialog.locator(".cases").evaluate(overflow)).toBe(0);
  });

  test("prints the failures in full, the matrix and the coverage", async () => {
    const { page } = await open(sample);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const printed = await text(page, "body");
    const failed = failures(sample.cases);
    expect(failed).toHaveLength(16);
    for (const { reason = "", transcript } of failed) {
      expect(printed).toContain(reason);
      for (const entry of transcript) expect(printed).toContain(entry.kind === "frame" ? entry.text : entry.curl);
    }
    expect(printed).toContain("Transcripts of passed cases are in the HTML file.");
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect(await page.locator("details:not([open])").count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await page.locator("details[open]").count()).toBe(sample.coverages.length);

    await page.evaluate(() =>
      addEventListener("beforeprint", () => {
        document.title = "printed";
      }),
    );
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    expect(await page.title()).toBe("printed");
  });

  test("shows hostile text as text", async () => {
    const hostile = `</script><script>window.ran = 1</script><img src=x onerror="window.ran = 2"><!-- <script> ' " \` & \u0000 \u2028 \ud800`;
    const visible = hostile.replace("\u0000", "␀").replace("\ud800", "\ufffd");
    const failed = caseOf({
      id: hostile,
      operation: hostile,
      requirement: hostile,
      status: "failed",
      reason: hostile,
      expectation: { reason: hostile, link: "javascript:window.ran=3" },
      transcript: [exchangeOf(hostile), { kind: "frame", client: hostile, direction: "received", text: hostile }],
    });
    const { page, problems, requests } = await open(
      reportOf([failed, caseOf()], { target: hostile, summary: hostile, faults: [hostile], verdict: 1 }),
    );
    await page.locator("#failures .case > summary").click();
    await rendered(page, "#failures .case");
    await page.locator("#matrix tbody tr:last-child button").first().click();
    await rendered(page, "dialog .case");
    for (const selector of ["h1", ".fault", "#failures .reason", "dialog h2", "dialog .inside .frame pre"])
      expect(await page.locator(selector).first().textContent()).toContain(visible);
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    expect(await page.locator("img, a[href^=javascript]").count()).toBe(0);
    expect(requests).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test("renders 4,000 cases without delay", async () => {
    const cases = Array.from({ length: 4000 }, (_, index) => {
      const of = sample.cases[index % sample.cases.length] as CaseReport;
      return { ...of, id: `${of.id}/${index}` };
    });
    const report = { ...sample, cases };
    expect(htmlReport(report).length).toBeLessThan(8_000_000);
    const { page } = await open(report);
    // The details of a case are rendered when it is opened.
    expect(await page.locator("*").count()).toBeLessThan(10_000);
    expect(await page.locator(".inside > *").count()).toBe(0);
    expect(await cellTexts(page)).toEqual(expectedCells(cases));

    const filterMs = await page.evaluate(async () => {
      const started = performance.now();
      const form = document.querySelector("#filter") as HTMLFormElement;
      (form.elements.namedItem("text") as HTMLInputElement).value = "send";
      form.dispatchEvent(new Event("input"));
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      return performance.now() - started;
    });
    expect(filterMs).toBeLessThan(2000);
    const listMs = await page.evaluate(async () => {
      const started = performance.now();
      document.querySelector<HTMLElement>("#list")?.click();
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      return performance.now() - started;
    });
    expect(listMs).toBeLessThan(5000);
    expect(await page.locator("dialog .case").count()).toBe(
      cases.filter(({ operation, id, requirement }) => /send/i.test(`${operation} ${id} ${requirement}`)).length,
    );
  });

  // The last test: a secret stays registered.
  test("redacts secrets, even one that is a word of the page's own markup", async () => {
    const secret = `a"key<&>'of\nours`;
    registerSecret(secret, "ACCESS_KEY");
    registerSecret("details", "TOKEN");
    const cases = [
      caseOf({
        status: "failed",
        reason: `The response was ${secret}, with details.`,
        transcript: [exchangeOf(secret)],
      }),
    ];
    const { page, problems } = await open(reportOf(cases, { target: secret, faults: [secret] }));
    await page.locator("#failures .case > summary").click();
    await rendered(page, "#failures .case");
    expect(await text(page, "#failures .inside")).toContain("The response was $ACCESS_KEY, with $TOKEN.");
    const all = await page.locator("html").textContent();
    for (const part of [secret, "of\nours", "of\\nours"]) expect(all).not.toContain(part);
    expect(problems).toEqual([]);
  });
});

/** In the page: the element whose text has the least contrast with its background, by the formula of WCAG 2. */
function leastContrast(): { contrast: number; element: string } {
  const luminance = (color: string): number => {
    const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((value) => {
      const part = Number(value) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element: Element): string => {
    const color = getComputedStyle(element).backgroundColor;
    return /, 0\)$/.test(color) ? background(element.parentElement ?? document.documentElement) : color;
  };
  const hasText = (element: Element) =>
    [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== "");
  const contrasts = [...document.querySelectorAll("body *")]
    .filter((element) => element.checkVisibility() && hasText(element))
    .map((element) => {
      const foreground = luminance(getComputedStyle(element).color);
      const behind = luminance(background(element));
      const [lighter, darker] = foreground > behind ? [foreground, behind] : [behind, foreground];
      return { contrast: (lighter + 0.05) / (darker + 0.05), element: element.outerHTML.slice(0, 200) };
    });
  return contrasts.reduce((least, each) => (each.contrast < least.contrast ? each : least));
}
