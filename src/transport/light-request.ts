/**
 * What openapi-fetch takes for a `Request` where nobody sees it: making a real one takes longer than sending it. Whoever
 * adds middleware, or a fetch of their own, gets real ones.
 */
export class LightRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;

  constructor(url: string, init: { method: string; headers: Headers; body?: unknown }) {
    this.url = url;
    this.method = init.method;
    this.headers = init.headers;
    this.body = init.body;
  }
}
