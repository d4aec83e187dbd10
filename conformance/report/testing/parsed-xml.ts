import { SaxesParser } from "saxes";

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text of the element and of those inside it. */
  readonly text: string;
}

/** Parses a document. @throws {Error} if it is not well-formed */
export function parseXml(text: string): XmlElement {
  const document = { name: "", attributes: {}, children: [] as XmlElement[], text: "" };
  const open = [document];
  const append = (characters: string) => {
    for (const element of open) element.text += characters;
  };
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", append);
  parser.on("cdata", append);
  parser.write(text).close();
  return document.children[0] as XmlElement;
}

/** The elements of a name, the given one included, in document order. */
export function elementsNamed(element: XmlElement, name: string): XmlElement[] {
  const below = element.children.flatMap((child) => elementsNamed(child, name));
  return element.name === name ? [element, ...below] : below;
}

/** The one element of a name. @throws {Error} if there is none, or more than one */
export function elementNamed(element: XmlElement, name: string): XmlElement {
  const [found, ...more] = elementsNamed(element, name);
  if (found === undefined || more.length > 0)
    throw new Error(`Expected one ${name}, got ${more.length + (found === undefined ? 0 : 1)}.`);
  return found;
}
