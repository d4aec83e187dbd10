import { type DefaultTreeAdapterTypes, html, parse } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
export type HtmlElement = DefaultTreeAdapterTypes.Element;

/** Parses a document as browsers do. @throws {Error} if anything in it is not valid HTML */
export function parseHtml(text: string): HtmlElement {
  const errors: string[] = [];
  const document = parse(text, { onParseError: ({ code, startLine }) => errors.push(`line ${startLine}: ${code}`) });
  if (errors.length > 0) throw new Error(`Invalid HTML: ${errors.join(", ")}.`);
  return document.childNodes.find((node) => node.nodeName === "html") as HtmlElement;
}

/** The elements below a node for which the test is true, in document order. */
export function findAll(node: Node, isWanted: (element: HtmlElement) => boolean): HtmlElement[] {
  const children = "childNodes" in node ? node.childNodes : [];
  const own = isElement(node) && isWanted(node) ? [node] : [];
  return [...own, ...children.flatMap((child) => findAll(child, isWanted))];
}

/** The first element below a node that has the id, class or tag name. @throws {Error} if there is none */
export function find(node: Node, name: `#${string}` | `.${string}` | (string & {})): HtmlElement {
  const [found] = findAll(node, (element) => {
    if (name.startsWith("#")) return attribute(element, "id") === name.slice(1);
    if (name.startsWith(".")) return classesOf(element).includes(name.slice(1));
    return element.tagName === name;
  });
  if (found === undefined) throw new Error(`The document has no ${name}.`);
  return found;
}

export function attribute(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

export function classesOf(element: HtmlElement): string[] {
  return attribute(element, "class")?.split(" ") ?? [];
}

/** The text of a node, without that of elements of the class `without`. White space is as written. */
export function textOf(node: Node, without?: string): string {
  if ("value" in node) return node.value;
  if (without !== undefined && isElement(node) && classesOf(node).includes(without)) return "";
  return "childNodes" in node ? node.childNodes.map((child) => textOf(child, without)).join("") : "";
}

function isElement(node: Node): node is HtmlElement {
  return "namespaceURI" in node && node.namespaceURI === html.NS.HTML;
}
