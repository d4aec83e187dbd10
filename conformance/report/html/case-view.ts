import type { Content, Html, Markup } from "./html-template.js";
import type { PageCase, PageData, PageExchange, PageMessage, PageStep } from "./page-data.js";

// Everything here runs in the page too, so it names nothing outside of itself but types. A line break that a `<pre>`
// begins with is none of its text.

/** A case that can be opened; what is in it is rendered then. */
export function caseView(html: Html, { cases, signs }: Pick<PageData, "cases" | "signs">, index: number): Markup {
  const each = cases[index] as PageCase;
  const { status, expectation } = each;
  const code = (part: string, index: number): Content => (index % 2 === 0 ? part : html`<code>${part}</code>`);
  const reason =
    status === "unexpected pass" ? `It passes, and is expected to fail: ${expectation?.reason ?? ""}` : each.reason;
  return html`<details class="case" data-case="${index}"><summary>
<span class="status" data-state="${each.status}"><span class="sign" aria-hidden="true">${signs[each.status]}</span> ${each.status}</span>
<span class="what"><span class="id">${each.id}</span><span class="requirement">${each.requirement.split(/`([^`]+)`/).map(code)}</span>${
    reason === undefined || each.status === "passed" ? "" : html`<span class="reason">${reason}</span>`
  }</span>
<span class="tags"><span class="level">${each.level}</span> <span>${each.description}</span></span>
</summary><div class="inside"></div></details>`;
}

/** What is in a case. */
export function caseInside(html: Html, data: PageData, index: number): Markup {
  const each = data.cases[index] as PageCase;
  const text = each.sourceText === undefined ? undefined : data.sources[each.sourceText];
  const anchor = `#${encodeURIComponent(`${each.description}/${each.id}`)}`;
  const item = (name: string, value: Content): Markup => html`<dt>${name}</dt><dd>${value}</dd>`;
  const code = (part: string, index: number): Content => (index % 2 === 0 ? part : html`<code>${part}</code>`);

  const expectation = (): Content => {
    if (each.expectation === undefined) return "";
    const { reason, link } = each.expectation;
    // Any other scheme could run something.
    const shown = /^https?:\/\//.test(link) ? html`<a href="${link}" rel="noreferrer">${link}</a>` : link;
    return item("Expected to fail, because", html`<p>${reason}</p><p>${shown}</p>`);
  };
  const message = (title: string, line: string, { headers, body }: PageMessage): Markup => {
    const lines = headers.map((number) => (data.headers[number] ?? []).join(": "));
    return html`<section><h4>${title}</h4><pre tabindex="0"><strong>${line}</strong>
${lines.join("\n")}${body === "" ? "" : `\n\n${body}`}</pre></section>`;
  };
  const exchange = ({ request, response, curl }: PageExchange): Markup => html`<li class="exchange">
<div class="messages">${message("Request", `${request.method} ${request.url}`, request)}${message("Response", String(response.status), response)}</div>
<div class="curl"><pre tabindex="0">${curl}</pre><button type="button" data-copy>Copy<span class="unseen"> the curl line</span></button></div></li>`;
  const arrows = { sent: "→", received: "←", closed: "×" };
  const step = (view: PageStep): Markup =>
    view.kind === "exchange"
      ? exchange(view)
      : html`<li class="frame"><span><span aria-hidden="true">${arrows[view.direction]}</span> ${view.client} <span class="direction">${view.direction}</span></span><pre>\n${view.text}</pre></li>`;

  return html`<dl>${
    each.reason === undefined
      ? ""
      : item(each.status.includes("fail") ? "Difference" : "Reason", html`<pre>\n${each.reason}</pre>`)
  }${expectation()}${item(
    "Source",
    html`${text === undefined ? "" : html`<p class="source">${text.split(/`([^`]+)`/).map(code)}</p>`}<code class="muted">${each.source}</code>`,
  )}${item(
    "Case",
    html`<a href="${anchor}">${each.id}</a> · ${each.operation} · ${each.aspect} · ${Math.round(each.duration)} ms`,
  )}</dl>${
    each.transcript.length === 0
      ? html`<p class="none">Nothing was sent.</p>`
      : html`<h4 class="unseen">What was sent and received</h4><ol class="steps">${each.transcript.map(step)}</ol>`
  }`;
}
