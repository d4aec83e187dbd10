import type { DescriptionName } from "../../generated/descriptions.js";
import type { Operation } from "../../generated/operation.js";
import type { Case } from "../case.js";
import { ConformanceError } from "../conformance-error.js";
import { type Change, type Constraint, constraintsOf, type Trial } from "../constraints.js";
import { pointer } from "../documents.js";
import { Recorder } from "../exchange.js";
import { exercisedFacts, type Fact } from "../report/facts.js";
import type { Target } from "../targets/target.js";
import { signToken } from "../token.js";
import { call } from "./replay.js";
import { encodeBody, exampleRequest, kebab, type RequestValues, slug, successStatus } from "./request.js";
import { checkResponse } from "./response-check.js";

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
  { side, accepted, change }: Trial,
): Case {
  const fact: Fact = { kind: "constraints", name: `${place} ${side}` };
  const empty = "parameter" in change && change.in === "query" && change.value === "";
  return {
    id: [kebab(id), slug(place), slug(side)].join("/"),
    description,
    operation: id,
    level: "MUST",
    requirement: `A request that ${accepted ? "is at the edge of" : "breaks"} the constraint \`${place}\` is ${accepted ? "accepted" : "refused"}.`,
    source: pointer("paths", operation.path, operation.method.toLowerCase()),
    needs: ["validation", ...(empty ? ["empty-values" as const] : [])],
    decides: [fact],
    async run(target) {
      if (!accepted) {
        await refusal(target, operation, change);
        return [fact];
      }
      return [fact, ...(await acceptance(target, description, operation, change))];
    },
  };
}

/** Through the client, which has to let the edge pass as well. */
async function acceptance(
  target: Target,
  description: DescriptionName,
  operation: Operation,
  change: Change,
): Promise<Fact[]> {
  const status = successStatus(operation);
  const { exchange } = await call(target, operation, changedValues(exampleRequest(operation), change));
  if (String(exchange.response.status) !== status) {
    throw new ConformanceError(`The status is ${exchange.response.status}, and should be ${status}.`, exchange);
  }
  checkResponse(description, operation, status, exchange);
  return exercisedFacts(operation, exchange);
}

/** Without the client, which would not send such a request. */
async function refusal(target: Target, operation: Operation, change: Change): Promise<void> {
  const recorder = new Recorder();
  await recorder.fetch(rawRequest(target, operation, change));
  const { exchange } = recorder;
  const { status } = exchange.response;
  if (status >= 400 && status < 500) return;
  throw new ConformanceError(`The status is ${status}, and should be one of refusal, from 400 to 499.`, exchange);
}

function changedValues(values: RequestValues, change: Change): RequestValues {
  if ("parameter" in change)
    return { ...values, [change.in]: { ...values[change.in], [change.parameter]: change.value } };
  if ("mediaType" in change)
    return { ...values, body: { mediaType: change.mediaType, value: JSON.parse(change.body) as unknown } };
  return values;
}

function rawRequest(target: Target, operation: Operation, change: Change): Request {
  const { path, query, body } =
    "parameter" in change ? changedValues(exampleRequest(operation), change) : exampleRequest(operation);
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])));
  const parameters = Object.entries(query)
    .filter(([name]) => !("without" in change && change.without === name))
    .flatMap(([name, value]) => [value].flat().map((item) => `${name}=${encodeURIComponent(String(item))}`));
  const url = `${target.endpoint}${filled}?${parameters.join("&")}`;
  const headers = new Headers();
  if (!("token" in change)) headers.set("Authorization", `Bearer ${signToken(target, url)}`);
  const init: RequestInit = { method: operation.method, headers };
  if ("mediaType" in change) {
    headers.set("Content-Type", change.mediaType);
    init.body = change.body;
  } else if (body !== undefined && !("body" in change)) {
    headers.set("Content-Type", body.mediaType);
    init.body = encodeBody(body);
  }
  return new Request(url, init);
}
