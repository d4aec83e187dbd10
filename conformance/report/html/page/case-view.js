// @ts-check
/** @import { Content, Markup } from "../markup.js" */
/** @import { PageCase, PageData, PageEntry, PageMessage } from "../page-data.js" */
import { html } from "./html-template.js";

// The line break after `<pre>` is not part of its text.

const ARROWS = { sent: "→", received: "←", closed: "×" };

/**
 * A closed case. Its details are rendered when it is opened.
 *
 * @param {Pick<PageData, "cases" | "signs">} data
 * @param {number} index of the case
 */
export function caseView({ cases, signs }, index) {
  const { status, id, requirement, headline, level, description } = caseAt(cases, index);
  return html`<details class="case" data-case="${index}"><summary>
<span class="status" data-state="${status}"><span class="sign" aria-hidden="true">${signs[status]}</span> ${status}</span>
<span class="what"><span class="id">${id}</span><span class="requirement">${withCode(requirement)}</span>${
    headline === undefined ? "" : html`<span class="reason">${headline}</span>`
  }</span>
<span class="tags"><span class="level">${level}</span> <span>${description}</span></span>
</summary><div class="inside"></div></details>`;
}

/**
 * The details of a case.
 *
 * @param {PageData} data
 * @param {number} index of the case
 */
export function caseDetails(data, index) {
  const each = caseAt(data.cases, index);
  const anchor = `#${encodeURIComponent(`${each.description}/${each.id}`)}`;
  const link = html`<a href="${anchor}">${each.id}</a> · ${each.operation} · ${each.aspect} · ${Math.round(each.duration)} ms`;
  return html`<dl>${reason(each)}${expectation(each)}${item("Source", source(each, data.sources))}${item("Case", link)}</dl>${transcript(each, data.headers)}`;
}

/**
 * @param {readonly PageCase[]} cases
 * @param {number} index
 */
export function caseAt(cases, index) {
  return /** @type {PageCase} */ (cases[index]);
}

/**
 * @param {string} name
 * @param {Content} value
 */
function item(name, value) {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

/** @param {PageCase} each */
function reason({ reason, status }) {
  return reason === undefined
    ? ""
    : item(status.includes("fail") ? "Difference" : "Reason", html`<pre>\n${reason}</pre>`);
}

/** @param {PageCase} each */
function expectation({ expectation }) {
  if (expectation === undefined) return "";
  const { reason, link } = expectation;
  // A link with another scheme could run a script.
  const shown = /^https?:\/\//.test(link) ? html`<a href="${link}" rel="noreferrer">${link}</a>` : link;
  return item("Known failure", html`<p>${reason}</p><p>${shown}</p>`);
}

/**
 * @param {PageCase} each
 * @param {PageData["sources"]} sources
 */
function source(each, sources) {
  const text = each.sourceText === undefined ? undefined : sources[each.sourceText];
  return html`${text === undefined ? "" : html`<p class="source">${withCode(text)}</p>`}<code class="muted">${each.source}</code>`;
}

/**
 * @param {PageCase} each
 * @param {PageData["headers"]} headers
 */
function transcript({ transcript }, headers) {
  if (transcript.length === 0) return html`<p class="none">No requests were sent.</p>`;
  const entries = transcript.map((entry) => entryView(entry, headers));
  return html`<h4 class="unseen">Transcript</h4><ol class="transcript">${entries}</ol>`;
}

/**
 * @param {PageEntry} entry
 * @param {PageData["headers"]} headers
 */
function entryView(entry, headers) {
  if (entry.kind === "frame") {
    const { client, direction, text } = entry;
    return html`<li class="frame"><span><span aria-hidden="true">${ARROWS[direction]}</span> ${client} <span class="direction">${direction}</span></span><pre>\n${text}</pre></li>`;
  }
  const { request, response, curl } = entry;
  return html`<li class="exchange">
<div class="messages">${message("Request", `${request.method} ${request.url}`, request, headers)}${message("Response", String(response.status), response, headers)}</div>
<div class="curl"><pre tabindex="0">${curl}</pre><button type="button" data-copy>Copy<span class="unseen"> the curl command</span></button></div></li>`;
}

/**
 * @param {string} title
 * @param {string} startLine
 * @param {PageMessage} message
 * @param {PageData["headers"]} allHeaders
 * @returns {Markup}
 */
function message(title, startLine, { headers, body }, allHeaders) {
  const lines = headers.map((index) => (allHeaders[index] ?? []).join(": "));
  return html`<section><h4>${title}</h4><pre tabindex="0"><strong>${startLine}</strong>
${lines.join("\n")}${body === "" ? "" : `\n\n${body}`}</pre></section>`;
}

/**
 * Text in which backticks mark code.
 *
 * @param {string} text
 */
function withCode(text) {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}
