import { type OperationId, requests } from "../../generated/index.js";
import type { operations } from "../../generated/types.js";
import { unusableResponseError } from "../response/unusable-response.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import { requireKnown } from "../shared/invalid-input.js";
import { getClientCall } from "./client-settings.js";
import type { BodyOf, DataOf, QueryOf, RequestOptions } from "./client-types.js";
import { REQUEST_OPTIONS } from "./request-options.js";

// What the generated functions (generated/functions.ts) have in common.

type PathOf<Operation> = Operation extends { parameters: { path: infer Path } } ? Path : object;

type QueryMembers<Operation> =
  QueryOf<Operation> extends { query?: infer Query } ? Omit<NonNullable<Query>, "api-version"> : object;

/** The options of an operation function: parameters, the body with its Content-Type, and limits, side by side. */
export type OperationOptions<Id extends OperationId> = PathOf<operations[Id]> &
  QueryMembers<operations[Id]> &
  BodyOf<operations[Id]> &
  RequestOptions;

/** What an operation function resolves to. */
export type OperationResult<Id extends OperationId> = [DataOf<operations[Id]>] extends [undefined]
  ? undefined
  : DataOf<operations[Id]>;

const CALL_OPTIONS = ["headers", ...REQUEST_OPTIONS];

/**
 * Calls an operation.
 *
 * @throws {WebPubSubError} if the call fails
 * @throws {InvalidInputError} if an option is invalid or unknown; nothing was sent
 */
export async function callOperation<Id extends OperationId>(
  client: object,
  id: Id,
  options?: OperationOptions<Id>,
): Promise<OperationResult<Id>> {
  const result = await perform(client, id, options);
  return ("data" in result ? result.data : undefined) as OperationResult<Id>;
}

/**
 * Calls an operation that checks whether something exists.
 *
 * @returns true after 200, false after 404
 * @throws {WebPubSubError} after any other response, or without one
 * @throws {InvalidInputError} if an option is invalid or unknown; nothing was sent
 */
export async function checkExistence<Id extends OperationId>(
  client: object,
  id: Id,
  options: OperationOptions<Id>,
): Promise<boolean> {
  try {
    const { response } = await perform(client, id, options);
    return requireOk(id, response, "404");
  } catch (error) {
    if (!(error instanceof WebPubSubError) || error.status !== 404) throw error;
    requireService(id, error.response as Response);
    return false;
  }
}

/**
 * @param falseStatus the status that means false, for the message
 * @throws {WebPubSubError} if the status is not 200, or the response is not the service's
 */
export function requireOk(operation: OperationId, response: Response, falseStatus: string): true {
  requireService(operation, response);
  if (response.status === 200) return true;
  const problem = `returned ${response.status}; only 200 (true) and ${falseStatus} (false) are expected.`;
  throw unusableResponseError(operation, response, problem);
}

/** @throws {WebPubSubError} if it is a web page: another server, or a path that the service does not have */
function requireService(operation: OperationId, response: Response): void {
  if (!/^text\/html/i.test(response.headers.get("Content-Type") ?? "")) return;
  const problem = `returned ${response.status} with a web page, which is not the service's. Check \`endpoint\`.`;
  throw unusableResponseError(operation, response, problem);
}

function perform(
  client: object,
  id: OperationId,
  options: object = {},
): Promise<{ data?: unknown; response: Response }> {
  const operation = requests[id];
  const params: { [place in "path" | "query"]: { [name: string]: unknown } } = { path: {}, query: {} };
  const callOptions: { [name: string]: unknown } = { params, throwOnError: true };
  const body = operation.requestMediaTypes.length > 0 ? ["body"] : [];
  requireKnown(id, options, [...operation.parameters.map(({ name }) => name), ...body, ...CALL_OPTIONS]);
  for (const [name, value] of Object.entries(options)) {
    const parameter = operation.parameters.find((each) => each.name === name);
    if (parameter === undefined) callOptions[name] = value;
    else params[parameter.in][name] = value;
  }
  return getClientCall(client)({ operationId: id, operation }, callOptions);
}
