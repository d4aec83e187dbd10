import { describe, expect, test } from "vitest";
import { html } from "./html-template.js";

describe("html", () => {
  test("escapes every character that ends text or an attribute, quoted or not", () => {
    expect(html`<a title="${"&<>\"'`"}">${1}</a>`.markup).toBe('<a title="&#38;&#60;&#62;&#34;&#39;&#96;">1</a>');
  });

  test("inserts markup unchanged, and lists without separators", () => {
    expect(html`<p>${[html`<b>${"<"}</b>`, "<", [2]]}</p>`.markup).toBe("<p><b>&#60;</b>&#60;2</p>");
  });
});
