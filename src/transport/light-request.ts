/**
 * What openapi-fetch takes for a `Request` where nobody sees it: making a real one takes longer than sending it. Whoever
 * adds middleware gets real ones, and so does every `fetch`.
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
