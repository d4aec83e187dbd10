/** A request that was sent and the response to it, with the bodies as bytes. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: URL;
    readonly headers: Headers;
    readonly body: Uint8Array;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Headers;
    readonly body: Uint8Array;
  };
}

/** The media type of a message, without its parameters. */
export function mediaTypeOf(headers: Headers): string | undefined {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
}

export function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

/** The body of the response as JSON; undefined where it is none. */
export function jsonOf({ response }: Exchange): unknown {
  try {
    return JSON.parse(textOf(response.body));
  } catch {
    return undefined;
  }
}
