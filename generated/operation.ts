// The types of the operation tables. `npm run generate` copies this file to generated/operation.ts.

/** A JSON schema (2020-12) without references. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A path or query parameter. An array is sent as a repeated parameter. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** What one must know of an operation to send a request. */
export interface OperationRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "HEAD";
  /** The path template, such as `/api/hubs/{hub}/:send`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The media types that a body may have; none where no body is taken. */
  readonly requestMediaTypes: readonly string[];
  /** Whether a body has to be sent. */
  readonly bodyRequired: boolean;
  /** Whether doing it twice comes to the same as once: by its method, or by what the description says of a POST. */
  readonly idempotent: boolean;
  /** Whether a success has a JSON body. */
  readonly respondsWithJson: boolean;
}

/** Named examples: name → value. */
export type Examples = { readonly [name: string]: unknown };

export interface MediaType {
  readonly schema: JsonSchema;
  readonly examples: Examples;
}

export interface ResponseDescription {
  readonly headers: { readonly [name: string]: { readonly required: boolean } };
  /** Media type → its named examples. Empty where no body is sent. */
  readonly content: { readonly [mediaType: string]: { readonly examples: Examples } };
}

/** All that the description states of an operation, short of prose. */
export interface Operation extends OperationRequest {
  readonly summary: string;
  readonly tags: readonly string[];
  /** Whether a request without a token is refused. */
  readonly tokenRequired: boolean;
  readonly parameters: readonly (Parameter & { readonly examples: Examples })[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly [mediaType: string]: MediaType };
  };
  /** Status, or `default` → response. */
  readonly responses: { readonly [status: string]: ResponseDescription };
}
