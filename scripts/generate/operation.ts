// The types of the operation tables. `npm run generate` copies this file to generated/operation.ts.

/** A JSON schema (2020-12) without references. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A path or query parameter. An array is sent as a repeated parameter. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required: boolean;
  readonly schema: JsonSchema;
  /** The api-version that added it to the operation; absent if the operation always had it. */
  readonly since?: string;
}

/** What a client needs to send a request. */
export interface OperationRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "HEAD";
  /** The path template, such as `/api/hubs/{hub}/:send`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The media types of the body. Empty for an operation without a body. */
  readonly requestMediaTypes: readonly string[];
  /** Whether a body must be sent. */
  readonly bodyRequired: boolean;
  /** The members that a JSON body may have; absent if it may have others. */
  readonly bodyMembers?: readonly string[];
  /** Whether repeating it has no further effect: any method but POST, or a POST with `x-idempotent` in the description. */
  readonly idempotent: boolean;
  /** Whether a successful response has a JSON body. */
  readonly respondsWithJson: boolean;
  /** The api-version that added it; absent if the oldest has it. */
  readonly since?: string;
}

/** The values of named examples, by name. */
export type Examples = { readonly [name: string]: unknown };

export interface MediaType {
  readonly schema: JsonSchema;
  readonly examples: Examples;
}

export interface ResponseDescription {
  readonly headers: { readonly [name: string]: { readonly required: boolean } };
  /** The examples of each media type. Empty for a response without a body. */
  readonly content: { readonly [mediaType: string]: { readonly examples: Examples } };
}

export interface DescribedParameter extends Parameter {
  /** Values that the service is known to accept; it may accept others. Absent if the description lists none. */
  readonly knownValues?: readonly string[];
  readonly examples: Examples;
}

/** All that the description states about an operation, except prose. */
export interface Operation extends OperationRequest {
  readonly summary: string;
  readonly tags: readonly string[];
  /** Whether a request without a token is rejected. */
  readonly tokenRequired: boolean;
  readonly parameters: readonly DescribedParameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly [mediaType: string]: MediaType };
  };
  /** By status, or `default`. */
  readonly responses: { readonly [status: string]: ResponseDescription };
}
