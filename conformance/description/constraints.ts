import type { JsonSchema, MediaType, Operation, Parameter } from "../../generated/operation.js";

/** One rule of the description for a request. A request can be at its limit, or just beyond the limit. */
export interface Constraint {
  /** Where the description states it, and its keyword: `query messageTtlSeconds maximum`. */
  readonly place: string;
  /** The names of the stated trials: `refused`, and `accepted` for a rule with a limit; numbered where there are several. */
  readonly sides: readonly string[];
  readonly trials: readonly ConstraintTrial[];
}

/** A correct request with one change, which the server must accept or reject. */
export interface ConstraintTrial {
  readonly side: string;
  readonly accepted: boolean;
  /** False if the description does not state it: a value that is not among the known ones may be accepted. */
  readonly stated: boolean;
  readonly change: Change;
}

/** A change to a correct request. */
export type Change =
  | { readonly parameter: string; readonly in: "path" | "query"; readonly value: unknown }
  /** The name of the query parameter to leave out. */
  | { readonly without: string }
  /** A body, as text, and its media type. */
  | { readonly mediaType: string; readonly body: string }
  | { readonly body: "none" }
  | { readonly token: "none" };

/** A parameter as reports name it: `query filter`. */
export function parameterLabel({ in: place, name }: Pick<Parameter, "in" | "name">): string {
  return `${place} ${name}`;
}

/** Every constraint on requests of an operation, in the order of the description. */
export function constraintsOf(operation: Operation): Constraint[] {
  return [
    ...operation.parameters.flatMap(parameterConstraints),
    ...(operation.requestBody === undefined ? [] : bodyConstraints(operation.requestBody)),
    ...(operation.tokenRequired ? [rejection("token required", { token: "none" })] : []),
  ];
}

function parameterConstraints(parameter: Operation["parameters"][number]): Constraint[] {
  const { name, in: place, schema, required, examples, knownValues } = parameter;
  const label = parameterLabel(parameter);
  const example = [Object.values(examples)[0]].flat()[0];
  const constraints = valueConstraints(schema, false).map(({ keyword, path, accepted, rejected }) => {
    // An item follows a valid one, so that the array has more than that item.
    const change = (value: unknown): Change => ({
      parameter: name,
      in: place,
      value: path.length > 0 ? [example, value] : value,
    });
    return constraint([label, ...path, keyword].join(" "), accepted.map(change), rejected.map(change));
  });
  // Without a path parameter, it would be another path.
  const isOmissible = required && place === "query";
  return [
    ...(isOmissible ? [rejection(`${label} required`, { without: name })] : []),
    ...constraints,
    ...(knownValues === undefined
      ? []
      : [knownValuesConstraint(label, knownValues, (value) => ({ parameter: name, in: place, value }))]),
  ];
}

/** Each known value is accepted. The list is open: whether another one is rejected is not stated. */
function knownValuesConstraint(
  label: string,
  values: readonly string[],
  change: (value: string) => Change,
): Constraint {
  const { place, trials } = constraint(`${label} enum`, values.map(change), [change(`${values[0]}x`)]);
  return constraintOf(
    place,
    trials.map((trial) => ({ ...trial, stated: trial.accepted })),
  );
}

/** Media types that senders commonly use, and that other operations accept. */
const OTHER_MEDIA_TYPES = [
  "application/xml",
  "application/x-www-form-urlencoded",
  "text/plain",
  "application/octet-stream",
];

function bodyConstraints({ required, content }: NonNullable<Operation["requestBody"]>): Constraint[] {
  const undescribed = OTHER_MEDIA_TYPES.filter((mediaType) => content[mediaType] === undefined);
  const json = content["application/json"];
  return [
    ...(required ? [rejection("body required", { body: "none" })] : []),
    ...undescribed.map((mediaType) => rejection(`body not ${mediaType}`, { mediaType, body: "hello=1" })),
    ...(json === undefined ? [] : jsonConstraints(json)),
  ];
}

function jsonConstraints({ schema, examples }: MediaType): Constraint[] {
  const mediaType = "application/json";
  const example = Object.values(examples)[0];
  const changeAt = (path: readonly string[]) => (value: unknown) => ({
    mediaType,
    body: JSON.stringify(withValue(example, path, value)),
  });
  return [
    rejection(`body ${mediaType} syntax`, { mediaType, body: '{"message": ' }),
    ...valueConstraints(schema, true).map(({ keyword, path, accepted, rejected }) =>
      constraint(
        ["body", mediaType, ...path, keyword].join(" "),
        accepted.map(changeAt(path)),
        rejected.map(changeAt(path)),
      ),
    ),
  ];
}

/** A constraint without a limit to be at. */
function rejection(place: string, change: Change): Constraint {
  return constraint(place, [], [change]);
}

function constraint(place: string, accepted: readonly Change[], rejected: readonly Change[]): Constraint {
  // "refused" is part of the ids of cases, which never change.
  return constraintOf(place, [...numberedTrials("accepted", accepted), ...numberedTrials("refused", rejected)]);
}

function constraintOf(place: string, trials: readonly ConstraintTrial[]): Constraint {
  return { place, sides: trials.filter(({ stated }) => stated).map(({ side }) => side), trials };
}

function numberedTrials(side: "accepted" | "refused", changes: readonly Change[]): ConstraintTrial[] {
  return changes.map((change, index) => ({
    side: changes.length === 1 ? side : `${side} ${index + 1}`,
    accepted: side === "accepted",
    stated: true,
    change,
  }));
}

/** Values that a keyword of a schema accepts and rejects. */
interface ValueConstraint {
  readonly keyword: string;
  /** The steps to the value: names of members, and {@link ITEMS} for an item. */
  readonly path: readonly string[];
  readonly accepted: readonly unknown[];
  /** `undefined` stands for a member that is left out. */
  readonly rejected: readonly unknown[];
}

/** The step to an item of an array. No member of the description has this name. */
const ITEMS = "items";

/**
 * The constraints of a schema and of the schemas in it, each with values at its limit and just beyond.
 *
 * @param isTyped whether a value has a type, as in JSON; in a URL every value is text
 */
function valueConstraints(schema: JsonSchema, isTyped: boolean, path: readonly string[] = []): ValueConstraint[] {
  const own = KEYWORDS.filter(({ applies }) => applies(schema, isTyped)).map(({ keyword, accepted, rejected }) => ({
    keyword,
    path,
    accepted: accepted(schema),
    rejected: rejected(schema, isTyped),
  }));
  return [...own, ...memberConstraints(schema, isTyped, path)];
}

function memberConstraints(schema: JsonSchema, isTyped: boolean, path: readonly string[]): ValueConstraint[] {
  const { type, items, required = [], properties = {} } = schema as ParentSchema;
  return [
    ...required.map((name) => ({ keyword: "required", path: [...path, name], accepted: [], rejected: [undefined] })),
    ...Object.entries(properties).flatMap(([name, member]) => valueConstraints(member, isTyped, [...path, name])),
    ...(type === "array" && items !== undefined ? valueConstraints(items, isTyped, [...path, ITEMS]) : []),
  ];
}

/** The keywords of a schema that contain schemas. */
interface ParentSchema {
  readonly type?: string;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** How a keyword constrains a value. */
interface Keyword {
  readonly keyword: string;
  readonly applies: (schema: JsonSchema, isTyped: boolean) => boolean;
  /** Values at the limit. */
  readonly accepted: (schema: JsonSchema) => readonly unknown[];
  /** Values just beyond the limit. */
  readonly rejected: (schema: JsonSchema, isTyped: boolean) => readonly unknown[];
}

/** Letters only: the pattern of every name allows them. */
const textOfLength = (length: number) => "a".repeat(length);

/** The keywords that are tried, in the order of the case ids. */
const KEYWORDS: readonly Keyword[] = [
  {
    keyword: "type",
    applies: ({ type }, isTyped) => type === "integer" || (isTyped && typeof type === "string"),
    accepted: () => [],
    rejected: ({ type }, isTyped) => (isTyped ? VALUES_OF_OTHER_TYPES[String(type)] : undefined) ?? ["one", "1.5"],
  },
  {
    keyword: "enum",
    applies: ({ enum: values }) => Array.isArray(values),
    accepted: ({ enum: values }) => values as unknown[],
    rejected: ({ enum: values }) => [`${(values as unknown[])[0]}x`],
  },
  limit(
    "minimum",
    (minimum) => minimum,
    (minimum) => minimum - 1,
  ),
  limit(
    "maximum",
    (maximum) => maximum,
    (maximum) => maximum + 1,
  ),
  limit("minLength", textOfLength, (length) => textOfLength(length - 1)),
  limit("maxLength", textOfLength, (length) => textOfLength(length + 1)),
  {
    keyword: "pattern",
    applies: ({ pattern }) => typeof pattern === "string",
    accepted: () => [],
    rejected: (schema) => [textOutsidePattern(schema)],
  },
];

/** A keyword with a number, as a limit of a value. */
function limit(keyword: string, atLimit: (number: number) => unknown, beyond: (number: number) => unknown): Keyword {
  return {
    keyword,
    applies: (schema) => typeof schema[keyword] === "number",
    accepted: (schema) => [atLimit(schema[keyword] as number)],
    rejected: (schema) => [beyond(schema[keyword] as number)],
  };
}

/** For each type of JSON, values of other types. */
const VALUES_OF_OTHER_TYPES: Readonly<Record<string, readonly unknown[]>> = {
  object: [[]],
  array: [{}],
  string: [1],
  number: ["1"],
  integer: ["1", 1.5],
  boolean: ["true"],
};

/** Texts that a pattern may exclude, from the harmless to the unusual. */
const PATTERN_CANDIDATES = [" ", "   ", "1", "-", "a b", "é", "👋", "a\u007f"];

function textOutsidePattern({ pattern, minLength = 0 }: JsonSchema): string {
  const expression = new RegExp(String(pattern), "u");
  const text = PATTERN_CANDIDATES.find((each) => !expression.test(each) && each.length >= Number(minLength));
  if (text === undefined) throw new Error(`No sample in PATTERN_CANDIDATES violates the pattern ${pattern}; add one.`);
  return text;
}

/** A copy of a JSON value, with another value at the end of the path; without that member if the value is undefined. */
function withValue(json: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (step === ITEMS) return [withValue((json as unknown[])[0], rest, value)];
  const object = json as Readonly<Record<string, unknown>>;
  return { ...object, [step]: withValue(object[step], rest, value) };
}
