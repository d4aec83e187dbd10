import type { DescriptionName } from "../../../generated/descriptions.js";
import type { Operation } from "../../../generated/operation.js";
import type { OperationId } from "../../../generated/operations.js";
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
import { kebab, slug } from "../case-ids.js";
import { type CaseHead, makeCase } from "../make-case.js";
import {
  isDecidedByState,
  isMock,
  type RequestedResponse,
  requestedResponses,
  requestResponse,
} from "./requested-responses.js";

/** A request, and the response that it must have. */
interface Replay {
  readonly response: RequestedResponse;
  readonly values: RequestValues;
  /** The example of the request body. */
  readonly body?: { readonly mediaType: string; readonly name: string };
  /** The optional parameters that are sent. */
  readonly parameters: readonly string[];
  /** The further example of a parameter that is sent: `name.example`. */
  readonly parameterExample?: string;
}

/**
 * Replays of every operation through the typed client: each documented response × each example of the request body × no
 * optional parameter, each alone, and all of them; and each example of each parameter.
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
        yield { response, values, parameters, ...(body !== undefined && { body }) };
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

/** None of the optional parameters, each alone, and all together. */
function parameterSubsets(names: readonly string[]): (readonly string[])[] {
  const alone = names.map((name) => [name]);
  return names.length > 1 ? [[], ...alone, names] : [[], ...alone];
}

function replayCase(description: DescriptionName, id: string, operation: Operation, replay: Replay): Case {
  const { response, values, parameters, parameterExample } = replay;
  const { status, mediaType, example } = response;
  const head: CaseHead = {
    id: [kebab(id), "replay", ...stepsOf(replay)].join("/"),
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
    requirement: replaySentence(id, operation, replay),
    source: pointer("paths", operation.path, operation.method.toLowerCase(), "responses", status),
    needs: ["validation", ...(isDecidedByState(operation, status) ? [] : ["responses" as const])],
    decides: isDecidedByState(operation, status) ? [] : responseItems(operation, response),
  };
  return makeCase(description, head, async (context) => {
    const exchange = await requestResponse(context, id as OperationId, operation, response, values);
    if (isMock(context)) checkAccepted(exchange);
    context.expectResponse(id as OperationId, exchange, response.code);
    if (isMock(context) && mediaType !== undefined && example !== undefined) {
      checkExample(operation.responses[status]?.content[mediaType]?.examples[example], exchange);
    }
  });
}

/** The requirement of a replay: operation, response, and what is in the request besides required parameters. */
function replaySentence(id: string, operation: Operation, replay: Replay): string {
  const { response, body, parameters, parameterExample } = replay;
  const { status, example } = response;
  const documented = [status === "default" ? "default response" : status, example].filter(Boolean).join(" ");
  const details = [
    body && `${body.mediaType} body ${body.name}`,
    parameterExample === undefined
      ? parameterWords(operation, parameters)
      : `with the example ${parameterExample.replace(/^[^.]*\./, "")} of ${parameterExample.replace(/\..*$/, "")}`,
  ].filter(Boolean);
  return `${id} returns the documented ${documented}${details.length === 0 ? "" : ` (${details.join(", ")})`}.`;
}

function parameterWords(operation: Operation, parameters: readonly string[]): string | undefined {
  if (parameters.length > 0) return `with ${LIST.format(parameters)}`;
  return optionalParameters(operation).length > 0 ? "only required parameters" : undefined;
}

const LIST = new Intl.ListFormat("en-GB");

/** The steps of a case id after the operation. */
function stepsOf({ response, body, parameters, parameterExample }: Replay): string[] {
  const { status, mediaType, example } = response;
  return [
    mediaType === undefined ? status : `${status}-${slug(`${mediaType}.${example}`)}`,
    ...(body === undefined ? [] : [slug(`${body.mediaType}.${body.name}`)]),
    parameterExample ?? (parameters.length > 1 ? "all" : (parameters[0] ?? "bare")),
  ];
}

function aspectOf({ body, parameters, parameterExample }: Replay): Aspect {
  if (parameters.length > 0 || parameterExample !== undefined) return "parameters";
  return body === undefined ? "responses" : "media types";
}

/** The coverage items of a response that only a mock can be asked for. */
function responseItems({ method, responses }: Operation, { status, mediaType }: RequestedResponse): CoverageItem[] {
  const headers = Object.keys(responses[status]?.headers ?? {}).map((name) => `${status} ${name}`);
  return [
    { kind: "responses", name: status },
    ...headers.map((name) => ({ kind: "headers", name }) as const),
    ...(mediaType === undefined || method === "HEAD"
      ? []
      : [{ kind: "media types", name: `response ${status} ${mediaType}` } as const]),
  ];
}

/** Checks the header in which Prism lists violations. Those of its own response do not count here. */
function checkAccepted(exchange: Exchange): void {
  const header = exchange.response.headers.get("sl-violations");
  if (header === null) return;
  const violations = JSON.parse(header) as { location: string[]; message: string }[];
  const ofRequest = violations.filter(({ location }) => location[0] === "request");
  if (ofRequest.length === 0) return;
  const list = ofRequest.map(({ location, message }) => `${location.slice(1).join(" ")}: ${message}`).join("; ");
  throw new ConformanceError(`Prism found violations in the request: ${list}.`, exchange);
}
