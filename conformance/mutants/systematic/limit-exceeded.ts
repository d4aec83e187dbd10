import { type OperationId, operations } from "../../../generated/2024-12-01/operations.js";
import type { JsonSchema, Operation } from "../../../generated/operation.js";
import type { RequestTarget } from "../../emulator/rest/request/request-target.js";
import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Mutant } from "../mutant.js";
import { operationOf, withPathValue, withQueryValues } from "../support/change-request.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** What a schema says of the text of a value. */
interface Limit {
  readonly keyword: string;
  /** Whether it is just so that it is taken. */
  readonly isEdge?: (text: string) => boolean;
  /** Whether it should be refused. */
  readonly isBeyond?: (text: string) => boolean;
  /** One that is taken. */
  readonly instead?: (text: string) => string;
}

function limitsOf(schema: JsonSchema): Limit[] {
  const rules = (schema.items ?? schema) as JsonSchema;
  const {
    type,
    minimum,
    maximum,
    minLength,
    maxLength,
    pattern,
    enum: values,
  } = rules as {
    readonly [keyword in "minimum" | "maximum" | "minLength" | "maxLength"]?: number;
  } & { readonly type?: string; readonly pattern?: string; readonly enum?: readonly string[] };
  const limits: Limit[] = [];
  const number = (keyword: string, edge: number, step: number) =>
    limits.push({
      keyword,
      isEdge: (text) => text === String(edge),
      isBeyond: (text) => text === String(edge + step),
      instead: () => String(edge),
    });
  if (minimum !== undefined) number("minimum", minimum, -1);
  if (maximum !== undefined) number("maximum", maximum, 1);
  if (type === "integer")
    limits.push({ keyword: "type", isBeyond: (text) => !/^[+-]?\d+$/.test(text), instead: () => "1" });
  // A name of no length is another path, or no parameter at all.
  if (minLength !== undefined) limits.push({ keyword: "minLength", isEdge: (text) => text.length === minLength });
  if (maxLength !== undefined)
    limits.push({
      keyword: "maxLength",
      isEdge: (text) => text.length === maxLength,
      isBeyond: (text) => text.length === maxLength + 1,
      instead: (text) => text.slice(0, maxLength),
    });
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, "u");
    const isShort = (text: string) => text.length <= (maxLength ?? Number.POSITIVE_INFINITY);
    const isBeyond = (text: string) => text !== "" && isShort(text) && !expression.test(text);
    limits.push({ keyword: "pattern", isBeyond, instead: () => "a" });
  }
  if (values !== undefined) {
    const same = (text: string) => (value: string) => value.toLowerCase() === text.toLowerCase();
    limits.push({
      keyword: "enum",
      isEdge: (text) => text === values.at(-1),
      isBeyond: (text) => !values.some(same(text)),
      instead: () => values[0] ?? "",
    });
  }
  return limits;
}

/** Which of them there are is asked in a way of its own. */
const ASKED_ELSEWHERE = "api-version";

/**
 * Whether what is beyond a limit names nobody, so that the operation answers 404 where it does not refuse it with 400: both
 * are refusals, and which one the service gives is not established.
 */
function isNobodyAnyway(id: OperationId, name: string): boolean {
  const { method, responses }: Operation = operations[id];
  return (
    responses["404"] !== undefined && (name === "hub" || (method === "HEAD" && ["group", "targetName"].includes(name)))
  );
}

/** For each limit of each operation a server that takes what is beyond it, and one that refuses what is at its edge. */
export const limits: readonly Mutant[] = describedOperations.flatMap(({ id, name: kebab, parameters }) =>
  parameters
    .filter(({ name }) => name !== ASKED_ELSEWHERE)
    .flatMap(({ name, in: place, schema }) =>
      limitsOf(schema).flatMap(({ keyword, isEdge, isBeyond, instead = String }) => {
        const mutant = (way: string, words: string, read: (text: string) => string) =>
          wrongEmulator(
            {
              id: `limits/${kebab}.${place}-${name}.${keyword}.${way}`,
              summary: `${id} ${words} the ${keyword} of ${name}.`,
              operations: [id],
              cases: new RegExp(`/${place}-${name}-|/replay/2.*/${name}\\.|^names/`),
            },
            () => ({
              target(target, { method }): RequestTarget {
                if (operationOf(target, method) !== id) return target;
                if (place === "path") return withPathValue(target, method, name, read);
                return withQueryValues(target, name, (texts) => texts.map(read));
              },
            }),
          );
        const wide =
          isBeyond &&
          !isNobodyAnyway(id, name) &&
          mutant("wide", "takes what is beyond", (text) => (isBeyond(text) ? instead(text) : text));
        const narrow =
          isEdge &&
          mutant("narrow", "refuses what is at", (text) => {
            if (isEdge(text)) throw validationProblem(name, "This is too much.");
            return text;
          });
        return [wide, narrow].filter((each) => typeof each === "object");
      }),
    ),
);
