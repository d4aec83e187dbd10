import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { DescriptionName } from "../../../generated/descriptions.js";
import type { Operation } from "../../../generated/operation.js";
import type { CoverageItem } from "../../description/coverage-items.js";
import { pointer } from "../../description/documents.js";
import {
  exampleBodies,
  exampleRequest,
  optionalParameters,
  successStatus,
} from "../../description/example-requests.js";
import { checkExample } from "../../description/response-check.js";
import { ConformanceError } from "../../wire/conformance-error.js";
import type { Exchange } from "../../wire/exchange.js";
import type { RequestValues } from "../../wire/message-bodies.js";
import type { Aspect, Case } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { kebab, slug } from "../case-ids.js";
import { type CaseHead, makeCase } from "../make-case.js";
import { setUpPreconditions } from "./preconditions.js";

/** A response to ask a mock for. */
interface RequestedResponse {
  /** As the description has it, `default` included. */
  readonly status: string;
  readonly code: number;
  readonly mediaType?: string;
  readonly example?: string;
}

/** What `default` stands for in a replay: a status that no operation describes on its own. */
const DEFAULT_RESPONSE_STATUS = 500;

/** One request to replay, and the response that it asks for. */
interface Replay {
  readonly response: RequestedResponse;
  readonly values: RequestValues;
  /** The example of the request body, as case ids name it. */
  readonly bodyName?: string;
  /** The optional parameters that are sent. */
  readonly parameters: readonly string[];
  /** The further example of a parameter that this is the replay of: `name.example`. */
  readonly parameterExample?: string;
}

/**
 * Every documented operation, replayed through the typed client: each response × each example of the request body ×
 * no optional parameter, each alone, and all of them; and each further example of each parameter.
 */
export function replayCases(description: DescriptionName, operations: Readonly<Record<string, Operation>>): Case[] {
  return Object.entries(operations).flatMap(([id, operation]) =>
    [...bodyReplays(operation), ...exampleReplays(operation)].map((replay) =>
      replayCase(description, id, operation, replay),
    ),
  );
}

function* bodyReplays(operation: Operation): Iterable<Replay> {
  for (const response of requestedResponses(operation)) {
    for (const body of exampleBodies(operation)) {
      for (const parameters of parameterSubsets(optionalParameters(operation))) {
        const values = exampleRequest(operation, parameters, body);
        const bodyName = body && slug(`${body.mediaType}.${body.name}`);
        yield { response, values, parameters, ...(bodyName !== undefined && { bodyName }) };
      }
    }
  }
}

function* exampleReplays(operation: Operation): Iterable<Replay> {
  const success = successStatus(operation);
  const response = requestedResponses(operation).find(({ status }) => status === success) as RequestedResponse;
  const plain = exampleRequest(operation);
  for (const { name, in: place, examples } of operation.parameters) {
    for (const [example, value] of Object.entries(examples)) {
      const values = { ...plain, [place]: { ...plain[place], [name]: value } };
      yield { response, values, parameters: [], parameterExample: `${name}.${example}` };
    }
  }
}

function requestedResponses({ method, responses }: Operation): RequestedResponse[] {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const code = status === "default" ? DEFAULT_RESPONSE_STATUS : Number(status);
    const examples = Object.entries(content).flatMap(([mediaType, media]) =>
      Object.keys(media.examples).map((example) => ({ status, code, mediaType, example })),
    );
    return method === "HEAD" || examples.length === 0 ? [{ status, code }] : examples;
  });
}

/** None of the optional parameters, each alone, and all together. */
function parameterSubsets(names: readonly string[]): (readonly string[])[] {
  const alone = names.map((name) => [name]);
  return names.length > 1 ? [[], ...alone, names] : [[], ...alone];
}

function replayCase(description: DescriptionName, id: string, operation: Operation, replay: Replay): Case {
  const { response, values, parameters, parameterExample } = replay;
  const { status, mediaType, example } = response;
  const head: CaseHead = {
    id: [kebab(id), "replay", ...wordsOf(replay)].join("/"),
    operation: id,
    origin: {
      kind: "replay",
      status,
      parameters,
      ...(mediaType !== undefined && { mediaType }),
      ...(example !== undefined && { example }),
      ...(parameterExample !== undefined && { parameterExample }),
    },
    aspect: aspectOf(replay),
    level: "MUST",
    requirement: `What the description allows is sent, and the documented response ${status} comes back.`,
    source: pointer("paths", operation.path, operation.method.toLowerCase(), "responses", status),
    needs: ["validation", ...(isDecidedByState(operation, status) ? [] : ["responses" as const])],
    decides: isDecidedByState(operation, status) ? [] : responseFacts(operation, response),
  };
  return makeCase(description, head, async (context) => {
    if (!context.target.capabilities.includes("responses")) {
      await replayInState(context, id as OperationId, operation, response, values);
      return;
    }
    const exchange = await context.send(id as OperationId, values, preference(response));
    checkAccepted(exchange);
    context.expectResponse(id as OperationId, exchange, response.code);
    if (mediaType !== undefined && example !== undefined) {
      checkExample(operation.responses[status]?.content[mediaType]?.examples[example], exchange);
    }
  });
}

/** The words of a case id that say what is replayed. */
function wordsOf({ response, bodyName, parameters, parameterExample }: Replay): string[] {
  const { status, mediaType, example } = response;
  return [
    mediaType === undefined ? status : `${status}-${slug(`${mediaType}.${example}`)}`,
    ...(bodyName === undefined ? [] : [bodyName]),
    parameterExample ?? (parameters.length === 0 ? "bare" : parameters.join("+")),
  ];
}

function aspectOf({ bodyName, parameters, parameterExample }: Replay): Aspect {
  if (parameters.length > 0 || parameterExample !== undefined) return "parameters";
  return bodyName === undefined ? "responses" : "media types";
}

/** What a server with state responds follows from its state; what a mock responds, from what it is asked for. */
function isDecidedByState(operation: Operation, status: string): boolean {
  return status === successStatus(operation) || status === "404";
}

async function replayInState(
  context: CaseContext,
  id: OperationId,
  operation: Operation,
  { status, code }: RequestedResponse,
  values: RequestValues,
): Promise<void> {
  const nothing = { connectionId: context.unknownId, userId: context.unknownId, group: context.unknownId };
  const { hub: _, ...path } = values.path;
  const arranged = await setUpPreconditions(context, operation, values);
  const ready = status === "404" ? { ...arranged, path: { ...path, ...pick(nothing, path) } } : arranged;
  const exchange = await context.send(id, ready);
  context.expectResponse(id, exchange, code);
}

/** What only a mock can be asked for, unless another case finds a way. */
function responseFacts({ method, responses }: Operation, { status, mediaType }: RequestedResponse): CoverageItem[] {
  const headers = Object.keys(responses[status]?.headers ?? {}).map((name) => `${status} ${name}`);
  return [
    { kind: "responses", name: status },
    ...headers.map((name) => ({ kind: "headers", name }) as const),
    ...(mediaType === undefined || method === "HEAD"
      ? []
      : [{ kind: "media types", name: `response ${status} ${mediaType}` } as const]),
  ];
}

/** Prism says what it finds wrong in a header. What it finds wrong with its own response is not asked here. */
function checkAccepted(exchange: Exchange): void {
  const header = exchange.response.headers.get("sl-violations");
  if (header === null) return;
  const violations = JSON.parse(header) as { location: string[]; message: string }[];
  const ofRequest = violations.filter(({ location }) => location[0] === "request");
  if (ofRequest.length === 0) return;
  const said = ofRequest.map(({ location, message }) => `${location.slice(1).join(" ")}: ${message}`).join("; ");
  throw new ConformanceError(`Prism finds the request wrong: ${said}.`, exchange);
}

function preference({ code, example, mediaType }: RequestedResponse): Record<string, string> {
  return {
    Prefer: [`code=${code}`, ...(example === undefined ? [] : [`example=${example}`])].join(", "),
    ...(mediaType !== undefined && { Accept: mediaType }),
  };
}

function pick(values: Readonly<Record<string, string>>, names: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in names));
}
