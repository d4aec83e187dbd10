import type { JsonSchema, Operation, Parameter } from "../../generated/operation.js";

/** One rule that a request can keep at its edge, or break by a hair. */
export interface Constraint {
  /** Where it stands: `query messageTtlSeconds maximum`. */
  readonly place: string;
  /** What there is to try: `refused`, and `accepted` where the rule has an edge. */
  readonly sides: readonly string[];
  /** What is tried, by side. */
  readonly trials: readonly Trial[];
}

/** A change to an otherwise correct request. */
export interface Trial {
  readonly side: string;
  readonly accepted: boolean;
  readonly change: Change;
}

export type Change =
  | { readonly parameter: string; readonly in: "path" | "query"; readonly value: unknown }
  | { readonly without: string }
  | { readonly mediaType: string; readonly body: string }
  | { readonly body: "none" }
  | { readonly token: "none" };

/** A parameter as reports name it. */
export function parameterLabel({ in: place, name }: Pick<Parameter, "in" | "name">): string {
  return `${place} ${name}`;
}

/** Every constraint that the description puts on requests of an operation, with requests that keep and break it. */
export function constraintsOf(operation: Operation): Constraint[] {
  const constraints: Constraint[] = [];
  for (const parameter of operation.parameters) {
    const { name, in: place, schema, required } = parameter;
    // A path parameter cannot be left out: that would be another path.
    if (required && place === "query")
      constraints.push(refusal(`${parameterLabel(parameter)} required`, { without: name }));
    constraints.push(
      ...valueConstraints(schema, false).map(({ keyword, path, accepted, refused }) => {
        // An item stands beside one that fits, so that the array is more than that item.
        const fitting = [Object.values(parameter.examples)[0]].flat()[0];
        const change = (value: unknown) => ({
          parameter: name,
          in: place,
          value: path.length > 0 ? [fitting, value] : value,
        });
        return constraint(
          [parameterLabel(parameter), ...path, keyword].join(" "),
          accepted.map(change),
          refused.map(change),
        );
      }),
    );
  }
  if (operation.requestBody !== undefined) constraints.push(...bodyConstraints(operation.requestBody));
  if (operation.tokenRequired) constraints.push(refusal("token required", { token: "none" }));
  return constraints;
}

/** What senders are used to, and what other operations take. */
const OTHER_MEDIA_TYPES = [
  "application/xml",
  "application/x-www-form-urlencoded",
  "text/plain",
  "application/octet-stream",
];

function bodyConstraints({ required, content }: NonNullable<Operation["requestBody"]>): Constraint[] {
  const constraints: Constraint[] = [];
  if (required) constraints.push(refusal("body required", { body: "none" }));
  const refused = OTHER_MEDIA_TYPES.filter((mediaType) => content[mediaType] === undefined);
  for (const mediaType of refused) constraints.push(refusal(`body not ${mediaType}`, { mediaType, body: "hello=1" }));
  const json = content["application/json"];
  if (json === undefined) return constraints;
  const mediaType = "application/json";
  constraints.push(refusal("body application/json syntax", { mediaType, body: '{"message": ' }));
  const example = Object.values(json.examples)[0];
  const changed = (path: readonly string[], value: unknown): Change => ({
    mediaType,
    body: JSON.stringify(withValue(example, path, value)),
  });
  for (const { keyword, path, accepted, refused } of valueConstraints(json.schema, true)) {
    constraints.push(
      constraint(
        ["body application/json", ...path, keyword].join(" "),
        accepted.map((value) => changed(path, value)),
        refused.map((value) => changed(path, value)),
      ),
    );
  }
  return constraints;
}

function refusal(place: string, change: Change): Constraint {
  return constraint(place, [], [change]);
}

function constraint(place: string, accepted: readonly Change[], refused: readonly Change[]): Constraint {
  const trials = [...numbered("accepted", accepted), ...numbered("refused", refused)];
  return { place, sides: trials.map(({ side }) => side), trials };
}

function numbered(side: "accepted" | "refused", changes: readonly Change[]): Trial[] {
  return changes.map((change, index) => ({
    side: changes.length === 1 ? side : `${side} ${index + 1}`,
    accepted: side === "accepted",
    change,
  }));
}

/** A step to an item of an array; no member that the description has is called so. */
const ITEMS = "items";

interface ValueConstraint {
  keyword: string;
  /** The way to the value: member names, and `items` for an item. */
  path: readonly string[];
  accepted: readonly unknown[];
  refused: readonly unknown[];
}

/**
 * The constraints of a schema, each with values at its edge and just beyond.
 *
 * @param typed whether a value has a type, as in JSON; in a URL every value is text.
 */
function valueConstraints(schema: JsonSchema, typed: boolean, path: readonly string[] = []): ValueConstraint[] {
  const found: ValueConstraint[] = [];
  const add = (keyword: string, accepted: readonly unknown[], refused: readonly unknown[]) =>
    found.push({ keyword, path, accepted, refused });
  const { type, enum: values, minimum, maximum, minLength, maxLength, pattern } = schema;

  if (type === "integer") add("type", [], typed ? ["1", 1.5] : ["one", "1.5"]);
  else if (typed && typeof type === "string") add("type", [], [WRONG_TYPE[type]]);
  if (Array.isArray(values)) add("enum", values, [`${values[0]}x`]);
  if (typeof minimum === "number") add("minimum", [minimum], [minimum - 1]);
  if (typeof maximum === "number") add("maximum", [maximum], [maximum + 1]);
  if (typeof minLength === "number") add("minLength", [text(minLength)], [text(minLength - 1)]);
  if (typeof maxLength === "number") add("maxLength", [text(maxLength)], [text(maxLength + 1)]);
  if (typeof pattern === "string") add("pattern", [], [textOutsidePattern(schema)]);

  for (const name of (schema.required as string[] | undefined) ?? []) {
    found.push({ keyword: "required", path: [...path, name], accepted: [], refused: [undefined] });
  }
  for (const [name, member] of Object.entries((schema.properties as Record<string, JsonSchema> | undefined) ?? {})) {
    found.push(...valueConstraints(member, typed, [...path, name]));
  }
  if (type === "array") found.push(...valueConstraints(schema.items as JsonSchema, typed, [...path, ITEMS]));
  return found;
}

/** A value of another type, for each type. */
const WRONG_TYPE: Record<string, unknown> = { object: [], array: {}, string: 1, number: "1", boolean: "true" };

/** Letters are in every name that the description allows. */
function text(length: number): string {
  return "a".repeat(length);
}

/** What a pattern may leave out, from the harmless to the odd. */
const PATTERN_CANDIDATES = [" ", "   ", "1", "-", "a b", "é", "👋", "a\u007f"];

function textOutsidePattern({ pattern, minLength = 0 }: JsonSchema): string {
  const expression = new RegExp(String(pattern), "u");
  const found = PATTERN_CANDIDATES.find(
    (candidate) => !expression.test(candidate) && candidate.length >= Number(minLength),
  );
  if (found === undefined) throw new Error(`None of the odd texts breaks the pattern ${pattern}: add one that does.`);
  return found;
}

/** A copy of a JSON value with another value at the end of the way; without the member where that is undefined. */
function withValue(json: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (step === ITEMS) return [withValue((json as unknown[])[0], rest, value)];
  const object = json as Record<string, unknown>;
  return { ...object, [step]: withValue(object[step], rest, value) };
}
