/** What a request is made of: parameters by place, and a body with its media type. */
export interface RequestValues {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: RequestBody;
}

/** A value with the media type that it is sent as. */
export interface RequestBody {
  readonly mediaType: string;
  /** Text, bytes, or what JSON can represent. */
  readonly value: unknown;
}

/** A body of `application/json`. */
export const json = (value: unknown): RequestBody => ({ mediaType: "application/json", value });
/** A body of `text/plain`. */
export const text = (value: string): RequestBody => ({ mediaType: "text/plain", value });
/** A body of `application/octet-stream`. */
export const bytes = (...value: number[]): RequestBody => ({
  mediaType: "application/octet-stream",
  value: Uint8Array.from(value),
});

/** A body as text: serialized if it is JSON, otherwise unchanged. */
export function bodyText({ mediaType, value }: RequestBody): string {
  return mediaType === "application/json" ? JSON.stringify(value) : String(value);
}

/** A body as it is sent: bytes unchanged, everything else as UTF-8. */
export function encodeBody(body: RequestBody): Uint8Array<ArrayBuffer> {
  if (body.value instanceof Uint8Array) return body.value as Uint8Array<ArrayBuffer>;
  return new TextEncoder().encode(bodyText(body)) as Uint8Array<ArrayBuffer>;
}
