import type { DescribedParameter, Operation } from "../../../generated/operation.js";
import { type OperationId, operations } from "../../../generated/operations.js";
import type { RequestTarget } from "../../emulator/rest/request/request-target.js";
import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { CaseSelection } from "../case-selection.js";
import type { Mutant } from "../mutant.js";
import { operationOf, withPathValue, withQueryValues } from "../support/change-request.js";
import { type DescribedOperation, describedOperations } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** A keyword of a schema that limits the text of a value. */
interface Limit {
  readonly keyword: string;
  /** Whether a text is just within the limit. */
  readonly isEdge?: (text: string) => boolean;
  /** Whether a text is beyond the limit. */
  readonly isBeyond?: (text: string) => boolean;
  /** A text within the limit, for one that is beyond it. */
  readonly nearest?: (text: string) => string;
}

/** The keywords that a limit is made of. */
interface Rules {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

function limitsOf({ schema, knownValues }: DescribedParameter): readonly Limit[] {
  const rules: Rules = { ...(schema.items ?? schema), ...(knownValues && { enum: knownValues }) };
  return [...numberLimits(rules), ...lengthLimits(rules), ...textLimits(rules)];
}

function numberLimits({ type, minimum, maximum }: Rules): Limit[] {
  const limit = (keyword: string, edge: number, beyond: number): Limit => ({
    keyword,
    isEdge: (text) => text === String(edge),
    isBeyond: (text) => text === String(beyond),
    nearest: () => String(edge),
  });
  return [
    ...(minimum === undefined ? [] : [limit("minimum", minimum, minimum - 1)]),
    ...(maximum === undefined ? [] : [limit("maximum", maximum, maximum + 1)]),
    ...(type === "integer"
      ? [{ keyword: "type", isBeyond: (text: string) => !/^[+-]?\d+$/.test(text), nearest: () => "1" }]
      : []),
  ];
}

function lengthLimits({ minLength, maxLength }: Rules): Limit[] {
  const limits: Limit[] = [];
  // No limit to break: an empty name makes another path, or no parameter at all.
  if (minLength !== undefined) limits.push({ keyword: "minLength", isEdge: (text) => text.length === minLength });
  if (maxLength !== undefined)
    limits.push({
      keyword: "maxLength",
      isEdge: (text) => text.length === maxLength,
      isBeyond: (text) => text.length === maxLength + 1,
      nearest: (text) => text.slice(0, maxLength),
    });
  return limits;
}

function textLimits({ pattern, maxLength = Number.POSITIVE_INFINITY, enum: values }: Rules): Limit[] {
  const limits: Limit[] = [];
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, "u");
    const isBeyond = (text: string) => text !== "" && text.length <= maxLength && !expression.test(text);
    limits.push({ keyword: "pattern", isBeyond, nearest: () => "a" });
  }
  if (values !== undefined) {
    const isSame = (text: string) => (value: string) => value.toLowerCase() === text.toLowerCase();
    limits.push({
      keyword: "enum",
      isEdge: (text) => text === values.at(-1),
      isBeyond: (text) => !values.some(isSame(text)),
      nearest: () => values[0] ?? "",
    });
  }
  return limits;
}

/** The mutants of `api-version` are wrong about this one. */
const ELSEWHERE = "api-version";

/**
 * Whether an operation returns 404 for a value beyond the limit even if it does not reject it with 400. Both statuses are
 * rejections, and it is not established which one the service gives.
 */
function isRejectedAnyway(id: OperationId, name: string): boolean {
  const { method, responses }: Operation = operations[id];
  return (
    responses["404"] !== undefined && (name === "hub" || (method === "HEAD" && ["group", "targetName"].includes(name)))
  );
}

/** For each limit of each parameter: a server that accepts what is just beyond it, and one that rejects its edge. */
export const wrongLimits: readonly Mutant[] = describedOperations.flatMap((operation) =>
  operation.parameters
    .filter(({ name }) => name !== ELSEWHERE)
    .flatMap((parameter) => mutantsOfParameter(operation, parameter)),
);

function mutantsOfParameter({ id, name: operation }: DescribedOperation, parameter: DescribedParameter): Mutant[] {
  const { name, in: place } = parameter;
  const cases: CaseSelection = {
    written: [{ topics: ["names"] }],
    replays: { examplesOf: name },
    constraints: [`${place} ${name}`],
  };
  const reading = (read: (text: string) => string) => () => ({
    target(target: RequestTarget, { method }: { method?: string | undefined }): RequestTarget {
      if (operationOf(target, method) !== id) return target;
      if (place === "path") return withPathValue(target, method, name, read);
      return withQueryValues(target, name, (texts) => texts.map(read));
    },
  });
  return limitsOf(parameter).flatMap(({ keyword, isEdge, isBeyond, nearest = String }): Mutant[] => {
    const mutant = (variant: string, verb: string, read: (text: string) => string) => {
      const mutantId = `limits/${operation}.${place}-${name}.${keyword}.${variant}`;
      const summary = `${id} ${verb} the ${keyword} of ${name}.`;
      return wrongEmulator({ id: mutantId, summary, operations: [id], cases }, reading(read));
    };
    const wide =
      isBeyond &&
      !isRejectedAnyway(id, name) &&
      mutant("wide", "accepts what is beyond", (text) => (isBeyond(text) ? nearest(text) : text));
    const narrow =
      isEdge &&
      mutant("narrow", "rejects a value at", (text) => {
        if (isEdge(text)) throw validationProblem(name, "This is too much.");
        return text;
      });
    return [wide, narrow].filter((each) => typeof each === "object");
  });
}
