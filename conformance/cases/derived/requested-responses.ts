import type { Operation } from "../../../generated/operation.js";
import type { OperationId } from "../../../generated/operations.js";
import { successStatus } from "../../description/example-requests.js";
import type { Exchange } from "../../wire/exchange.js";
import type { RequestValues } from "../../wire/message-bodies.js";
import type { CaseContext } from "../case-context.js";
import { setUpPreconditions } from "./preconditions.js";

/** A response that a mock is asked for. */
export interface RequestedResponse {
  /** The status in the description, or `default`. */
  readonly status: string;
  readonly code: number;
  readonly mediaType?: string;
  readonly example?: string;
}

/** The status of `default` responses in a replay: no operation describes it on its own. */
const DEFAULT_RESPONSE_STATUS = 500;

/** The responses of an operation, one for each example of their bodies. */
export function requestedResponses({ method, responses }: Operation): RequestedResponse[] {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const code = status === "default" ? DEFAULT_RESPONSE_STATUS : Number(status);
    const examples = Object.entries(content).flatMap(([mediaType, media]) =>
      Object.keys(media.examples).map((example) => ({ status, code, mediaType, example })),
    );
    return method === "HEAD" || examples.length === 0 ? [{ status, code }] : examples;
  });
}

/** Whether the state of a server can lead to the response. Other responses can only be requested from a mock. */
export function isDecidedByState(operation: Operation, status: string): boolean {
  return status === successStatus(operation) || status === "404";
}

/** Whether the target returns the response that a request asks for. */
export function isMock({ target }: CaseContext): boolean {
  return target.capabilities.includes("responses");
}

/** Sends a request that leads to the response: it asks a mock for it, and finds on a server what the response needs. */
export async function requestResponse(
  context: CaseContext,
  id: OperationId,
  operation: Operation,
  response: RequestedResponse,
  values: RequestValues,
): Promise<Exchange> {
  if (isMock(context)) return context.send(id, values, preference(response));
  const unknown = { connectionId: context.unknownId, userId: context.unknownId, group: context.unknownId };
  const { hub: _, ...path } = values.path;
  const existing = await setUpPreconditions(context, operation, values);
  if (response.status !== "404") return context.send(id, existing);
  const exchange = await context.send(id, { ...existing, path: { ...path, ...pick(unknown, path) } });
  // Otherwise a server that finds nothing would pass.
  context.expectResponse(id, await context.send(id, existing), Number(successStatus(operation)));
  return exchange;
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
