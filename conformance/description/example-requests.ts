import type { Operation } from "../../generated/operation.js";
import type { RequestBody, RequestValues } from "../wire/message-bodies.js";

/** A correct request: every required parameter and the given optional ones with their first examples. */
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

/** The names of the parameters that may be left out. */
export function optionalParameters({ parameters }: Operation): string[] {
  return parameters.filter(({ required }) => !required).map(({ name }) => name);
}

/** Every body that the description gives an example of; one `undefined` where there is none. */
export function exampleBodies({ requestBody }: Operation): ((RequestBody & { readonly name: string }) | undefined)[] {
  if (requestBody === undefined) return [undefined];
  return Object.entries(requestBody.content).flatMap(([mediaType, { examples }]) =>
    Object.entries(examples).map(([name, value]) => ({ mediaType, name, value })),
  );
}

function firstBody(operation: Operation): RequestValues["body"] {
  return exampleBodies(operation)[0];
}

/** The status of success. */
export function successStatus({ responses }: Operation): string {
  const status = Object.keys(responses).find((each) => each.startsWith("2"));
  if (status === undefined) throw new Error("The operation has no response for success.");
  return status;
}

/** The api-version of a description. */
export function apiVersionOf(operation: Operation): string {
  const parameter = operation.parameters.find(({ name }) => name === "api-version");
  return String(Object.values(parameter?.examples ?? {})[0]);
}
