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

const NOTHING = new Uint8Array();

/** Sends requests with the platform's fetch and keeps what was sent and received. */
export class Recorder {
  readonly exchanges: Exchange[] = [];

  readonly fetch = async (request: Request): Promise<Response> => {
    const { method, url, headers, redirect } = request;
    // Read once and sent as bytes: cloning a request or a response takes longer than the exchange itself.
    const body = request.body === null ? NOTHING : new Uint8Array(await request.arrayBuffer());
    const response = await fetch(url, { method, headers, redirect, ...(request.body !== null && { body }) });
    const answer = response.body === null ? NOTHING : new Uint8Array(await response.arrayBuffer());
    const { status, statusText } = response;
    this.exchanges.push({
      request: { method, url: new URL(url), headers, body },
      response: { status, headers: response.headers, body: answer },
    });
    return new Response(response.body === null ? null : answer, { status, statusText, headers: response.headers });
  };

  /** The only exchange there was. */
  get exchange(): Exchange {
    const [exchange, ...others] = this.exchanges;
    if (exchange === undefined || others.length > 0) {
      throw new Error(`One request was to be sent, but ${this.exchanges.length} were.`);
    }
    return exchange;
  }
}

/** The media type of a message, without its parameters. */
export function mediaTypeOf(headers: Headers): string | undefined {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
}

export function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}
