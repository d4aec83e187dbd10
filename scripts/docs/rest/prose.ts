import MarkdownIt from "markdown-it";
import type { Markup } from "../../../conformance/report/html/markup.js";

// Without HTML, so that nothing in a text of the description becomes markup of the page.
const markdown = new MarkdownIt({ html: false, linkify: true });

/** A text of the description, which is CommonMark, as paragraphs and lists. */
export function prose(text: string): Markup {
  return { markup: markdown.render(text) };
}

/** The same for one line, such as a heading. */
export function line(text: string): Markup {
  return { markup: markdown.renderInline(text) };
}
