import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Chromium, type Page, startChromium } from "../testing/chromium.js";
import { registerSecret } from "../wire/redact.js";
import { junitReport } from "./junit-report.js";
import type { RunReport } from "./run-report.js";
import { caseOf, exchangeOf, reportOf } from "./testing/report-fixtures.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// A browser has an XML parser that lets nothing pass.
let chromium: Chromium;
let page: Page;
beforeAll(async () => {
  chromium = await startChromium();
  page = await chromium.open("about:blank");
});
afterAll(() => chromium?.close());

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

async function parsed(report: RunReport): Promise<Element> {
  const root = await page.evaluate<Element>(`(() => {
    const view = (element) => ({
      name: element.tagName,
      attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
      children: [...element.children].map(view),
      text: element.textContent,
    });
    return view(new DOMParser().parseFromString(${JSON.stringify(junitReport(report))}, "application/xml").documentElement);
  })()`);
  expect(root.name, root.text).toBe("testsuites");
  return root;
}

const find = (element: Element, name: string): Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => find(child, name)),
];
const only = (element: Element, name: string): Element => {
  const [found, ...more] = find(element, name);
  if (found === undefined || more.length > 0) throw new Error(`There is not one ${name}.`);
  return found;
};

test("has a suite for each description, and a test case for each case", async () => {
  const cases = [
    caseOf(),
    caseOf({ id: "send-to-all/b", status: "failed", reason: "Expected status 202, got 200.", duration: 1500 }),
    caseOf({ id: "send-to-all/c", status: "undecidable", reason: "emulator lacks clock", transcript: [] }),
    caseOf({ description: "2023-07-01" }),
  ];
  const root = await parsed(reportOf(cases));
  expect(root.attributes).toMatchObject({ tests: "4", failures: "1", errors: "0", skipped: "1", time: "1.500" });
  const [first, second] = find(root, "testsuite");
  expect(first?.attributes).toMatchObject({
    name: "2024-12-01",
    tests: "3",
    failures: "1",
    skipped: "1",
    time: "1.525",
  });
  expect(second?.attributes).toMatchObject({ name: "2023-07-01", tests: "1", failures: "0", skipped: "0" });
  expect(
    find(root, "testcase").map(({ attributes }) => [attributes.classname, attributes.name, attributes.time]),
  ).toEqual([
    ["sendToAll", "send-to-all/bare", "0.012"],
    ["sendToAll", "send-to-all/b", "1.500"],
    ["sendToAll", "send-to-all/c", "0.012"],
    ["sendToAll", "send-to-all/bare", "0.012"],
  ]);
});

test("says of each case its level and source, and what was sent and received", async () => {
  const frame = { kind: "frame", client: "alice", direction: "received", text: '{"data":"hello"}' } as const;
  const testcase = only(await parsed(reportOf([caseOf({ transcript: [exchangeOf(), frame] })])), "testcase");
  const properties = find(testcase, "property").map(({ attributes }) => [attributes.name, attributes.value]);
  expect(Object.fromEntries(properties)).toMatchObject({
    level: "MUST",
    source: "#/paths/~1api~1hubs~1%7Bhub%7D~1%3Asend/post",
  });
  expect(only(testcase, "system-out").text).toBe(
    [
      "> POST http://127.0.0.1:8080/api/hubs/chat/:send?api-version=2024-12-01",
      "> content-type: text/plain",
      ">",
      "> hello",
      "< 202",
      "< date: Sun, 22 Nov 2026 18:16:09 GMT",
      "",
      "curl --request POST --header 'content-type: text/plain' --data-binary 'hello' 'http://127.0.0.1:8080/api/hubs/chat/:send?api-version=2024-12-01'",
      "",
      '← alice: {"data":"hello"}',
    ].join("\n"),
  );
});

test("tells the statuses apart as far as JUnit does", async () => {
  const expectation = { reason: "Known.", link: "https://example.com/1" };
  const said = async (given: Parameters<typeof caseOf>[0]) => {
    const { children } = only(await parsed(reportOf([caseOf({ ...given, transcript: [] })])), "testcase");
    return children
      .filter(({ name }) => name !== "properties")
      .map(({ name, attributes }) => [name, attributes.message]);
  };
  expect(await said({})).toEqual([]);
  expect(await said({ status: "failed", reason: "No." })).toEqual([["failure", "No."]]);
  expect(await said({ status: "unexpected pass", expectation })).toEqual([
    ["failure", "It passes. Expected to fail: Known. (https://example.com/1)"],
  ]);
  expect(await said({ status: "could not run", reason: "Gone." })).toEqual([["error", "Gone."]]);
  expect(await said({ status: "expected failure", reason: "No.", expectation })).toEqual([
    ["skipped", "expected failure: No.\nExpected to fail: Known. (https://example.com/1)"],
  ]);
  expect(await said({ status: "undecidable", reason: "It lacks sockets." })).toEqual([
    ["skipped", "undecidable: It lacks sockets."],
  ]);
  expect(await said({ status: "skipped" })).toEqual([["skipped", "skipped"]]);
});

test("makes an error of what went wrong outside of any case", async () => {
  const root = await parsed(reportOf([caseOf()], { verdict: 2, faults: ["Error: boom\n    at x"] }));
  expect(root.attributes).toMatchObject({ tests: "2", errors: "1" });
  expect(only(root, "error")).toMatchObject({ attributes: { message: "Error: boom" }, text: "Error: boom\n    at x" });
});

test("is XML whatever was sent and received", async () => {
  const hostile = `]]></failure> <a> & "b" 'c' \t\n \r \u0000 \u0008 \u001b[31m \ufffe \ud800 \u{1f600}`;
  const visible = `]]></failure> <a> & "b" 'c' \t\n \r ␀ ␈ ␛[31m \ufffd \ufffd \u{1f600}`;
  const root = await parsed(
    reportOf([caseOf({ id: hostile, status: "failed", reason: hostile, transcript: [exchangeOf(hostile)] })], {
      faults: [hostile],
      target: hostile,
    }),
  );
  expect(only(root, "failure").attributes.message).toBe(visible);
  expect(only(root, "failure").text).toContain(visible);
  expect(only(root, "system-out").text).toContain(visible);
  expect(only(root, "error").text).toBe(visible);
});

test("keeps secrets, however they would be written", () => {
  registerSecret(`s3cret"&<`, "ACCESS_KEY");
  const cases = [caseOf({ status: "failed", reason: `It said s3cret"&<.`, transcript: [exchangeOf(`s3cret"&<`)] })];
  const text = junitReport(reportOf(cases, { faults: [`s3cret"&<`] }));
  expect(text).not.toContain("s3cret");
  expect(text).toContain("It said $ACCESS_KEY.");
});
