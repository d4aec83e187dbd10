import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { ASPECTS } from "../cases/case.js";
import { type Chromium, type Page, startChromium } from "../testing/chromium.js";
import { registerSecret } from "../wire/redact.js";
import { htmlReport } from "./html-report.js";
import type { CaseReport, RunReport } from "./run-report.js";
import { failures, SIGNS } from "./statuses.js";
import { caseOf, exchangeOf, reportOf } from "./testing/report-fixtures.js";
import { sampleReport } from "./testing/sample-report.js";

let chromium: Chromium;
let sample: RunReport;
const folder = mkdtempSync(join(tmpdir(), "report-"));

// A browser is a heavy thing on a computer that does much else.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

beforeAll(async () => {
  [chromium, sample] = await Promise.all([startChromium(), sampleReport()]);
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
});
afterAll(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true });
});

const pages: Page[] = [];
let files = 0;

/** Opens a report from disk, as people do. */
async function open(report: RunReport, hash = ""): Promise<Page> {
  files += 1;
  const file = join(folder, `report-${files}.html`);
  writeFileSync(file, htmlReport(report));
  const page = await chromium.open(pathToFileURL(file).href + hash);
  pages.push(page);
  return page;
}

/** Goes on with Tab until the focus is on what the selector finds. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const there = `document.activeElement?.matches(${JSON.stringify(selector)})`;
  for (let presses = 0; !(await page.evaluate<boolean>(there)); presses++) {
    expect(presses, `presses of Tab on the way to ${selector}`).toBeLessThan(300);
    await page.press("Tab");
  }
}

const cellTexts = (page: Page) =>
  page.evaluate<Record<string, string>>(
    `Object.fromEntries([...document.querySelectorAll("button.cell:not([hidden])")].map((cell) => {
      const copy = cell.cloneNode(true);
      for (const unseen of copy.querySelectorAll(".unseen")) unseen.remove();
      return [cell.dataset.title, copy.textContent];
    }))`,
  );
const text = (page: Page, selector: string) =>
  page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).innerText`);
/** What is in a case is there soon after it was opened. */
const rendered = (page: Page, selector: string) =>
  expect
    .poll(() => page.evaluate(`document.querySelector(${JSON.stringify(`${selector} .inside`)}).childElementCount`))
    .toBeGreaterThan(0);
const isOpen = (page: Page) => page.evaluate<boolean>(`document.querySelector("dialog").open`);

/** What the cells have to say of these cases, counted another way. */
function expectedCells(cases: readonly CaseReport[]): Record<string, string> {
  const groups = new Map<string, CaseReport[]>();
  for (const each of cases) {
    const { operation, aspect } = each;
    for (const title of [`${operation}: ${aspect}`, operation, aspect, "All cases"])
      groups.set(title, [...(groups.get(title) ?? []), each]);
  }
  return Object.fromEntries(
    [...groups].map(([title, members]) => {
      const count = (status: string) => members.filter((each) => each.status === status).length;
      const sign =
        count("failed") + count("unexpected pass") > 0
          ? SIGNS.failed
          : count("expected failure") > 0
            ? SIGNS["expected failure"]
            : count("passed") === members.length
              ? SIGNS.passed
              : count("passed") > 0
                ? SIGNS["partly decided"]
                : SIGNS.undecidable;
      return [title, `${count("passed")}/${members.length} ${sign}`];
    }),
  );
}

test("opens from disk without errors, and asks for nothing else", async () => {
  const page = await open(sample);
  expect(page.problems).toEqual([]);
  expect(page.requests).toHaveLength(1);
  expect(page.requests[0]).toMatch(/^file:/);
});

test.for([
  [0, "✓"],
  [1, "✗"],
  [2, "!"],
] as const)("has the sign of its verdict, %i, in the title of its tab: %s", ([verdict, sign]) => {
  expect(htmlReport(reportOf([caseOf()], { target: "here", verdict }))).toContain(
    `<title>${sign} here: conformance</title>`,
  );
});

test("begins with the verdict, the counts and the facts of the run", async () => {
  const page = await open(sample);
  expect(await text(page, "h1")).toBe(`${SIGNS.failed} ${sample.summary}`);
  const failed = sample.cases.filter(({ status }) => status === "failed").length;
  expect(failed).toBeGreaterThan(5);
  expect(await text(page, ".counts")).toContain(`${failed} failed`);
  const coverageItems = await text(page, ".facts");
  for (const item of ["emulator", "client", "UTC", " s\n", "2024-12-01, 2023-07-01"])
    expect(coverageItems).toContain(item);
  const headings = await page.evaluate<string[]>(`[...document.querySelectorAll("h2")].map((h2) => h2.innerText)`);
  expect(headings.slice(0, 3)).toEqual([
    `Failures ${failures(sample.cases).length}`,
    "Operations and aspects",
    "Coverage of the description",
  ]);
});

test("has a matrix in which every cell counts its cases", async () => {
  const page = await open(sample);
  expect(await cellTexts(page)).toEqual(expectedCells(sample.cases));
  const columns = await page.evaluate<string[]>(
    `[...document.querySelectorAll(".matrix th[scope=col]")].map((th) => th.innerText)`,
  );
  expect(columns).toEqual(["Operation", ...ASPECTS, "all"]);
  const name = await page.evaluate<string>(
    `document.querySelector("button.cell[data-title='userExists: effects']").textContent`,
  );
  expect(name).toMatch(/^userExists: effects, \d+\/\d+ passed ✓$/);
});

test("names what is documented and was not exercised", async () => {
  const page = await open(sample);
  const [coverage] = sample.coverages;
  const { exercised, described } = coverage?.total.responses ?? { exercised: 0, described: 0 };
  expect(await text(page, ".coverage tbody tr")).toContain(`${exercised}/${described} ${SIGNS.failed}`);
  expect(coverage?.missing.length).toBeGreaterThan(10);
  const named = await text(page, ".named");
  for (const { operation, kind, name } of coverage?.missing ?? []) {
    expect(named).toContain(operation);
    expect(named).toContain(`${kind}: ${name}`);
  }
});

test("names nothing as missing where only a part of the cases was to run", async () => {
  const [first, ...rest] = sample.cases;
  const page = await open({
    ...sample,
    cases: [{ ...(first as CaseReport), status: "skipped", transcript: [] }, ...rest],
  });
  expect(await text(page, "#coverage")).toContain("Only a part of the cases was to run");
  expect(await text(page, "#coverage")).not.toMatch(/not exercised|Everything was exercised/);
  expect(await text(page, ".counts")).toContain("1 skipped");
});

test("is narrowed by text, status, level and description", async () => {
  const page = await open(sample);
  await tabTo(page, "#filter [name=text]");
  await page.type("Revoke replay");
  const found = sample.cases.filter(({ operation, id }) => operation === "revokePermission" && id.includes("replay"));
  expect(await cellTexts(page)).toEqual(expectedCells(found));
  expect(await text(page, "#shown")).toBe(`${found.length} of ${sample.cases.length} cases, in 1 row`);
  expect(await text(page, ".matrix tbody")).toMatch(/^revokePermission\b/);

  await tabTo(page, "#filter [name=status]");
  await page.press("f");
  await tabTo(page, "#filter [name=description]");
  await page.press("2");
  const failed = found.filter(({ status, description }) => status === "failed" && description === "2024-12-01");
  expect(failed.length).toBeGreaterThan(0);
  expect(await cellTexts(page)).toEqual(expectedCells(failed));

  await tabTo(page, "#list");
  await page.press("Enter");
  expect(await text(page, "dialog .top")).toContain(`${failed.length} cases`);
  await page.press("Escape");

  await page.evaluate(`document.querySelector("#filter [type=reset]").focus()`);
  await page.press("Enter");
  await expect.poll(() => cellTexts(page)).toEqual(expectedCells(sample.cases));
});

test("opens a cell and its cases by keyboard", async () => {
  const page = await open(sample);
  const cell = "button.cell[data-title='sendToConnection: effects']";
  await tabTo(page, cell);
  await page.press("Enter");
  expect(await isOpen(page)).toBe(true);
  const members = sample.cases.filter(
    ({ operation, aspect }) => operation === "sendToConnection" && aspect === "effects",
  );
  expect(await text(page, "dialog h2")).toBe("sendToConnection: effects");
  expect(await page.evaluate(`document.querySelectorAll("dialog .case").length`)).toBe(members.length);

  // The focus is on the first case already.
  const first =
    members[
      await page.evaluate<number>(`[...document.querySelectorAll("dialog .case .id")].findIndex((id) =>
    document.activeElement.contains(id))`)
    ];
  if (first === undefined) throw new Error("The focus is on no case.");
  await page.press("Enter");
  await rendered(page, "dialog .case[open]");
  const shown = await text(page, "dialog .case[open]");
  for (const said of [first.id, first.level, first.requirement, first.source, first.status])
    expect(shown).toContain(said);
  const frames = first.transcript.filter((step) => step.kind === "frame");
  const exchanges = first.transcript.filter((step) => step.kind === "exchange");
  expect(Math.min(frames.length, exchanges.length)).toBeGreaterThan(0);
  for (const { client, text } of frames) {
    expect(shown).toContain(client);
    expect(shown).toContain(text);
  }
  for (const { request, response, curl } of exchanges) {
    expect(shown).toContain(`${request.method} ${request.url}`);
    expect(shown).toContain(String(response.status));
    for (const header of [...request.headers, ...response.headers]) expect(shown).toContain(header.join(": "));
    expect(shown).toContain(curl);
  }

  await tabTo(page, "dialog [data-copy]");
  await page.press("Enter");
  expect(await page.evaluate(`getSelection().toString()`)).toBe(exchanges[0]?.curl);
  await expect.poll(() => text(page, "dialog [data-copy]")).toMatch(/Copied|Selected/);

  await page.press("Escape");
  expect(await isOpen(page)).toBe(false);
  expect(await page.evaluate(`document.activeElement.matches(${JSON.stringify(cell)})`)).toBe(true);
  expect(page.problems).toEqual([]);
});

test("shows with a failure what differs, and what the description says there", async () => {
  const page = await open(sample);
  await tabTo(page, "#failures summary");
  const [first] = failures(sample.cases);
  expect(await text(page, "#failures .case")).toContain(first?.reason);
  await page.press("Enter");
  await expect
    .poll(() => text(page, "#failures .case[open]"))
    .toContain("response 202: The service has taken the message");
  expect(await text(page, "#failures .case[open]")).toContain(first?.reason);
});

test("opens the case that the address names", async () => {
  const { description, id } = sample.cases[7] as CaseReport;
  const page = await open(sample, `#${encodeURIComponent(`${description}/${id}`)}`);
  expect(await isOpen(page)).toBe(true);
  await rendered(page, "dialog .case[open]");
  expect(await text(page, "dialog .case[open]")).toContain(id);
  await page.press("Escape");
  expect(await isOpen(page)).toBe(false);

  // Its own link leads there again.
  await page.evaluate(`document.querySelector("dialog .inside a").click()`);
  expect(await isOpen(page)).toBe(true);
});

test("can be read on light and on dark screens", async () => {
  const page = await open(sample);
  const contrasts = `(() => {
    const light = (color) => {
      const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const back = (element) => {
      const color = getComputedStyle(element).backgroundColor;
      return /, 0\\)$/.test(color) ? back(element.parentElement ?? document.documentElement) : color;
    };
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .map((element) => {
        const [one, other] = [light(getComputedStyle(element).color), light(back(element))].sort((a, b) => b - a);
        return [(one + 0.05) / (other + 0.05), element.outerHTML.slice(0, 200)];
      })
      .sort(([one], [other]) => one - other)[0];
  })()`;
  const grounds = [];
  for (const scheme of ["light", "dark"] as const) {
    await page.emulate({ scheme });
    grounds.push(await page.evaluate(`getComputedStyle(document.body).backgroundColor`));
    const [contrast, element] = await page.evaluate<[number, string]>(contrasts);
    expect(contrast, `${scheme}: ${element}`).toBeGreaterThan(4.5);
  }
  expect(grounds[0]).not.toBe(grounds[1]);
});

test("fits a narrow screen", async () => {
  const page = await open(sample);
  await page.resize(360, 740);
  const overflow = `document.documentElement.scrollWidth - document.documentElement.clientWidth`;
  expect(await page.evaluate(overflow)).toBe(0);
  await page.evaluate(`document.querySelector("button.cell[data-title='sendToConnection: effects']").click()`);
  await page.evaluate(`document.querySelector("dialog .case").open = true`);
  expect(await page.evaluate(`document.querySelector("dialog").getBoundingClientRect().left`)).toBe(0);
  expect(
    await page.evaluate(
      `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("dialog .cases"))`,
    ),
  ).toBe(0);
});

test("prints the failures in full, the matrix and the coverage", async () => {
  const page = await open(sample);
  await page.emulate({ media: "print" });
  await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
  const printed = await text(page, "body");
  for (const { reason = "", transcript } of failures(sample.cases)) {
    expect(printed).toContain(reason);
    for (const step of transcript) expect(printed).toContain(step.kind === "frame" ? step.text : step.curl);
  }
  expect(printed).toContain("cases that did not fail is in the file");
  expect(await page.evaluate(`document.querySelector("#filter").checkVisibility()`)).toBe(false);
  expect(await page.evaluate(`document.querySelectorAll("details:not([open])").length`)).toBe(0);
  await page.evaluate(`dispatchEvent(new Event("afterprint"))`);
  expect(await page.evaluate(`document.querySelectorAll("details[open]").length`)).toBe(sample.coverages.length);

  await page.evaluate(`addEventListener("beforeprint", () => { document.title = "printed"; })`);
  expect((await page.print()).subarray(0, 5).toString()).toBe("%PDF-");
  expect(await page.evaluate(`document.title`)).toBe("printed");
});

const HOSTILE = `</script><script>window.ran = 1</script><img src=x onerror="window.ran = 2"><!-- <script> ' " \` & \u0000 \u2028 \ud800`;

const VISIBLE = HOSTILE.replace("\u0000", "␀").replace("\ud800", "\ufffd");

test("shows hostile text as text", async () => {
  const transcript = [
    exchangeOf(HOSTILE),
    { kind: "frame", client: HOSTILE, direction: "received", text: HOSTILE } as const,
  ];
  const hostile = caseOf({
    id: HOSTILE,
    operation: HOSTILE,
    requirement: HOSTILE,
    status: "failed",
    reason: HOSTILE,
    expectation: { reason: HOSTILE, link: "javascript:window.ran=3" },
    transcript: transcript,
  });
  const page = await open(
    reportOf([hostile, caseOf()], { target: HOSTILE, summary: HOSTILE, faults: [HOSTILE], verdict: 1 }),
  );
  await page.evaluate(`document.querySelector("#failures .case").open = true`);
  await page.evaluate(`document.querySelector("#matrix tbody tr:last-child button").click()`);
  await rendered(page, "#failures .case");
  await rendered(page, "dialog .case");
  const said = (selector: string) =>
    page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  for (const selector of ["h1", ".fault", "#failures .reason", "dialog h2", "dialog .inside .frame pre"])
    expect(await said(selector)).toContain(VISIBLE);
  expect(
    await page.evaluate(
      `[window.ran ?? null, document.images.length, document.querySelectorAll("a[href^=javascript]").length]`,
    ),
  ).toEqual([null, 0, 0]);
  expect(page.requests).toHaveLength(1);
  expect(page.problems).toEqual([]);
});

test("stays quick with thousands of cases", async () => {
  const cases = Array.from({ length: 4000 }, (_, index) => {
    const of = sample.cases[index % sample.cases.length] as CaseReport;
    return { ...of, id: `${of.id}/${index}` };
  });
  const report = { ...sample, cases };
  expect(htmlReport(report).length).toBeLessThan(8_000_000);
  const page = await open(report);
  // What is in cases is made when it is looked at.
  expect(await page.evaluate(`document.querySelectorAll("*").length`)).toBeLessThan(10_000);
  expect(await page.evaluate(`document.querySelectorAll(".inside > *").length`)).toBe(0);
  expect(await cellTexts(page)).toEqual(expectedCells(cases));

  const spent = async (action: string) =>
    page.evaluate<number>(`(async () => {
      const begun = performance.now();
      ${action};
      await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
      return performance.now() - begun;
    })()`);
  const typed = await spent(
    `document.querySelector("#filter [name=text]").value = "send"; document.querySelector("#filter").dispatchEvent(new Event("input"))`,
  );
  expect(typed).toBeLessThan(2000);
  expect(await spent(`document.querySelector("#list").click()`)).toBeLessThan(5000);
  expect(await page.evaluate(`document.querySelectorAll("dialog .case").length`)).toBe(
    cases.filter(({ operation, id, requirement }) => /send/i.test(`${operation} ${id} ${requirement}`)).length,
  );
});

// The last: what is secret stays so.
test("keeps secrets, however they would be written, and works with a secret that is a word of its own", async () => {
  const secret = `a"key<&>'of\nours`;
  registerSecret(secret, "ACCESS_KEY");
  registerSecret("details", "TOKEN");
  const cases = [
    caseOf({ status: "failed", reason: `It said ${secret}, with details.`, transcript: [exchangeOf(secret)] }),
  ];
  const page = await open(reportOf(cases, { target: secret, faults: [secret] }));
  await page.evaluate(`document.querySelector("#failures .case").open = true`);
  await rendered(page, "#failures .case");
  expect(await text(page, "#failures .inside")).toContain("It said $ACCESS_KEY, with $TOKEN.");
  const all = await page.evaluate<string>(`document.documentElement.textContent`);
  for (const part of [secret, "of\nours", "of\\nours"]) expect(all).not.toContain(part);
  expect(page.problems).toEqual([]);
});
