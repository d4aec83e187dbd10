/** A text of a description, with the entries of the ledger that decide what it says. */
export interface DescribedPlace {
  /** Where it is, as a JSON pointer. */
  readonly at: string;
  readonly text: string;
  /** The entries that it cites itself. */
  readonly own: readonly string[];
  /** The entries that the nearest place around it cites, if it cites none. */
  readonly around: readonly string[];
}

/** The words by which a text says that something is known from an emulator only, or not known. */
const HEDGE = /\b(on|known from) the official emulator\b|\bnot known\b/i;

/** Objects in which `description` is the name of something. */
const NAMED = ["properties", "parameters", "headers", "schemas", "examples"];

/** Every `x-evidence` in a document. */
export function marksOf(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return [...marksAt(node), ...Object.values(node).flatMap(marksOf)];
}

function marksAt(node: object): string[] {
  return "x-evidence" in node ? [node["x-evidence"]].flat().map(String) : [];
}

/** Every text of a bundled description that states something about the API: those of operations and of components. */
export function describedPlaces(document: { readonly paths: object; readonly components: object }): DescribedPlace[] {
  const { paths, components } = document;
  return [...placesIn(paths, "/paths", []), ...placesIn(components, "/components", [])];
}

function placesIn(node: unknown, at: string, around: readonly string[]): DescribedPlace[] {
  if (typeof node !== "object" || node === null) return [];
  const own = marksAt(node);
  const { description } = node as { readonly description?: unknown };
  const isText = typeof description === "string" && !NAMED.includes(at.split("/").at(-1) ?? "");
  const inside = own.length > 0 ? own : around;
  return [
    ...(isText ? [{ at, text: description, own, around: inside }] : []),
    ...Object.entries(node).flatMap(([key, child]) => placesIn(child, `${at}/${key.replaceAll("/", "~1")}`, inside)),
  ];
}

/** The places of texts that no entry of the ledger decides. */
export function unmarkedPlaces(places: readonly DescribedPlace[]): string[] {
  return places.filter(({ around }) => around.length === 0).map(({ at }) => at);
}

/**
 * The places of texts that state as the service's what has a weak rank, and of those that say that something is not known without an
 * entry that says why.
 */
export function unhedgedPlaces(places: readonly DescribedPlace[], isWeak: (entry: string) => boolean): string[] {
  return places.flatMap(({ at, text, own, around }) => {
    const mustHedge = own.some(isWeak) || around.every(isWeak);
    if (HEDGE.test(text) === mustHedge) return [];
    const weak = around.filter(isWeak).join(", ");
    return mustHedge
      ? [`${at}: decided by ${weak}, so the text must say "On the official emulator, …" or "Not known: …"`]
      : [
          `${at}: the text says "On the official emulator, …" or "Not known: …", so it must cite an entry with that rank`,
        ];
  });
}
