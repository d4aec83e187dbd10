/** A request that was sent, and its response. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: URL;
    readonly headers: Headers;
    readonly body: Uint8Array;
  };
  readonly response: {
    /** 0 if there was no complete response. */
    readonly status: number;
    readonly headers: Headers;
    readonly body: Uint8Array;
  };
}

/** The media type in a Content-Type header, in lower case and without parameters; undefined without that header. */
export function mediaTypeOf(headers: Headers): string | undefined {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
}

/** Decodes a body as UTF-8. */
export function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

/** The body of the response, parsed as JSON; undefined if it is not JSON. */
export function jsonOf({ response }: Exchange): unknown {
  try {
    return JSON.parse(textOf(response.body));
  } catch {
    return undefined;
  }
}
