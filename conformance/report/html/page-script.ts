import { summarize } from "../statuses.js";
import { caseInside, caseView } from "./case-view.js";
import { html } from "./html-template.js";
import { cellView } from "./matrix-section.js";
import { copyOnClick, filterMatrix, followLinks, makeDialog, renderWhenOpened } from "./page-behavior.js";

/**
 * The program of the page: functions of this package, by their text. So they are typed and tested as all others, and the
 * page renders cases and cells with the same code as the report.
 */
export const SCRIPT = `"use strict";
// Some compilers wrap functions in this, to keep their names.
const __name = (named) => named;
const data = JSON.parse(document.getElementById("data").textContent);
const views = { html: ${html}, caseView: ${caseView}, caseInside: ${caseInside}, cellView: ${cellView}, summarize: ${summarize} };
(${renderWhenOpened})(data, views);
(${copyOnClick})();
const show = (${makeDialog})(data, views);
(${filterMatrix})(data, views, show);
(${followLinks})(data, show);
`;
