/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

export type Content = string | number | Markup | readonly Content[];

export type Html = typeof html;

/** Markup in which every value is escaped, unless it is markup. Runs in the page too: it names nothing outside of itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const show = (value: Content): string => {
    if (Array.isArray(value)) return value.map(show).join("");
    if (typeof value === "object") return (value as Markup).markup;
    return String(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
  };
  return { markup: parts.map((part, index) => part + show(values[index] ?? "")).join("") };
}

/** A value as JSON that can stand in a `<script>`: nothing in it ends the script or begins a comment. */
export function scriptJson(value: unknown): Markup {
  return { markup: JSON.stringify(value).replaceAll("<", "\\u003c") };
}
