/**
 * The `Request` that openapi-fetch makes for a call without middleware: making a real one takes longer than sending it. Middleware
 * and every `fetch` of the caller receive real ones.
 *
 * Relies on undocumented behaviour of openapi-fetch 0.17.0: it calls `new Request(url, init)` once per call, reads only `method` of
 * the request, and passes the same object to `fetch`. light-request.test.ts fails if that changes.
 */
export class LightRequest {
  readonly url: string;
  readonly method: string;

  constructor(url: string, init: { method: string }) {
    this.url = url;
    this.method = init.method;
  }
}
