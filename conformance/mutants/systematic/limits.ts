import type { JsonSchema } from "../../../generated/operation.js";
import { validationProblem } from "../../emulator/rest/reply.js";
import type { RequestTarget } from "../../emulator/rest/request-target.js";
import type { Mutant } from "../mutant.js";
import { each, withParameter } from "../operations.js";
import { withPathValue, withQueryValues } from "../values.js";
import { wrongEmulator } from "../wrong-emulator.js";

type Place = "path" | "query";

/** What is true of a text at the edge of a limit, and just beyond; and the nearest text that keeps it. */
interface Limit {
  readonly keyword: string;
  readonly at: (text: string) => boolean;
  readonly beyond: (text: string) => boolean;
  readonly nearest: (text: string) => string;
}

function limitsOf(schema: JsonSchema): Limit[] {
  const { minimum, maximum, minLength, maxLength } = (schema.items ?? schema) as Record<string, number | undefined>;
  const limits: Limit[] = [];
  const number = (keyword: string, edge: number, step: number) =>
    limits.push({
      keyword,
      at: (text) => text === String(edge),
      beyond: (text) => text === String(edge + step),
      nearest: () => String(edge),
    });
  if (minimum !== undefined) number("minimum", minimum, -1);
  if (maximum !== undefined) number("maximum", maximum, 1);
  // A name of no length is another path, or no parameter at all.
  if (minLength !== undefined)
    limits.push({
      keyword: "minLength",
      at: (text) => text.length === minLength,
      beyond: () => false,
      nearest: String,
    });
  if (maxLength !== undefined) {
    limits.push({
      keyword: "maxLength",
      at: (text) => text.length === maxLength,
      beyond: (text) => text.length === maxLength + 1,
      nearest: (text) => text.slice(0, maxLength),
    });
  }
  return limits;
}

/** Every parameter with a limit, once by name and place. */
const limited = new Map(
  each
    .flatMap(({ parameters }) => parameters)
    .filter(({ schema }) => limitsOf(schema).length > 0)
    .map((parameter) => [`${parameter.in} ${parameter.name} ${JSON.stringify(parameter.schema)}`, parameter]),
);

function changed(
  target: RequestTarget,
  method: string | undefined,
  place: Place,
  name: string,
  change: (text: string) => string,
): RequestTarget {
  return place === "path"
    ? withPathValue(target, method, name, change)
    : withQueryValues(target, name, (values) => values.map(change));
}

/** For each limit a server that takes one too many, and one that takes one too few. */
export const limits: readonly Mutant[] = [...limited.values()].flatMap((parameter) => {
  const { name, in: place, schema } = parameter;
  return limitsOf(schema).flatMap(({ keyword, at, beyond, nearest }) => {
    const head = (way: string, words: string) => ({
      id: `limits/${place}-${name}.${keyword}.${way}`,
      sentence: `The ${keyword} of ${name} is off by one: ${words}.`,
      operations: withParameter(name, place),
      cases: new RegExp(`/${place}-${name}-|/replay/2.*${name}|^names/`),
    });
    const wide = wrongEmulator(head("wide", "one beyond is taken"), () => ({
      target: (target, { method }) =>
        changed(target, method, place, name, (text) => (beyond(text) ? nearest(text) : text)),
    }));
    const narrow = wrongEmulator(head("narrow", "what is at the edge is refused"), () => ({
      target: (target, { method }) =>
        changed(target, method, place, name, (text) => {
          if (at(text)) throw validationProblem(name, "This is too much.");
          return text;
        }),
    }));
    return keyword === "minLength" ? [narrow] : [wide, narrow];
  });
});
