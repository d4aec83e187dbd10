import { type Operation, type Parameter, parameterKey, type Value } from "../description/api-description.js";
import { type Change, type Place, report } from "./change.js";
import { compareSchemas, type Readers } from "./compare-schemas.js";
import { code } from "./words.js";

interface Pair {
  readonly older: Parameter;
  readonly newer: Parameter;
}

/** Compares the parameters of two operations: by location and name; those of the path by their place in it. */
export function compareParameters(place: Place, older: Operation, newer: Operation, readers: Readers): void {
  const pairs = matchByName(older, newer);
  let removed = older.parameters.filter((each) => !pairs.some((pair) => pair.older === each));
  let added = newer.parameters.filter((each) => !pairs.some((pair) => pair.newer === each));
  for (const pair of renamed(removed, added, readers)) {
    removed = removed.filter((each) => each !== pair.older);
    added = added.filter((each) => each !== pair.newer);
    report(at(place, pair.older), "parameter", "breaking", `is called ${code(pair.newer.name)} now`);
  }
  for (const { older: before, newer: after } of pairs) {
    const parameterPlace = at(place, before);
    if (before.in === "path" && before.name !== after.name) {
      const what = `is called ${code(after.name)} now, which changes generated clients, not requests`;
      report(parameterPlace, "parameter", "breaking", what);
    }
    compareValues(parameterPlace, "parameter", before, after, readers);
  }
  for (const parameter of removed) report(at(place, parameter), "parameter", "breaking", "was removed");
  for (const parameter of added) {
    const { isRequired } = parameter;
    const isBreaking = isRequired && place.direction === "sent";
    const what = `was added (${isRequired ? "required" : "optional"})`;
    report(at(place, parameter), "parameter", isBreaking ? "breaking" : "compatible", what);
  }
}

function at(place: Place, { in: location, name }: Parameter): Place {
  return { ...place, subject: `the ${location} parameter ${code(name)}` };
}

function matchByName(older: Operation, newer: Operation): Pair[] {
  const newerKeys = new Map(newer.parameters.map((each) => [keyIn(newer, each), each]));
  return older.parameters.flatMap((each) => {
    const other = newerKeys.get(keyIn(older, each));
    return other === undefined ? [] : [{ older: each, newer: other }];
  });
}

function keyIn({ path }: Operation, parameter: Parameter): string {
  if (parameter.in !== "path") return parameterKey(parameter);
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  return `path ${names.indexOf(parameter.name)}`;
}

/** Pairs a removed parameter with an added one that is the same but for its name, if there is only one. */
function renamed(removed: readonly Parameter[], added: readonly Parameter[], readers: Readers): Pair[] {
  return removed.flatMap((older) => {
    const candidates = added.filter((newer) => isSame(older, newer, readers));
    const [newer] = candidates;
    const rivals = removed.filter((each) => newer !== undefined && isSame(each, newer, readers));
    return newer !== undefined && candidates.length === 1 && rivals.length === 1 ? [{ older, newer }] : [];
  });
}

function isSame(older: Parameter, newer: Parameter, readers: Readers): boolean {
  if (older.in !== newer.in) return false;
  const changes: Change[] = [];
  const place: Place = { operation: "", direction: "sent", subject: "", report: (change) => changes.push(change) };
  compareValues(place, "parameter", older, newer, readers);
  return changes.every(({ effect }) => effect === "text");
}

/** Compares two parameters, or two headers of responses, that have the same name. */
export function compareValues(
  place: Place,
  kind: "parameter" | "header",
  older: Value,
  newer: Value,
  readers: Readers,
): void {
  const isKnown = newer.isRequired !== undefined && older.isRequired !== undefined;
  if (isKnown && newer.isRequired !== older.isRequired) {
    const isBreaking = newer.isRequired === (place.direction === "sent");
    const what = newer.isRequired ? "became required" : "became optional";
    report(place, kind, isBreaking ? "breaking" : "compatible", what);
  }
  if (newer.isDeprecated && !older.isDeprecated) report(place, "deprecation", "compatible", "is deprecated now");
  if (older.style !== newer.style && older.style !== "" && newer.style !== "") {
    report(place, kind, "breaking", `is written another way: ${newer.style}, not ${older.style}`);
  }
  if (older.text !== newer.text) report(place, "text", "text", "has another description");
  compareSchemas(place, older.schema, newer.schema, readers);
}
