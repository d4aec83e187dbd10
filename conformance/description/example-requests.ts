import type { Operation } from "../../generated/operation.js";

/** The values of a request, before it is a request: parameters by place, and a body with its media type. */
export interface RequestValues {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: Body;
}

export interface Body {
  readonly mediaType: string;
  readonly value: unknown;
}

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
export function exampleBodies({ requestBody }: Operation): ((Body & { readonly name: string }) | undefined)[] {
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

/** A body as its media type has it: JSON as JSON, everything else as the text that the description gives. */
export function bodyText({ mediaType, value }: Body): string {
  return mediaType === "application/json" ? JSON.stringify(value) : String(value);
}

/** The bytes of a body as its media type has them. */
export function encodeBody(body: Body): Uint8Array<ArrayBuffer> {
  if (body.value instanceof Uint8Array) return body.value as Uint8Array<ArrayBuffer>;
  return new TextEncoder().encode(bodyText(body)) as Uint8Array<ArrayBuffer>;
}

/** The api-version of a description. */
export function apiVersionOf(operation: Operation): string {
  const parameter = operation.parameters.find(({ name }) => name === "api-version");
  return String(Object.values(parameter?.examples ?? {})[0]);
}

/** `sendToAll` as case ids have it: `send-to-all`. */
export function kebab(id: string): string {
  return id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Words for a part of a case id. */
export function slug(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.+_-]+/g, "-");
}
