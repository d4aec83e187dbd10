/** The values of a request, before it is a request: parameters by place, and a body with its media type. */
export interface RequestValues {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: RequestBody;
}

export interface RequestBody {
  readonly mediaType: string;
  readonly value: unknown;
}

/** Bodies of messages, by their media type. */
export const json = (value: unknown): RequestBody => ({ mediaType: "application/json", value });
export const text = (value: string): RequestBody => ({ mediaType: "text/plain", value });
export const bytes = (...value: number[]): RequestBody => ({
  mediaType: "application/octet-stream",
  value: Uint8Array.from(value),
});

/** A body as its media type has it: JSON as JSON, everything else as the text that the description gives. */
export function bodyText({ mediaType, value }: RequestBody): string {
  return mediaType === "application/json" ? JSON.stringify(value) : String(value);
}

/** The bytes of a body as its media type has them. */
export function encodeBody(body: RequestBody): Uint8Array<ArrayBuffer> {
  if (body.value instanceof Uint8Array) return body.value as Uint8Array<ArrayBuffer>;
  return new TextEncoder().encode(bodyText(body)) as Uint8Array<ArrayBuffer>;
}
