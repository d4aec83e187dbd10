import type { DescriptionName } from "../../../generated/descriptions.js";
import type { Operation } from "../../../generated/operation.js";
import type { OperationId } from "../../../generated/operations.js";
import { type Change, type Constraint, type ConstraintTrial, constraintsOf } from "../../description/constraints.js";
import { type CoverageItem, exercisedByResponse } from "../../description/coverage-items.js";
import { pointer } from "../../description/documents.js";
import { exampleRequest, successStatus } from "../../description/example-requests.js";
import type { Capability } from "../../targets/capability.js";
import type { RequestValues } from "../../wire/message-bodies.js";
import type { RawOptions } from "../../wire/raw-request.js";
import type { Case } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { kebab, slug } from "../case-ids.js";
import { type CaseHead, makeCase } from "../make-case.js";
import { constraintSentence } from "./constraint-sentences.js";
import { setUpPreconditions } from "./preconditions.js";

/**
 * Every constraint of every operation, from both sides: a value at the limit is accepted, and one just beyond it is rejected.
 * A request that must be rejected has no other fault.
 */
export function constraintCases(description: DescriptionName, operations: Readonly<Record<string, Operation>>): Case[] {
  return Object.entries(operations).flatMap(([id, operation]) =>
    constraintsOf(operation).flatMap((constraint) =>
      constraint.trials.map((trial) => constraintCase(description, id as OperationId, operation, constraint, trial)),
    ),
  );
}

function constraintCase(
  description: DescriptionName,
  id: OperationId,
  operation: Operation,
  constraint: Constraint,
  trial: ConstraintTrial,
): Case {
  const { place } = constraint;
  const { side, accepted, stated, change } = trial;
  const item: CoverageItem = { kind: "constraints", name: `${place} ${side}` };
  const head: CaseHead = {
    id: [kebab(id), slug(place), slug(side)].join("/"),
    operation: id,
    origin: { kind: "constraint", place, accepted },
    aspect: "token" in change ? "authentication" : accepted ? "parameters" : "rejections",
    // That other media types are rejected follows from the described ones, but is stated nowhere.
    level: !stated ? "MAY" : place.startsWith("body not") ? "SHOULD" : "MUST",
    requirement: constraintSentence(constraint, trial),
    source: pointer("paths", operation.path, operation.method.toLowerCase()),
    needs: needsOf(operation, place, trial),
    decides: stated ? [item] : [],
  };
  return makeCase(description, head, async (context) => {
    if (accepted) await expectAtLimitAccepted(context, id, operation, change);
    else await expectBeyondRejected(context, id, operation, change);
    if (stated) context.coverageItems.push(item);
  });
}

function needsOf(operation: Operation, place: string, { accepted, stated, change }: ConstraintTrial): Capability[] {
  const isEmptyValue = "parameter" in change && change.in === "query" && change.value === "";
  // Whether the service accepts an empty message was never observed.
  const isEmptyMessage = place === "body required" && operation.requestBody?.content["text/plain"] !== undefined;
  return [
    "validation",
    // A mock does what the description states.
    ...(stated ? [] : ["state" as const]),
    ...(isEmptyValue ? ["empty-values" as const] : []),
    ...(isOfHub(change) && accepted ? ["exclusive" as const] : []),
    ...(isEmptyMessage ? ["responses" as const] : []),
  ];
}

/** Sends through the client, which must accept values at a limit, too. */
async function expectAtLimitAccepted(
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
  // A valid name may be the name of something that does not exist.
  const exists = exchange.response.status !== 404 || operation.responses["404"] === undefined || changed === undefined;
  context.expectResponse(id, exchange, exists ? success : 404);
}

/** Sends without the client, which would not send such a request. */
async function expectBeyondRejected(
  context: CaseContext,
  id: OperationId,
  operation: Operation,
  change: Change,
): Promise<void> {
  const isMock = context.target.capabilities.includes("responses");
  const valid = isMock ? exampleRequest(operation) : await validRequest(context, operation);
  const values = rejectedValues(valid, change);
  const { hub: _, ...pathInOwnHub } = values.path;
  const path = isMock || isOfHub(change) ? values.path : pathInOwnHub;
  const options: RawOptions = "token" in change ? { authorization: () => undefined } : {};
  const exchange = await context.sendRaw(id, { ...values, path }, options);

  const { status } = exchange.response;
  // Without a token only 401 will do: an unknown connection would be rejected with 404, too.
  const isRejected = "token" in change ? status === 401 : status >= 400 && status < 500;
  context.expect(isRejected, `Expected status ${"token" in change ? "401" : "400 to 499"}, got ${status}.`, exchange);
  // Rejections of a mock have another form, and a path with an empty segment belongs to no operation.
  if (!isMock && status === 400) context.expectResponse(id, exchange, status);
  // What else a 401 must have is not established.
  if (!isMock && status === 401) context.coverageItems.push(...exercisedByResponse(operation, exchange));
}

/** A request with no fault: the connections, users and groups that it names exist, if the operation requires it. */
async function validRequest(context: CaseContext, operation: Operation): Promise<RequestValues> {
  const example = exampleRequest(operation);
  const requiresExisting = operation.responses["404"] !== undefined || operation.path.includes("/permissions/");
  return requiresExisting ? setUpPreconditions(context, operation, example) : example;
}

/** The values with a change that makes them invalid. A changed body is sent as bytes: it may not be JSON. */
function rejectedValues(values: RequestValues, change: Change): RequestValues {
  if ("without" in change) return { ...values, query: { ...values.query, [change.without]: undefined } };
  if ("mediaType" in change)
    return { ...values, body: { mediaType: change.mediaType, value: new TextEncoder().encode(change.body) } };
  if ("body" in change) return { path: values.path, query: values.query };
  return changedValues(values, change);
}

function changedValues(values: RequestValues, change: Change): RequestValues {
  if ("parameter" in change)
    return { ...values, [change.in]: { ...values[change.in], [change.parameter]: change.value } };
  if ("mediaType" in change)
    return { ...values, body: { mediaType: change.mediaType, value: JSON.parse(change.body) } };
  return values;
}

function isOfHub(change: Change): boolean {
  return "parameter" in change && change.in === "path" && change.parameter === "hub";
}
