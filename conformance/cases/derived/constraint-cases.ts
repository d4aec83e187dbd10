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
import type { Case, Level } from "../case.js";
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
    level: levelOf(id, place, stated),
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

/** Constraints of which it is not known what the service does with a value beyond them. */
const UNKNOWN_BEYOND = new Set(["query api-version required", "query maxpagesize maximum"]);

function levelOf(id: string, place: string, stated: boolean): Level {
  // The official emulator ignores the parameter there.
  const isOfHealth = id === "getServiceStatus" && place.startsWith("query api-version");
  if (!stated || isOfHealth || UNKNOWN_BEYOND.has(place)) return "MAY";
  // That other media types are rejected follows from the described ones, but is stated nowhere.
  return place.startsWith("body not") ? "SHOULD" : "MUST";
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
  const ready = await setUpPreconditions(context, operation, values, changed);
  const exchange = await context.send(id, ready);
  // A valid name may be the name of something that does not exist.
  const exists = exchange.response.status !== 404 || operation.responses["404"] === undefined || changed === undefined;
  context.expectResponse(id, exchange, exists ? success : 404);
  if (exists) return;
  // Otherwise a server that finds nothing would pass.
  const existing = await setUpPreconditions(context, operation, exampleRequest(operation));
  context.expectResponse(id, await context.send(id, existing), success);
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
  const expected = isMock ? undefined : rejectionsBy(change);
  const isRejected = expected?.includes(status) ?? (status >= 400 && status < 500);
  context.expect(isRejected, `Expected status ${expected?.join(" or ") ?? "400 to 499"}, got ${status}.`, exchange);
  if (isMock) return;
  context.coverageItems.push(...exercisedByResponse(operation, exchange));
  const { hub: __, ...validPath } = valid.path;
  // Otherwise a server that rejects everything would pass. Afterwards, because it may change what the request needs.
  const control = await context.sendRaw(id, { ...valid, path: validPath });
  context.expectResponse(id, control, Number(successStatus(operation)));
}

/** The statuses with which a server can reject a change. A 404 for an unknown connection, for example, is not one of them. */
function rejectionsBy(change: Change): readonly number[] {
  if ("token" in change) return [401];
  if ("mediaType" in change || "body" in change) return [400, 415];
  const isEmptySegment = "parameter" in change && change.in === "path" && change.value === "";
  return isEmptySegment ? [400, 404] : [400];
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
