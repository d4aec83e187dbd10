// @ts-check
/** @import { PageData } from "../page-data.js" */
import { setUpDialog } from "./case-dialog.js";
import { caseAt, caseDetails } from "./case-view.js";
import { setUpMatrix } from "./matrix-filter.js";

/** @type {PageData} */
const data = JSON.parse(document.querySelector("#data")?.textContent ?? "");
const show = setUpDialog(data);
renderDetails();
copyOnClick();
setUpMatrix(data, show);
followLinks();

/** Renders the details of a case when it is opened, and everything that the report lists before it is printed. */
function renderDetails() {
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target instanceof HTMLDetailsElement && target.open) render(target);
    },
    true,
  );
  /** @type {HTMLDetailsElement[]} */
  let openedToPrint = [];
  addEventListener("beforeprint", () => {
    openedToPrint = [...document.querySelectorAll("details")].filter(({ open }) => !open);
    for (const details of openedToPrint) details.open = true;
    for (const details of document.querySelectorAll("details.case")) render(/** @type {HTMLElement} */ (details));
  });
  addEventListener("afterprint", () => {
    for (const details of openedToPrint) details.open = false;
    openedToPrint = [];
  });

  /** @param {HTMLElement} details */
  function render(details) {
    const inside = details.querySelector(":scope > .inside");
    if (inside === null || inside.childElementCount > 0) return;
    inside.innerHTML = caseDetails(data, Number(details.dataset.case)).markup;
  }
}

/** Copies the text before a button. */
function copyOnClick() {
  /** @type {Element | undefined} */
  let lastButton;
  document.addEventListener("click", async ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-copy]") : null;
    const source = button?.previousElementSibling;
    if (button == null || source == null) return;
    // Selected, too: where the browser forbids copying, the reader can press a key.
    getSelection()?.selectAllChildren(source);
    const isCopied = await (navigator.clipboard?.writeText(source.textContent ?? "") ?? Promise.reject()).then(
      () => true,
      () => document.execCommand("copy"),
    );
    setLabel(lastButton, "Copy");
    setLabel(button, isCopied ? "Copied" : "Selected");
    lastButton = button;
    const announcement = document.querySelector("#announcement");
    if (announcement === null) return;
    announcement.textContent = isCopied ? "Copied the curl command." : "Selected the curl command. Copy it with a key.";
  });

  /**
   * @param {Element | undefined} button
   * @param {string} label
   */
  function setLabel(button, label) {
    if (button?.firstChild != null) button.firstChild.textContent = label;
  }
}

/** Shows the case that the address names, such as `#2024-12-01%2Fsend-to-all%2Fbare`. */
function followLinks() {
  addEventListener("hashchange", follow);
  // A link to the current address does not change it.
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")?.hash === location.hash) follow();
  });
  follow();

  function follow() {
    const index = data.cases.findIndex(
      ({ description, id }) => `#${encodeURIComponent(`${description}/${id}`)}` === location.hash,
    );
    if (index >= 0) show(caseAt(data.cases, index).operation, [index]);
  }
}
