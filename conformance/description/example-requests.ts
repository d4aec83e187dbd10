import type { Operation } from "../../generated/operation.js";
import type { RequestBody, RequestValues } from "../wire/message-bodies.js";

/**
 * A correct request, made of the first example of each value.
 *
 * @param optional the names of the optional parameters to send
 * @param body @default the first example
 */
export function exampleRequest(
  operation: Operation,
  optional: readonly string[] = [],
  body = firstBody(operation),
): RequestValues {
  const values = (place: "path" | "query") =>
    Object.fromEntries(
      operation.parameters
        .filter(({ in: where, name, required }) => where === place && (required || optional.includes(name)))
        .map(({ name, examples }) => [name, Object.values(examples)[0]]),
    );
  return { path: values("path"), query: values("query"), ...(body !== undefined && { body }) };
}

/** The names of the optional parameters. */
export function optionalParameters({ parameters }: Operation): string[] {
  return parameters.filter(({ required }) => !required).map(({ name }) => name);
}

/** Every example of a body, with its name; `[undefined]` for an operation without a body. */
export function exampleBodies({ requestBody }: Operation): ((RequestBody & { readonly name: string }) | undefined)[] {
  if (requestBody === undefined) return [undefined];
  return Object.entries(requestBody.content).flatMap(([mediaType, { examples }]) =>
    Object.entries(examples).map(([name, value]) => ({ mediaType, name, value })),
  );
}

function firstBody(operation: Operation): RequestValues["body"] {
  return exampleBodies(operation)[0];
}

/** The status of a success, such as `202`. */
export function successStatus({ responses }: Operation): string {
  const status = Object.keys(responses).find((each) => each.startsWith("2"));
  if (status === undefined) throw new Error("The operation describes no response for success.");
  return status;
}

/** The api-version that an operation is described for. */
export function apiVersionOf(operation: Operation): string {
  const parameter = operation.parameters.find(({ name }) => name === "api-version");
  return String(Object.values(parameter?.examples ?? {})[0]);
}
