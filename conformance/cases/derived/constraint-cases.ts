import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { DescriptionName } from "../../../generated/descriptions.js";
import type { Operation } from "../../../generated/operation.js";
import { type Change, type Constraint, type ConstraintTrial, constraintsOf } from "../../description/constraints.js";
import { type CoverageItem, exercisedByResponse } from "../../description/coverage-items.js";
import { pointer } from "../../description/documents.js";
import { exampleRequest, kebab, slug, successStatus } from "../../description/example-requests.js";
import { ConformanceError } from "../../wire/conformance-error.js";
import type { RequestValues } from "../../wire/message-bodies.js";
import type { Case } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { type CaseHead, makeCase } from "../make-case.js";
import { setUpPreconditions } from "./preconditions.js";

/**
 * Every constraint of every operation, from both sides: what is at its edge is accepted, and what is just beyond it
 * is refused. Nothing else is wrong with a request that is to be refused.
 */
export function constraintCases(description: DescriptionName, operations: Readonly<Record<string, Operation>>): Case[] {
  return Object.entries(operations).flatMap(([id, operation]) =>
    constraintsOf(operation).flatMap((constraint) =>
      constraint.trials.map((trial) => constraintCase(description, id, operation, constraint, trial)),
    ),
  );
}

function constraintCase(
  description: DescriptionName,
  id: string,
  operation: Operation,
  { place }: Constraint,
  { side, accepted, change }: ConstraintTrial,
): Case {
  const item: CoverageItem = { kind: "constraints", name: `${place} ${side}` };
  const empty = "parameter" in change && change.in === "query" && change.value === "";
  const ofHub = "parameter" in change && change.in === "path" && change.parameter === "hub";
  const head: CaseHead = {
    id: [kebab(id), slug(place), slug(side)].join("/"),
    operation: id,
    origin: { kind: "constraint", place, accepted },
    aspect: "token" in change ? "authentication" : accepted ? "parameters" : "rejections",
    // That another media type is refused is implied by those that are described, and nowhere said.
    level: place.startsWith("body not") ? "SHOULD" : "MUST",
    requirement: `A request that ${accepted ? "is at the edge of" : "breaks"} the constraint \`${place}\` is ${accepted ? "accepted" : "refused"}.`,
    source: pointer("paths", operation.path, operation.method.toLowerCase()),
    needs: [
      "validation",
      ...(empty ? ["empty-values" as const] : []),
      ...(ofHub && accepted ? ["exclusive" as const] : []),
      // Whether the service takes a message of nothing was never seen.
      ...(place === "body required" && operation.requestBody?.content["text/plain"] ? ["responses" as const] : []),
    ],
    decides: [item],
  };
  return makeCase(description, head, async (context) => {
    if (accepted) await expectEdgeAccepted(context, id as OperationId, operation, change);
    else await expectBeyondRejected(context, id as OperationId, operation, change);
    context.coverageItems.push(item);
  });
}

/** Through the client, which has to let the edge pass as well. */
async function expectEdgeAccepted(
  context: CaseContext,
  id: OperationId,
  operation: Operation,
  change: Change,
): Promise<void> {
  const success = Number(successStatus(operation));
  const values = changedValues(exampleRequest(operation), change);
  if (context.target.capabilities.includes("responses")) {
    context.expectResponse(id, await context.send(id, values), success);
    return;
  }
  const changed = "parameter" in change && change.in === "path" ? change.parameter : undefined;
  const exchange = await context.send(id, await setUpPreconditions(context, operation, values, changed));
  // What is named rightly need not be there.
  const isThere = exchange.response.status !== 404 || operation.responses["404"] === undefined || changed === undefined;
  context.expectResponse(id, exchange, isThere ? success : 404);
}

/** Without the client, which would not send such a request. */
async function expectBeyondRejected(
  context: CaseContext,
  id: OperationId,
  operation: Operation,
  change: Change,
): Promise<void> {
  const mock = context.target.capabilities.includes("responses");
  const ofHub = "parameter" in change && change.parameter === "hub";
  // Nothing else may be wrong with it: what names nobody is refused anyway.
  const couldBeNobody = operation.responses["404"] !== undefined || operation.path.includes("/permissions/");
  const example = exampleRequest(operation);
  const right = !mock && couldBeNobody ? await setUpPreconditions(context, operation, example) : example;
  const values = "parameter" in change || "mediaType" in change ? changedValues(right, change, true) : right;
  const { hub, ...path } = values.path;
  const exchange = await context.sendRaw(
    id,
    {
      path: mock || ofHub ? values.path : path,
      query: "without" in change ? { ...values.query, [change.without]: undefined } : values.query,
      ...(values.body !== undefined && !("body" in change && change.body === "none") && { body: values.body }),
    },
    "token" in change ? { authorization: () => undefined } : {},
  );
  const { status } = exchange.response;
  // Not just any refusal: a connection that is not there is answered with 404 as well.
  const [least, most] = "token" in change ? [401, 401] : [400, 499];
  if (status < least || status > most) {
    const expected = least === most ? String(least) : `one of refusal, from ${least} to ${most}`;
    throw new ConformanceError(`The status is ${status}, and should be ${expected}.`, exchange);
  }
  // A mock refuses in a form of its own, and a path with nothing between two slashes is of no operation.
  if (!mock && status === 400) context.expectResponse(id, exchange, status);
  // What else a 401 has is not established.
  if (!mock && status === 401) context.coverageItems.push(...exercisedByResponse(operation, exchange));
}

/** @param asBytes whether a body is sent as it is written, which need not be JSON */
function changedValues(values: RequestValues, change: Change, asBytes = false): RequestValues {
  if ("parameter" in change)
    return { ...values, [change.in]: { ...values[change.in], [change.parameter]: change.value } };
  if ("mediaType" in change) {
    const { mediaType, body } = change;
    return { ...values, body: { mediaType, value: asBytes ? new TextEncoder().encode(body) : JSON.parse(body) } };
  }
  return values;
}
