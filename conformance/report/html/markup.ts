/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

/** What a template inserts: markup unchanged, everything else escaped. */
export type Content = string | number | Markup | readonly Content[];

/** A value as JSON inside a `<script>`: nothing in it ends the script or starts a comment. */
export function scriptJson(value: unknown): Markup {
  return { markup: JSON.stringify(value).replaceAll("<", "\\u003c") };
}
