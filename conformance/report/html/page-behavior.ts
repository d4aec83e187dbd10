import type { CaseReport } from "../run-report.js";
import type { CellSummary } from "../statuses.js";
import type { caseInside, caseView } from "./case-view.js";
import type { Html, Markup } from "./html-template.js";
import type { cellView } from "./matrix-section.js";
import type { PageCase, PageData } from "./page-data.js";

/** What the page is rendered with. */
export interface Views {
  readonly html: Html;
  readonly caseView: typeof caseView;
  readonly caseInside: typeof caseInside;
  readonly cellView: typeof cellView;
  readonly summarize: (statuses: readonly CaseReport["status"][]) => CellSummary;
}

// What follows runs in the page, by its text, so it names nothing outside of itself but types.

/** Renders what is in a case when it is opened, and everything that stands in the report when it is printed. */
export function renderWhenOpened(data: PageData, { html, caseInside }: Views): void {
  const render = (details: HTMLElement): void => {
    const inside = details.querySelector<HTMLElement>(":scope > .inside");
    if (inside === null || inside.childElementCount > 0) return;
    inside.innerHTML = caseInside(html, data, Number(details.dataset.case)).markup;
  };
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target instanceof HTMLDetailsElement && target.open) render(target);
    },
    true,
  );
  let opened: HTMLDetailsElement[] = [];
  const open = (): void => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("details:not([open])")) {
      details.open = true;
      opened.push(details);
    }
    for (const details of document.querySelectorAll<HTMLElement>("details.case")) render(details);
  };
  const close = (): void => {
    for (const details of opened) details.open = false;
    opened = [];
  };
  window.addEventListener("beforeprint", open);
  window.addEventListener("afterprint", close);
}

/** Copies the text that stands before a button. */
export function copyOnClick(): void {
  let copied: HTMLElement | undefined;
  document.addEventListener("click", async ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("button[data-copy]") : null;
    const source = button?.previousElementSibling;
    if (button == null || source == null) return;
    // Selected too: where the browser lets nobody copy, a key does.
    getSelection()?.selectAllChildren(source);
    const done = await (navigator.clipboard?.writeText(source.textContent ?? "") ?? Promise.reject()).then(
      () => true,
      () => document.execCommand("copy"),
    );
    const say = (word: string): void => {
      if (copied?.firstChild != null) copied.firstChild.textContent = word;
    };
    say("Copy");
    copied = button;
    say(done ? "Copied" : "Selected");
    const said = document.querySelector("#said");
    if (said !== null) said.textContent = done ? "The curl line is copied." : "The curl line is selected.";
  });
}

/** Shows cases in the dialog. */
export function makeDialog(
  data: PageData,
  { html, caseView }: Views,
): (title: string, chosen: readonly number[]) => void {
  const dialog = document.querySelector("dialog") as HTMLDialogElement;
  const part = (name: string): HTMLElement => dialog.querySelector(name) as HTMLElement;
  const list = part(".cases");
  const bad = ["failed", "unexpected pass", "could not run"];
  const rank = (index: number): number => (bad.includes((data.cases[index] as PageCase).status) ? 0 : 1);

  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || (target instanceof Element && target.closest("[data-close]") !== null)) dialog.close();
  });
  return (title, chosen) => {
    const shown = [...chosen].sort((one, other) => rank(one) - rank(other));
    const views: Markup[] = shown.map((index) => caseView(html, data, index));
    part("h2").textContent = title;
    part(".count").textContent = `${shown.length.toLocaleString("en")} ${shown.length === 1 ? "case" : "cases"}`;
    list.innerHTML = html`${views}`.markup;
    if (!dialog.open) dialog.showModal();
    list.scrollTop = 0;
    const [first] = list.querySelectorAll<HTMLDetailsElement>("details");
    if (shown.length === 1 && first !== undefined) first.open = true;
    first?.querySelector("summary")?.focus();
  };
}

/** Narrows the matrix to the cases that the form asks for, and opens the cases of a cell. */
export function filterMatrix(
  data: PageData,
  { html, cellView, summarize }: Views,
  show: (title: string, chosen: readonly number[]) => void,
): void {
  const form = document.querySelector("#filter") as HTMLFormElement;
  const shown = document.querySelector("#shown") as HTMLElement;
  const cells = [...document.querySelectorAll<HTMLElement>("button.cell")];
  const rows = [...document.querySelectorAll<HTMLElement>(".matrix tbody tr")];
  const texts = data.cases.map(({ id, operation, requirement }) => `${operation} ${id} ${requirement}`.toLowerCase());
  const everyCase = data.cases.map((_, index) => index);
  let matching: readonly number[] = everyCase;

  const ofCell = ({ dataset: { operation, aspect } }: HTMLElement): number[] =>
    matching.filter((index) => {
      const each = data.cases[index] as PageCase;
      return (operation === "" || each.operation === operation) && (aspect === "" || each.aspect === aspect);
    });
  const filter = (): void => {
    const values = new FormData(form);
    const value = (name: string): string => String(values.get(name) ?? "");
    const words = value("text").toLowerCase().split(/\s+/);
    matching = everyCase.filter((index) => {
      const each = data.cases[index] as PageCase;
      return (
        words.every((word) => (texts[index] as string).includes(word)) &&
        [each.status, ""].includes(value("status")) &&
        [each.level, ""].includes(value("level")) &&
        [each.description, ""].includes(value("description"))
      );
    });
    for (const cell of cells) {
      const summary = summarize(ofCell(cell).map((index) => (data.cases[index] as PageCase).status));
      cell.hidden = summary.total === 0;
      cell.dataset.state = summary.state;
      cell.innerHTML = cellView(html, data.signs[summary.state], cell.dataset.title ?? "", summary).markup;
    }
    const isNarrowed = matching.length < data.cases.length;
    const kept = rows.filter((row) => row.querySelector(".cell:not([hidden])") !== null);
    for (const row of rows) row.hidden = isNarrowed && !kept.includes(row);
    const [of, all] = [matching.length, data.cases.length].map((count) => count.toLocaleString("en"));
    shown.textContent = isNarrowed
      ? `${of} of ${all} cases, in ${kept.length} ${kept.length === 1 ? "row" : "rows"}`
      : `${all} cases`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  // The event comes before what it is about.
  form.addEventListener("reset", () => setTimeout(filter));
  // Browsers keep what was filled in over a reload.
  if ([...new FormData(form).values()].some((value) => value !== "")) filter();
  document.querySelector("#list")?.addEventListener("click", () => show("Cases", matching));
  document.querySelector("table.matrix")?.addEventListener("click", ({ target }) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>("button.cell") : null;
    if (cell !== null) show(cell.dataset.title ?? "", ofCell(cell));
  });
}

/** Shows the case that the address names, such as `#2024-12-01%2Fsend-to-all%2Fbare`. */
export function followLinks(data: PageData, show: (title: string, chosen: readonly number[]) => void): void {
  const follow = (): void => {
    const index = data.cases.findIndex(
      ({ description, id }) => `#${encodeURIComponent(`${description}/${id}`)}` === location.hash,
    );
    if (index >= 0) show((data.cases[index] as PageCase).operation, [index]);
  };
  addEventListener("hashchange", follow);
  // A link to where the address is already changes nothing.
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")?.hash === location.hash) follow();
  });
  follow();
}
