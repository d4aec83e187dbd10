/**
 * The `Request` of openapi-fetch for a call that no middleware sees: making a real one takes longer than sending it.
 * Middleware and every `fetch` get real ones.
 *
 * This leans on what openapi-fetch 0.17.0 does but does not document: it calls `new Request(url, init)` once per call,
 * reads nothing of the request but `method`, and hands the same object to `fetch`. light-request.test.ts fails when that
 * changes.
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
