// @ts-check
/** @import { Content, Markup } from "../markup.js" */

/**
 * Markup in which every value is escaped, unless it is markup itself.
 *
 * @param {TemplateStringsArray} parts
 * @param {readonly Content[]} values
 * @returns {Markup}
 */
export function html(parts, ...values) {
  return { markup: parts.map((part, index) => part + toMarkup(values[index] ?? "")).join("") };
}

/**
 * @param {Content} value
 * @returns {string}
 */
export function toMarkup(value) {
  if (typeof value === "string" || typeof value === "number") {
    // The backtick, too: old browsers took it for a quote around attributes.
    return String(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
  }
  return "markup" in value ? value.markup : value.map(toMarkup).join("");
}
