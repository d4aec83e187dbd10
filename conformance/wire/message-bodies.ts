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

/** Bodies of messages, by their media type. */
export const json = (value: unknown): Body => ({ mediaType: "application/json", value });
export const text = (value: string): Body => ({ mediaType: "text/plain", value });
export const bytes = (...value: number[]): Body => ({
  mediaType: "application/octet-stream",
  value: Uint8Array.from(value),
});

/** A body as its media type has it: JSON as JSON, everything else as the text that the description gives. */
export function bodyText({ mediaType, value }: Body): string {
  return mediaType === "application/json" ? JSON.stringify(value) : String(value);
}

/** The bytes of a body as its media type has them. */
export function encodeBody(body: Body): Uint8Array<ArrayBuffer> {
  if (body.value instanceof Uint8Array) return body.value as Uint8Array<ArrayBuffer>;
  return new TextEncoder().encode(bodyText(body)) as Uint8Array<ArrayBuffer>;
}
